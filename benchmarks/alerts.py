"""Part 2: how soon an unsafe answer's alert reaches the Bot API, idle and during a big round."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final

from sqlalchemy import Connection

from benchmarks.figures import Figure, Target, percentile
from benchmarks.running import Child, open_chats, register_bots
from benchmarks.world import (
    COHORT,
    FIRST_CHAT,
    FIRST_STAFF_CHAT,
    FLOW,
    Participant,
    Team,
    add_participants,
    bring_to_safe_step,
    make_database,
    make_team,
)
from bot.clock import SystemClock
from bot.rounds.rounds import add_round_now
from storage import projects
from storage.database import Database
from tests.telegram.process import EmulatorProcess, RemoteBot, RemoteMessage, RemoteUser

PART: Final = "From an unsafe answer to the alert"
IDLE: Final = 200
BUSY: Final = 500
"""At most so many answers while the round goes out; it ends when the round has gone out."""
ROUND: Final = 10_000
FACILITATORS: Final = 50
ANSWER_S: Final = 0.06
"""How long the pretended Telegram takes for a message, like the real one from Europe."""
IDLE_PAUSE_S: Final = (0.02, 0.12)
BUSY_PAUSE_S: Final = (0.5, 1.1)
ROUND_WITHIN_S: Final = 600.0
BELOW_S: Final = Target(300, "below")


@dataclass(frozen=True, slots=True)
class Scene:
    """The pretended Telegram with both bots, and those who will say that they are not safe."""

    telegram: EmulatorProcess
    bot: RemoteBot
    staff_bot: RemoteBot
    unsafe: Sequence[Participant]
    questions: list[RemoteMessage] = field(default_factory=list)

    async def until_asked(self) -> None:
        """Everybody has been asked whether they feel safe."""
        for one in self.unsafe:
            person = RemoteUser(self.telegram, one.chat)
            self.questions.append(await person.wait_for(self.bot, "safe right now", timeout=60))

    async def seconds_to_alert(self, number: int) -> float:
        """One of them presses "No"; seconds until the alert's request came in at the Bot API."""
        one = self.unsafe[number]
        answered_at = monotonic()
        await RemoteUser(self.telegram, one.chat).press(self.questions[number], "No")
        facilitator = RemoteUser(self.telegram, FIRST_STAFF_CHAT + number % FACILITATORS)
        alert = await facilitator.wait_for(self.staff_bot, one.code, timeout=30)
        assert alert.labels[0].startswith("Acknowledge"), alert.text
        return await self._asked_at(facilitator.user_id, alert.message_id) - answered_at

    async def _asked_at(self, chat: int, message: int) -> float:
        """When the request came in; before Telegram took its time to answer."""
        newest = await self.telegram.sent(self.staff_bot, since=-5)
        return next(
            float(sent["at"])
            for sent in newest
            if sent["chat_id"] == chat and sent["message_id"] == message
        )


async def measure(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """One run: idle first, then while the round goes out, in the same process."""
    url = f"sqlite:///{folder / 'alerts.db'}"
    now = SystemClock().now()
    database = make_database(url)
    team = make_team(database, FACILITATORS, now)
    unsafe = add_participants(database, team, IDLE + BUSY, now)
    bring_to_safe_step(database, unsafe, now)
    cohort = make_team(database, 1, now, "Round", FACILITATORS)
    add_participants(database, cohort, ROUND, now, first=len(unsafe))
    async with EmulatorProcess() as telegram:
        bot, staff_bot = await register_bots(telegram, ANSWER_S)
        await open_chats(telegram, bot, FIRST_CHAT, len(unsafe) + ROUND)
        await open_chats(telegram, staff_bot, FIRST_STAFF_CHAT, FACILITATORS + 1)
        scene = Scene(telegram, bot, staff_bot, unsafe)
        async with Child(url, telegram.url, folder / "alerts.log"):
            await scene.until_asked()
            say(f"alerts: {IDLE} while nothing else happens")
            idle = await _while_idle(scene)
            say(f"alerts: while a round goes out to {ROUND:,} people")
            busy, round_s = await _during_round(scene, database, cohort)
        await telegram.assert_no_violations()
        refused = (await telegram.counts(bot))["rate_limited"]
    database.close()
    return [
        *_figures(f"idle, {len(idle)} answers", idle),
        *_figures(f"during a round to {ROUND:,}, {len(busy)} answers", busy),
        Figure(PART, f"the round of {ROUND:,} messages", "a second", (ROUND / round_s,)),
        Figure(PART, "messages that Telegram refused as too many", "", (float(refused),)),
    ]


async def _while_idle(scene: Scene) -> list[float]:
    chance = random.Random(1)
    seconds = []
    for number in range(IDLE):
        seconds.append(await scene.seconds_to_alert(number))
        await asyncio.sleep(chance.uniform(*IDLE_PAUSE_S))
    return seconds


async def _during_round(
    scene: Scene, database: Database, cohort: Team
) -> tuple[list[float], float]:
    """Seconds to each alert, and the seconds that the round took, from the first answer on."""
    chance = random.Random(2)
    so_far = _RoundSoFar(scene)
    begun = monotonic()
    await asyncio.to_thread(_send_round, database, cohort)
    seconds: list[float] = []
    while (gone := await so_far.taken()) < ROUND:
        if monotonic() - begun > ROUND_WITHIN_S:
            raise AssertionError(f"after {ROUND_WITHIN_S:.0f} s only {gone} messages had gone out")
        if len(seconds) < BUSY:
            seconds.append(await scene.seconds_to_alert(IDLE + len(seconds)))
        await asyncio.sleep(chance.uniform(*BUSY_PAUSE_S))
    return seconds, monotonic() - begun


class _RoundSoFar:
    """Counts the messages of the round that Telegram has taken."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._seen = 0
        self._taken = 0

    async def taken(self) -> int:
        first = FIRST_CHAT + len(self._scene.unsafe)
        new = await self._scene.telegram.sent(self._scene.bot, since=self._seen)
        self._seen += len(new)
        self._taken += sum(first <= sent["chat_id"] < first + ROUND for sent in new)
        return self._taken


def _send_round(database: Database, cohort: Team) -> None:
    def work(connection: Connection) -> None:
        found = projects.find_cohort(connection, cohort.project, COHORT)
        assert found is not None
        add_round_now(connection, found, FLOW, SystemClock().now(), anyway=True)

    database.transact_now(work)


def _figures(when: str, seconds: Sequence[float]) -> list[Figure]:
    milliseconds = [one * 1000 for one in seconds]
    return [
        Figure(PART, f"{when}: p50", "ms", (percentile(milliseconds, 50),)),
        Figure(PART, f"{when}: p99", "ms", (percentile(milliseconds, 99),), BELOW_S),
        Figure(PART, f"{when}: slowest", "ms", (max(milliseconds),)),
    ]
