"""The tick for who is on duty: gaps in the rota, and promises that nobody can keep any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.apart import Apart
from bot.aftercare.promising import review_promises
from bot.aftercare.rota_watch import watch_rotas
from bot.aftercare.told import tell_unprompted
from bot.clock import Clock
from storage.database import Database

EVERY: Final = timedelta(seconds=15)
"""Both look at everything that stands, and nothing of it is due to the second."""


class DutyWatch:
    """Looks at rotas and promises. Rows say what was told, so that two of these do no harm."""

    def __init__(self, database: Database, clock: Clock, wake: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake
        self._looked_at: datetime | None = None
        self._promises, self._rotas = Apart("promise"), Apart("rota")

    async def tick(self) -> None:
        now = self._clock.now()
        if self._looked_at is not None and timedelta() <= now - self._looked_at < EVERY:
            return
        self._looked_at = now

        def promises(connection: Connection) -> int:
            return review_promises(connection, now, tell_unprompted, self._promises)

        def rotas(connection: Connection) -> int:
            return watch_rotas(connection, now, self._rotas)

        # Promises first: a gap is never reported ahead of what it means for somebody.
        for work in (promises, rotas):
            if await self._database.transact(work):
                self._wake()
