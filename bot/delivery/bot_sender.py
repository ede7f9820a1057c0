"""Sends what is in the outbox for one bot."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Final
from weakref import WeakValueDictionary

import structlog
from sqlalchemy import Connection

from bot.backoff import Backoff
from bot.clock import Clock
from bot.delivery.carrier import Carrier
from bot.delivery.lanes import Lane
from bot.delivery.outbox import ClaimedMessage, claim
from bot.delivery.pacer import Pacer
from bot.delivery.settling import NOT_SENT
from bot.delivery.single_sender import SenderLease
from storage import outbox as rows
from storage.database import Database
from storage.outbox_marks import bring_forward, drop_repeated
from storage.unavailable import DatabaseUnavailable

POLL_S: Final = 1.0

CLAIM_S: Final = 32.0
"""A claim outlasts waiting for the turn and sending, so nobody else takes what is on its way."""

ROOM: Final = {Lane.ALERT: 64, Lane.REPLY: 64, Lane.BULK: 32}
"""Messages of each lane that are claimed at once; no lane takes another's room."""

BULK_AHEAD: Final = 2
"""Reminders and rounds claimed ahead of their turn. A crash leaves these uncertain: few, then."""

ONLY_THE_NEWEST: Final = ("alert", "seen")
"""What is said of a flag again and again: after an outage, all at once would drown the newest."""

GIVE_BACK_S: Final = 1.0
_FAULTS: Final = Backoff(first=0.2, most=5)
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Found:
    messages: list[ClaimedMessage]
    next_due: datetime | None


