"""A whole installation whose clock jumps from minute to minute, and people who use it.

Both bots talk to a pretended Telegram over HTTP and get their updates by webhook; e-mail goes to a
real mail server; what is due is done as in `wesaid run`, by the same ticks. Only time is not real:
it stands still while something is done, and then goes on by a minute.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from bot.app import Installation
from bot.rounds.rounds import add_round_now
from bot.settings import Settings
from storage import projects
from storage.database import Database
from storage.outbox import OUTBOX
from storage.unavailable import DatabaseUnavailable
from tests.delivery.chats import HandClock
from tests.email.house import until
from tests.email.mail_host import FROM, mail_host
from tests.running.cast import PUBLIC, Cast
from tests.running.child import PARTICIPANT_TOKEN, STAFF_TOKEN
from tests.running.timeline import LONDON
from tests.telegram import Emulator, Limits
from tests.web.house import house_of

MINUTE = timedelta(minutes=1)
SETTLES_S = 60.0


class Hurried:
    """Time for the senders' pace that skips what would be waited for: pace has its own tests."""

    def __init__(self) -> None:
        self._now = 0.0

    def time(self) -> float:
        return self._now

    def call_at(self, when: float, callback: Callable[[], None], /) -> asyncio.Handle:
        def ring() -> None:
            self._now = max(self._now, when)
            callback()

        return asyncio.get_running_loop().call_soon(ring)


class Story(Cast):
    """What happens in a project from a moment on."""

    quarter = timedelta(minutes=15)
    post_is_down = False

    async def begins_a_check_in(self, flow: str) -> None:
        """Everybody's check-in is sent."""

        def work(connection: Connection) -> None:
            cohort = projects.find_cohort(connection, self.project, "Group")
            assert cohort is not None
            add_round_now(connection, cohort, flow, self.now, anyway=True)

        self.store(work)
        await self.happens("A check-in is sent")

    # What happens to the world

    async def telegram_goes_down(self) -> None:
        await self.telegram.go_down("refused")
        await self.happens("Telegram is down")

    async def telegram_comes_back(self) -> None:
        await self.telegram.come_back()
        await self._is_back("Telegram is back")

    async def post_goes_down(self) -> None:
        await self.post.stop()
        self.post_is_down = True
        await self.happens("E-mail is down")

    async def post_comes_back(self) -> None:
        await self.post.start()
        self.post_is_down = False
        await self._is_back("E-mail is back")

    async def _is_back(self, words: str) -> None:
        """Within this minute; what waits is tried again once a minute."""
        self.clock.advance(59.99)
        await self.happens(words)

    async def looks_at_readiness(self) -> None:
        """What `/readyz` and `wesaid doctor` say of the flags and the alerts."""
        checks = await self.installation.checks()
        told = (f"{name} {checks[name].words}" for name in ("flags", "alerts") if name in checks)
        await self.happens(f"Readiness: {', '.join(told) or checks['database'].words}")

    async def happens(self, words: str) -> None:
        """Something that is to stand in the timeline, and what follows from it."""
        self.timeline.says(words)
        await self.done()

    # Time

    async def at(self, when: str, *, step: timedelta = MINUTE) -> None:
        """Goes on to `14:30`, or `2026-11-25 09:00`, in London; as ever, minute by minute.

        A longer step is for nights in which nothing is to happen: what does comes too late then.
        """
        local = self.now.astimezone(LONDON)
        text = when if "-" in when else f"{local:%Y-%m-%d} {when}"
        until = datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)
        assert until > self.now
        while self.now < until:
            await self._goes_on(min(until, self.now.replace(second=0) + step))

    async def passes(self, minutes: int) -> None:
        for _ in range(minutes):
            await self._goes_on(self.now.replace(second=0) + MINUTE)

    async def _goes_on(self, until: datetime) -> None:
        self.clock.advance((until - self.now).total_seconds())
        await self._works()
        self._write_down()

    async def done(self) -> None:
        """Somebody did something: what follows from it happens within the same minute."""
        await self.settle()
        await self._works()
        self._write_down()

    async def _works(self) -> None:
        for tick in self.installation.ticks.values():
            # As the scheduler does: what failed has its turn again next time.
            with suppress(DatabaseUnavailable):
                await tick()
        await self.settle()

    def _write_down(self) -> None:
        for addresses, letter in self.post.mailbox.letters[self.letters :]:
            for address in addresses:
                self.timeline.mail(self.addresses[address], letter)
        self.letters = len(self.post.mailbox.letters)
        self.timeline.moment(self.now)

    async def settle(self) -> None:
        """Waits until all that was written has been handled, and all that is due has gone out."""
        self.installation.wake()
        quiet = 0
        async with asyncio.timeout(SETTLES_S):
            while quiet < 2:
                quiet = quiet + 1 if await self._is_quiet() else 0
                await asyncio.sleep(0.002)

    async def _is_quiet(self) -> bool:
        bots = (self.people_bot, self.staff_bot)
        if not self.telegram.is_down and any(bot.updates.waiting for bot in bots):
            return False
        with suppress(DatabaseUnavailable):
            return not await self.database.read(self._unsent)
        return True

    def _unsent(self, connection: Connection) -> bool:
        down = ["participant", "staff"] if self.telegram.is_down else []
        down += ["email"] if self.post_is_down else []
        due = and_(OUTBOX.c.status == "pending", OUTBOX.c.due_at <= self.now)
        waiting = select(OUTBOX.c.id).where(
            or_(OUTBOX.c.status == "sending", and_(due, OUTBOX.c.bot.not_in(down)))
        )
        return connection.execute(waiting.limit(1)).first() is not None

    async def close(self) -> None:
        """The mail server is up again, for whoever stops it."""
        if self.post_is_down:
            await self.post.start()


def moment(text: str) -> datetime:
    """`2026-11-24 14:00` in London."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


@asynccontextmanager
async def fast_forward(
    database: Database, start: str = "2026-11-24 14:00", **settings: Any
) -> AsyncIterator[Story]:
    """A story that begins on a Tuesday in November, at two in the afternoon, unless told."""
    clock = HandClock(moment(start))
    async with (
        mail_host() as post,
        Emulator(clock=lambda: clock.now().timestamp(), limits=Limits.none()) as telegram,
    ):
        telegram.register("people_bot", PARTICIPANT_TOKEN)
        telegram.register("staff_bot", STAFF_TOKEN)
        given: dict[str, Any] = {
            "participant_token": PARTICIPANT_TOKEN,
            "staff_token": STAFF_TOKEN,
            "telegram_api": telegram.url,
            "public_url": PUBLIC,
            "smtp_host": "127.0.0.1",
            "smtp_port": post.port,
            "smtp_security": "none",
            "email_from": FROM,
            "port": 0,
        }
        installation = Installation(
            Settings(**{**given, **settings}), database, clock, web=True, work=True, time=Hurried()
        )
        async with house_of(installation) as house:
            assert installation.scheduler is not None
            installation.scheduler.stop()  # the story says when time goes on
            telegram.route(PUBLIC, house.address)
            await until(lambda: all(bot.state == "ready" for bot in installation.bots))
            story = Story(installation, clock, telegram, post, house.address)
            telegram.watchers.append(story.timeline.watch)
            yield story
            await story.close()
        telegram.assert_no_violations()
