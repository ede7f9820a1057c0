"""Chats, messages and channels for the tests of delivery."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from bot.delivery.channel import Channel, Parcel
from bot.delivery.lanes import Lane
from bot.delivery.outbox import ClaimedMessage, Message, claim, queue
from bot.delivery.screen import Screen
from bot.delivery.sender import Sender
from storage.contacts import add_channel
from storage.database import Database
from storage.outbox import CHANNEL, OUTBOX
from storage.unavailable import DatabaseUnavailable

START = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
BOT = "participant"
T = TypeVar("T")


class HandClock:
    """A clock that only moves when it is told to."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


def after(seconds: float) -> datetime:
    """So many seconds after everything began."""
    return START + timedelta(seconds=seconds)


def open_chat(database: Database, address: str = "chat-1", bot: str = BOT) -> int:
    """A chat of somebody with the bot; its channel's id."""
    return database.transact_now(
        lambda connection: add_channel(
            connection, person_id=None, bot=bot, kind="telegram", address=address, now=START
        )
    )


def open_chats(database: Database, count: int, bot: str = BOT) -> list[int]:
    """Many chats at once, at addresses chat-0, chat-1 ..."""

    def work(connection: Connection) -> list[int]:
        return [
            add_channel(
                connection,
                person_id=None,
                bot=bot,
                kind="telegram",
                address=f"chat-{number}",
                now=START,
            )
            for number in range(count)
        ]

    return database.transact_now(work)


def write(
    database: Database,
    channel_id: int,
    text: str = "Hello",
    lane: Lane = Lane.REPLY,
    now: datetime = START,
    **more: Any,
) -> int:
    """Queues a message in a transaction of its own; its id."""
    message = Message(channel_id, Screen(text=text), lane, kind="test", **more)
    outbox_id = database.transact_now(lambda connection: queue(connection, message, now))
    assert outbox_id is not None
    return outbox_id


def take(
    database: Database,
    lane: Lane = Lane.REPLY,
    now: datetime = START,
    *,
    limit: int = 10,
    bot: str = BOT,
    lease_seconds: float = 30,
) -> list[ClaimedMessage]:
    """Claims messages in a transaction of its own."""
    return database.transact_now(
        lambda connection: claim(
            connection, bot, lane, limit=limit, now=now, lease_seconds=lease_seconds
        )
    )


def texts(messages: list[ClaimedMessage]) -> list[str]:
    return [message.screen.text for message in messages]


def row_of(database: Database, outbox_id: int) -> Any:
    """The message as it stands in the outbox."""
    return database.read_now(
        lambda connection: connection.execute(select(OUTBOX).where(OUTBOX.c.id == outbox_id)).one()
    )


def status_of(database: Database, outbox_id: int) -> str:
    status: str = row_of(database, outbox_id).status
    return status


def statuses(database: Database) -> list[str]:
    """The status of every message, in the order they were queued."""
    return database.read_now(
        lambda connection: list(
            connection.execute(select(OUTBOX.c.status).order_by(OUTBOX.c.id)).scalars()
        )
    )


def lost_at(database: Database, channel_id: int) -> datetime | None:
    lost: datetime | None = database.read_now(
        lambda connection: connection.execute(
            select(CHANNEL.c.lost_at).where(CHANNEL.c.id == channel_id)
        ).scalar_one()
    )
    return lost


class RecordingChannel:
    """A channel that keeps what it was handed, and answers each parcel as `script` says.

    A list in the script holds the answers to one text, in turn: an error is raised, anything else
    is the id. A text that is not in the script arrives. A list that has run out fails the test.
    """

    def __init__(
        self, name: str = BOT, *, paced: bool = True, script: dict[str, list[Any]] | None = None
    ) -> None:
        self.name = name
        self.paced = paced
        self.script = script or {}
        self.tried: list[str] = []
        self.arrived: list[str] = []
        self.parcels: list[Parcel] = []
        self.in_flight = 0
        self.most_in_flight = 0
        self.latency = 0.0
        self.failing: Exception | None = None
        self.gate: asyncio.Event | None = None

    async def deliver(self, parcel: Parcel) -> str:
        text = parcel.screen.text
        self.tried.append(text)
        self.parcels.append(parcel)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            if self.gate is not None:
                await self.gate.wait()
            if self.latency:
                await asyncio.sleep(self.latency)
        finally:
            self.in_flight -= 1
        answer = self.failing or self._scripted(text)
        if isinstance(answer, Exception):
            raise answer
        self.arrived.append(text)
        return str(answer)

    def _scripted(self, text: str) -> Any:
        if text not in self.script:
            return f"remote-{len(self.arrived) + 1}"
        assert self.script[text], f"{text!r} was sent more often than the script says"
        return self.script[text].pop(0)


class Notes:
    """What those who look after undelivered messages were told."""

    def __init__(self) -> None:
        self.lost: list[str] = []
        self.failed: list[tuple[str, str]] = []

    def on_lost(self, _connection: Connection, message: ClaimedMessage, _now: datetime) -> None:
        self.lost.append(message.screen.text)

    def on_failed(
        self, _connection: Connection, message: ClaimedMessage, problem: str, _now: datetime
    ) -> None:
        self.failed.append((message.screen.text, problem))


async def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Returns when the condition holds; fails when it does not in time."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what is waited for is in a database
            await asyncio.sleep(0.005)


async def settled(database: Database, seconds: float = 20) -> None:
    """Returns when nothing waits to be sent or marked any more."""
    await until(lambda: not {"pending", "sending"} & set(statuses(database)), seconds)


class RunningClock:
    """A clock that starts at START and runs."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def now(self) -> datetime:
        return START + timedelta(seconds=time.monotonic() - self._began)


class FaultyDatabase(Database):
    """A database that is not available for changes while `down` is set."""

    down = False
    refused = 0

    async def transact(self, work: Callable[[Connection], T]) -> T:
        if self.down:
            self.refused += 1
            raise DatabaseUnavailable("Not now.")
        return await super().transact(work)


class SwitchLease:
    """A right to send that comes and goes when the test says so."""

    def __init__(self, *, orphans: bool = True) -> None:
        self.orphans = orphans
        self.held = True

    async def take(self) -> bool:
        return self.held

    def holds(self) -> bool:
        return self.held

    async def give_back(self) -> None:
        self.held = False


@asynccontextmanager
async def sending(
    database: Database, *channels: Channel, notes: Notes | None = None, **more: Any
) -> AsyncIterator[Sender]:
    """A sender at work for these channels; fast, unless told otherwise."""
    notes = notes or Notes()
    options: dict[str, Any] = {
        "clock": RunningClock(),
        "on_lost": notes.on_lost,
        "on_failed": notes.on_failed,
        "sends_per_second": 1000,
        "random": Random(1),
        **more,
    }
    sender = Sender(database, {channel.name: channel for channel in channels}, **options)
    running = asyncio.create_task(sender.run())
    try:
        yield sender
    finally:
        await sender.stop(0.5)
        await running
