"""A whole installation in a process of its own, which SIGKILL ends at one point of its work.

Points are each commit that changed something, and each message handed to a channel; both before
and after it is done. `python -m bot` knows nothing of them: they are watched from here.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, TypeAlias

from sqlalchemy.engine.default import DefaultDialect

from bot.app import Installation
from bot.cli.logs import set_up
from bot.clock import Clock
from bot.delivery.channel import Channel, Parcel
from bot.delivery.sender import Sender
from bot.opening import open_store
from bot.scheduler import Scheduler
from bot.serving import serve_until_stopped
from bot.settings import Settings
from storage.database import Database

TICK_S = 0.5

When: TypeAlias = Literal["before", "after"]


@dataclass(frozen=True)
class Point:
    """The `number`th commit ("commit") or sending through a channel (its name)."""

    where: str
    when: When
    number: int


@dataclass(frozen=True)
class Orders:
    """What a process is told: its settings, its clock, a folder, and at which point it dies.

    In the folder, `journal` gets a line for each point that was reached, and `log` what is printed.
    """

    settings: dict[str, Any]
    clock: LateClock
    folder: Path
    dies_at: Point | None = None

    @property
    def journal(self) -> Path:
        return self.folder / "journal"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def ready(self, pid: int) -> Path:
        """A file that is there once this process does its work."""
        return self.folder / f"ready-{pid}"


class LateClock:
    """Goes on from `start`, and jumps ahead when it is told to; every process sees the same."""

    def __init__(self, start: datetime, file: Path) -> None:
        self._start = start
        self._begun = time.time()
        self._file = file
        self._file.write_text("0")

    def now(self) -> datetime:
        late = float(self._file.read_text())
        return self._start + timedelta(seconds=time.time() - self._begun + late)

    def go_to(self, moment: datetime) -> None:
        """It is that moment now, at least."""
        ahead = max(0.0, (moment - self.now()).total_seconds())
        new = self._file.with_suffix(".new")
        new.write_text(str(float(self._file.read_text()) + ahead))
        new.replace(self._file)


class Points:
    """Counts the points, and ends the process at one of them, as a power cut would."""

    def __init__(self, dies_at: Point | None, journal: Path) -> None:
        self._dies_at = dies_at
        self._counts: Counter[tuple[str, When]] = Counter()
        self._counting = threading.Lock()
        self._journal = os.open(journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def reached(self, where: str, when: When) -> None:
        with self._counting:
            self._counts[where, when] += 1
            os.write(self._journal, f"{where} {when}\n".encode())
            if Point(where, when, self._counts[where, when]) == self._dies_at:
                os.kill(os.getpid(), signal.SIGKILL)


class WatchedChannel:
    """A channel of the installation, with a point on either side of each sending."""

    def __init__(self, channel: Channel, points: Points) -> None:
        self.name = channel.name
        self.paced = channel.paced
        self._channel = channel
        self._points = points

    async def deliver(self, parcel: Parcel) -> str:
        self._points.reached(self.name, "before")
        remote_id = await self._channel.deliver(parcel)
        self._points.reached(self.name, "after")
        return remote_id


class WatchedInstallation(Installation):
    """Ticks more often than usual, and hands its messages to watched channels."""

    def __init__(
        self, settings: Settings, database: Database, clock: Clock, points: Points
    ) -> None:
        self._points = points
        super().__init__(settings, database, clock, web=False, work=True)
        self.scheduler = Scheduler(self.ticks, TICK_S)

    def _make_sender(self, *given: Any) -> Sender:
        self._channels = {
            name: WatchedChannel(channel, self._points) for name, channel in self._channels.items()
        }
        return super()._make_sender(*given)


def watch_commits(points: Points) -> None:
    """A point before and after each commit to SQLite that changes something."""
    commit = DefaultDialect.do_commit
    changes: dict[int, int] = {}

    def do_commit(self: DefaultDialect, dbapi_connection: Any) -> None:
        driver = dbapi_connection.driver_connection
        so_far = getattr(driver, "total_changes", 0)  # PostgreSQL does not count them
        changed = so_far != changes.get(id(driver), 0)
        changes[id(driver)] = so_far
        if changed:
            points.reached("commit", "before")
        commit(self, dbapi_connection)  # type: ignore[no-untyped-call]
        if changed:
            points.reached("commit", "after")

    DefaultDialect.do_commit = do_commit  # type: ignore[method-assign]


def run(orders: Orders) -> None:
    """This process is the installation from here on, until it is told to stop or dies."""
    log = os.open(orders.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for stream in (1, 2):
        os.dup2(log, stream)
    set_up("info")

    def ready(_port: int | None) -> None:
        orders.ready(os.getpid()).touch()

    points = Points(orders.dies_at, orders.journal)
    settings = Settings(**orders.settings)
    database = open_store(settings)
    watch_commits(points)
    try:
        installation = WatchedInstallation(settings, database, orders.clock, points)
        asyncio.run(serve_until_stopped(installation, None, ready=ready))
    finally:
        database.close()
