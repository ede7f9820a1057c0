"""The tick for what staff are told once a day, or at the end of a shift."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.apart import Apart
from bot.aftercare.digest import OneByOne, send_digests
from bot.aftercare.handovers import send_handovers
from bot.clock import Clock
from storage.database import Database

EVERY: Final = timedelta(seconds=30)
"""Nobody waits for these to the second, and looking costs more than it does for what is due."""

BATCH: Final = 5


class Summaries:
    """Sends digests and summaries of shifts. Rows say who had which, so that two do no harm."""

    def __init__(self, database: Database, clock: Clock, wake: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake
        self._looked_at: datetime | None = None
        self._digests, self._handovers = _one_by_one("digest"), _one_by_one("shift")

    async def tick(self) -> None:
        now = self._clock.now()
        if self._looked_at is not None and timedelta() <= now - self._looked_at < EVERY:
            return
        self._looked_at = now

        def digests(connection: Connection) -> int:
            return send_digests(connection, now, BATCH, self._digests)

        while await self._database.transact(digests) >= BATCH:
            self._wake()
        await self._database.transact(
            lambda connection: send_handovers(connection, now, self._handovers)
        )
        self._wake()


def _one_by_one(what: str) -> OneByOne:
    return OneByOne(
        projects=Apart(f"{what} of project"),
        staff=Apart(f"{what} of staff"),
        flags=Apart(f"{what} with flag"),
    )
