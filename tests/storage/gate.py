"""Work that holds the database until it is let through, so that other work has to wait."""

from __future__ import annotations

import asyncio
import threading

from sqlalchemy import Connection

from storage.database import Database
from tests.storage.rows import keep


class Gate:
    """Keeps a row named `gate`, then waits. Of SQLite's one writer it takes the turn."""

    def __init__(self, database: Database) -> None:
        self._reached = threading.Event()
        self._through = threading.Event()
        self._answer = asyncio.ensure_future(database.transact(self._work))

    def _work(self, connection: Connection) -> None:
        keep("gate")(connection)
        self._reached.set()
        assert self._through.wait(30)

    async def arrive(self) -> None:
        """Wait until the work is being done."""
        assert await asyncio.to_thread(self._reached.wait, 30)

    async def open(self) -> None:
        """Let the work end, and wait for its answer."""
        self._through.set()
        await self._answer