class BotSender:
    """Claims the bot's messages lane by lane and has them carried side by side.

    Nothing ends it but `stop`: not a platform that is down, nor a database that is.
    """

    def __init__(
        self,
        bot: str,
        carrier: Carrier,
        database: Database,
        clock: Clock,
        *,
        lease: SenderLease,
        pacer: Pacer | None,
        random: Random,
    ) -> None:
        self.pacer = pacer
        self.state = "starting"
        """starting, sending, standing by (another process sends) or down."""
        self._bot = bot
        self._carrier = carrier
        self._database = database
        self._clock = clock
        self._lease = lease
        self._random = random
        self._tasks: set[asyncio.Task[None]] = set()
        self._busy: Counter[Lane] = Counter()
        self._ahead: Counter[Lane] = Counter()
        self._chats: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        """Messages of the bulk lane to one chat go one after another."""
        self._news = asyncio.Event()
        self._stopping = asyncio.Event()
        self._called = False
        self._lease_asked = float("-inf")
        self._lapses_ended = float("-inf")
        self._orphans = lease.orphans

    def wake(self) -> None:
        """There may be something to send. Called in the event loop, after the commit."""
        self._called = True
        self._news.set()

    async def run(self) -> None:
        """Sends until `begin_stop`. When it is cancelled, what is on its way is cut off."""
        failures = 0
        try:
            while not self._stopping.is_set():
                try:
                    wait = await self._step()
                    failures = 0
                except Exception as error:  # noqa: BLE001 - sending must go on, whatever it was
                    failures += 1
                    self.state = "down"
                    _log.warning("sender.failed", bot=self._bot, error=type(error).__name__)
                    await _until(self._stopping, _FAULTS.delay(failures, self._random))
                else:
                    await _until(self._news, wait)
                    self._news.clear()
        except asyncio.CancelledError:
            for task in self._tasks:
                task.cancel()
            raise

    def begin_stop(self) -> None:
        """Sends nothing more that is not on its way; what waits for its turn goes back."""
        self._stopping.set()
        self._news.set()
        self._carrier.stop()

    async def finish_stop(self, seconds: float) -> None:
        """Waits so long for what is on its way, then lets another process send."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        left = list(self._tasks)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        try:
            async with asyncio.timeout(GIVE_BACK_S):
                await self._lease.give_back()
        except (DatabaseUnavailable, TimeoutError):
            _log.warning("sender.lease_left_to_lapse", bot=self._bot)

    async def _step(self) -> float:
        """Claims what there is room for and starts sending it; how long to rest at most."""
        if not await self._may_send():
            self.state = "standing by"
            return POLL_S
        if self._carrier.unmarked:
            self.state = "down"
            return POLL_S  # or what has just been sent could be taken for lapsed
        self.state = "down" if self._carrier.outage.down else "sending"
        pause = self._pause()
        if pause > 0:
            return min(POLL_S, pause)
        found = await self._claim()
        for message in found.messages:
            self._start(message)
        if found.messages or found.next_due is None:
            return POLL_S
        until_due = (found.next_due - self._clock.now()).total_seconds()
        return min(POLL_S, max(0.01, until_due))

    async def _may_send(self) -> bool:
        now = asyncio.get_running_loop().time()
        if now - self._lease_asked >= POLL_S:
            self._lease_asked = now
            if not await self._lease.take():
                # Whoever sends meanwhile may leave something behind.
                self._orphans = self._lease.orphans
        return self._lease.holds()

    def _pause(self) -> float:
        """Seconds in which there is no point in claiming anything."""
        now = asyncio.get_running_loop().time()
        pause = self._carrier.outage.wait(now, called=self._called)
        return max(pause, self.pacer.held()) if self.pacer is not None else pause

    async def _claim(self) -> _Found:
        self._called = False
        now = asyncio.get_running_loop().time()
        orphaned = self._orphans and not self._tasks
        lapses = orphaned or now - self._lapses_ended >= POLL_S
        recovered = self._carrier.recovered
        rooms, probing = self._rooms(), self._carrier.outage.down
        troubled = self._carrier.outage.suspected or recovered
        bot, clock = self._bot, self._clock

        def work(connection: Connection) -> _Found:
            at = clock.now()
            if lapses:
                rows.release_lapsed(connection, bot, at, orphaned=orphaned)
                rows.drop_answered(connection, bot)
            if recovered:
                bring_forward(connection, bot, (NOT_SENT, rows.UNCERTAIN), at)
            if troubled:
                drop_repeated(connection, bot, ONLY_THE_NEWEST)
            messages: list[ClaimedMessage] = []
            for lane, room in rooms.items():
                if room > 0 and not (messages and probing):
                    messages += claim(
                        connection, bot, lane, limit=room, now=at, lease_seconds=CLAIM_S
                    )
            return _Found(messages, None if messages else rows.next_due(connection, bot, at))

        found = await self._database.transact(work)
        if lapses:
            self._lapses_ended = now
        if orphaned:
            self._orphans = False
        if recovered:
            self._carrier.recovered = False
        return found

    def _rooms(self) -> dict[Lane, int]:
        """How many messages of each lane can be claimed now."""
        if self._carrier.outage.down:
            return dict.fromkeys(Lane, 0 if self._tasks else 1)
        rooms = {lane: ROOM[lane] - self._busy[lane] for lane in Lane}
        if self.pacer is not None:
            ahead = self._ahead[Lane.BULK]
            refill = BULK_AHEAD - ahead if ahead <= BULK_AHEAD // 2 else 0
            rooms[Lane.BULK] = min(rooms[Lane.BULK], refill)
        return rooms

    def _start(self, message: ClaimedMessage) -> None:
        self._busy[message.lane] += 1
        self._ahead[message.lane] += 1
        task = asyncio.create_task(self._send(message))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._news.set()

    async def _send(self, message: ClaimedMessage) -> None:
        result: str | Exception | None
        try:
            try:
                result = await self._wait(message)
            finally:
                self._ahead[message.lane] -= 1
                if message.lane is Lane.BULK and self._ahead[Lane.BULK] <= BULK_AHEAD // 2:
                    self._news.set()  # there is room for the next ones
            if result is None:
                result = await self._carrier.carry(message)
            await self._carrier.settle(message, result)
        finally:
            self._busy[message.lane] -= 1

    async def _wait(self, message: ClaimedMessage) -> Exception | None:
        """Waits for the chat and then for the turn: None when the message may leave now.

        What waits for its chat is not ahead of anybody: others are claimed in its place, so that
        one chat with much to get does not keep a round from everybody else.
        """
        if message.lane is not Lane.BULK:
            return await self._carrier.wait_for_turn(message)
        lock = self._chats.setdefault(message.address, asyncio.Lock())
        self._ahead[Lane.BULK] -= 1
        aside = True
        try:
            if lock.locked() or (self.pacer and self.pacer.opens_in(Lane.BULK, message.address)):
                self._news.set()
            async with lock:
                kept_back = await self._carrier.wait_for_chat(message)
                self._ahead[Lane.BULK] += 1
                aside = False
                return kept_back or await self._carrier.wait_for_turn(message)
        finally:
            self._ahead[Lane.BULK] += aside


async def _until(event: asyncio.Event, seconds: float) -> None:
    """Waits for the event, but no longer than so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
