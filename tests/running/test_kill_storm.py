"""Killed at random while people answer: nothing that was confirmed is lost, nothing is doubled."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import unused_port
from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from bot.rounds.rounds import add_round_now
from storage import projects
from storage.database import Database
from storage.sealing import sealer_of
from tests.running.child import (
    PARTICIPANT_TOKEN,
    STAFF_TOKEN,
    Child,
    make_cohort,
    make_database,
    make_participants,
    make_staff,
)
from tests.telegram.process import EmulatorProcess, RemoteBot

TABLES = SQLModel.metadata.tables
FIRST_CHAT = 5000
FACILITATORS = {11: "Sam", 12: "Robin", 13: "Ash", 14: "Kit", 15: "Lee", 16: "Jo"}
"""By chat. A chat takes one message a second, so that many alerts want many facilitators."""
RULES = [
    {"containing": "take part", "press": "Yes"},
    {"containing": "feel safe right now", "press": "No"},
    {"containing": "get in touch", "press": "No thank you"},
    {"containing": "What would you like me to call you", "type": "name {n}"},
    {"containing": "anything else you want to tell us", "type": "words number {n} of {user}"},
    {"containing": "It is up to you", "press": "Carry on"},
]


@pytest.mark.timeout(420)
async def test_after_a_few_kills_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    await storm(tmp_path, kills=3, count=10)


@pytest.mark.long
@pytest.mark.timeout(1500)
async def test_after_fifty_kills_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    await storm(tmp_path, kills=50, count=24)


async def storm(folder: Path, *, kills: int, count: int) -> None:
    """People answer all the time; the process is killed after it was ready, at random."""
    chance = random.Random(20261123)
    url = f"sqlite:///{folder}/wesaid.db"
    database = make_database(url)
    project, cohort = make_cohort(database)
    staff = {chat: make_staff(database, project, name) for chat, name in FACILITATORS.items()}
    each = -(-count // len(staff))
    made = [
        one
        for sam, _ in staff.values()
        for one in make_participants(database, project, cohort, sam, each)
    ][:count]
    async with EmulatorProcess() as telegram:
        bot = await telegram.register("people_bot", PARTICIPANT_TOKEN)
        staff_bot = await telegram.register("staff_bot", STAFF_TOKEN)
        await telegram.call("limits", bot="people_bot", per_second=None, chat_per_second=None)
        users = await telegram.call("users", first_id=FIRST_CHAT, count=count)
        await telegram.answer(
            bot,
            users=users,
            rules=RULES,
            avoid=["Skip", "Go back", "Later", "Stop", "I want", "Has anyone", "Enough"],
            pace=[0.02, 0.2],
            otherwise="random",
            double=0.05,
        )
        child = Child(url, telegram.url, unused_port())
        await child.start()
        for chat, (_, code) in staff.items():
            facilitator = await telegram.user(chat, FACILITATORS[chat])
            await facilitator.send_text(staff_bot, f"/start {code}")
            await facilitator.wait_for(staff_bot, "You are in", timeout=20)
        codes = {str(user): f"/start {code}" for user, (_, code) in zip(users, made, strict=True)}
        await telegram.call("send_texts", bot="people_bot", texts=codes)
        await until_quiet(telegram, database, bot)
        for number in range(kills):
            begin_round(database, project)
            await asyncio.sleep(chance.uniform(0.0, 1.2))
            await child.kill()
            await child.start()
            if number % 5 == 4:
                await asyncio.sleep(1.0)
        await until_quiet(telegram, database, bot, within=300)
        await nothing_lost(telegram, database, bot, count)
        await nothing_doubled(telegram, database, bot, count)
        await every_flag_has_its_alert(telegram, database, staff_bot)
        await telegram.assert_no_violations()
        assert await child.stop() == 0
        assert "Traceback" not in child.log
    database.close()


def begin_round(database: Database, project: int) -> None:
    def work(connection: Connection) -> None:
        cohort = projects.find_cohort(connection, project, "Tuesday group")
        assert cohort is not None
        add_round_now(connection, cohort, "after-session", datetime.now(UTC), anyway=True)

    database.transact_now(work)


async def until_quiet(
    telegram: EmulatorProcess, database: Database, bot: RemoteBot, within: float = 120
) -> None:
    """Everybody has answered everything, and everything has gone out."""
    outbox = TABLES["outbox"]

    def unsent(connection: Connection) -> Counter[tuple[str, int, str]]:
        open_ones = outbox.c.status.in_(("pending", "sending"))
        rows = connection.execute(
            select(outbox.c.lane, outbox.c.channel_id, outbox.c.status).where(open_ones)
        )
        return Counter((row.lane, row.channel_id, row.status) for row in rows)

    before, same_for, waiting = -1, 0, Counter[tuple[str, int, str]]()
    try:
        async with asyncio.timeout(within):
            while same_for < 6:
                await asyncio.sleep(0.5)
                waiting = database.read_now(unsent)
                given = len(await telegram.delivered_inputs(bot))
                same_for = same_for + 1 if (given == before and not waiting) else 0
                before = given
    except TimeoutError:
        raise AssertionError(
            f"still to go out: {waiting.most_common(8)}; inputs: {before}"
        ) from None


async def nothing_lost(
    telegram: EmulatorProcess, database: Database, bot: RemoteBot, count: int
) -> None:
    """Every confirmed input is recorded once, and every written answer stands exactly once."""
    given = await telegram.delivered_inputs(bot)
    # Each finished `welcome` (four inputs) and, not cut short, at least one check-in (eight).
    assert len(given) >= count * 10
    inbound, answer = TABLES["inbound_update"], TABLES["answer"]

    def work(connection: Connection) -> tuple[list[str], list[str], list[str]]:
        sealer = sealer_of(connection)
        recorded = connection.execute(
            select(inbound.c.update_id, inbound.c.text_sealed).where(inbound.c.bot == "participant")
        ).all()
        answers = connection.execute(
            select(answer.c.text_sealed).where(answer.c.text_sealed.is_not(None))
        ).scalars()
        return (
            [row.update_id for row in recorded],
            [sealer.unseal(row.text_sealed, "inbound.text") for row in recorded if row.text_sealed],
            [sealer.unseal(text, "answer.text") for text in answers],
        )

    recorded, read, answered = database.read_now(work)
    assert {str(one["update_id"]) for one in given} <= set(recorded)
    assert len(recorded) == len(set(recorded))
    written = Counter(
        one["content"] for one in given if str(one["content"]).startswith("words number")
    )
    assert written
    # Every word is kept once. A question that came twice may be answered twice: the second answer
    # finds the check-in over and is kept for reading, and the first one stands alone.
    assert written == Counter(text for text in read if text.startswith("words number"))
    # Two messages one after the other may be one answer, a line each.
    lines = [line for text in answered for line in text.splitlines()]
    kept = Counter(line for line in lines if line.startswith("words number"))
    assert set(kept) <= set(written)
    assert set(kept.values()) == {1}


async def nothing_doubled(
    telegram: EmulatorProcess, database: Database, bot: RemoteBot, count: int
) -> None:
    """No question came more than twice to the same person."""
    prompts: Counter[tuple[int, str, str]] = Counter()
    for user in range(FIRST_CHAT, FIRST_CHAT + count):
        messages: list[dict[str, Any]] = await telegram.call(
            "messages", bot=bot.username, user=user
        )
        for message in messages:
            first = next((button["data"] for row in message["buttons"] for button in row), "")
            # After a press on an old button the question is shown again: that was asked for.
            if message["by_bot"] and first and not message["text"].startswith("That button"):
                prompts[user, first.rpartition(":")[0], message["text"]] += 1
    assert max(prompts.values()) <= 2
    outbox = TABLES["outbox"]

    def invitations(connection: Connection) -> list[tuple[int, int]]:
        rows = connection.execute(
            select(outbox.c.channel_id, outbox.c.invitation_id).where(
                outbox.c.invitation_id.is_not(None)
            )
        )
        return [(row.channel_id, row.invitation_id) for row in rows]

    sent = database.read_now(invitations)
    assert len(sent) == len(set(sent))


async def every_flag_has_its_alert(
    telegram: EmulatorProcess, database: Database, staff_bot: RemoteBot
) -> None:
    """For each flag an alert arrived in a facilitator's chat."""
    flag, person = TABLES["flag"], TABLES["person"]

    def work(connection: Connection) -> Counter[str]:
        rows = connection.execute(
            select(person.c.code).join(flag, flag.c.person_id == person.c.id)
        ).scalars()
        return Counter(rows)

    flags = database.read_now(work)
    assert flags
    messages: list[dict[str, Any]] = [
        message
        for chat in FACILITATORS
        for message in await telegram.call("messages", bot=staff_bot.username, user=chat)
    ]
    alerts = Counter(
        message["text"].split("\n")[0].split(": ")[-1]
        for message in messages
        if message["text"].startswith(("Urgent", "Soon", "Routine"))
    )
    for code, number in flags.items():
        assert alerts[code] >= number
