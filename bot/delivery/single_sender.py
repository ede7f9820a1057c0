"""One sender for each bot token, however many processes there are.

Two that send for one token break the platform's limits and the order of each chat. During a
deployment the old process and the new one run side by side for a while.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import secrets
from pathlib import Path
from typing import Final, Protocol

from sqlalchemy import Connection

from storage import leases
from storage.database import Database

LEASE_S: Final = 5.0
"""How long a process that vanished keeps the others waiting, on PostgreSQL."""

_EARLY_S: Final = 0.5
"""The holder stops this long before its lease lapses: a send that has begun takes a moment."""


class SenderLease(Protocol):
    """The right to send for one bot.

    `orphans` says what taking it proves: True when whoever held it before is certainly gone.
    """

    orphans: bool

    async def take(self) -> bool:
        """Takes or renews the lease; False while another process has it.

        Raises DatabaseUnavailable.
        """
        ...

    def holds(self) -> bool:
        """Whether sending is right at this moment."""
        ...

    async def give_back(self) -> None:
        """Lets another process have it at once. Raises DatabaseUnavailable."""
        ...


class FileLease:
    """A lock on a file beside the SQLite database; it is gone when its process is."""

    orphans = True

    def __init__(self, database: Path, bot: str) -> None:
        self.path = database.with_name(f"{database.name}.{bot}.lock")
        self._file: int | None = None

    async def take(self) -> bool:
        if not self.holds():
            self._let_go()
            self._lock()
        return self.holds()

    def holds(self) -> bool:
        # A lock on a file that somebody deleted locks nobody out.
        return self._file is not None and self._is_in_place(self._file)

    async def give_back(self) -> None:
        self._let_go()

    def _lock(self) -> None:
        file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
        except BaseException:
            os.close(file)
            raise
        else:
            self._file = file

    def _is_in_place(self, file: int) -> bool:
        try:
            in_place = self.path.stat()
        except OSError:
            return False
        return os.path.samestat(os.fstat(file), in_place)

    def _let_go(self) -> None:
        # The file itself stays: deleting it would pull it from under the next process's lock.
        if self._file is not None:
            os.close(self._file)
            self._file = None


class RowLease:
    """A row in a PostgreSQL database, good for a few seconds unless it is renewed."""

    orphans = False

    def __init__(self, database: Database, bot: str, seconds: float = LEASE_S) -> None:
        self._database = database
        self._name = f"sender:{bot}"
        self._seconds = seconds
        self._holder = secrets.token_hex(8)
        self._until = 0.0

    async def take(self) -> bool:
        asked = asyncio.get_running_loop().time()
        if await self._database.transact(self._take):
            # Counted from before the question, so never longer than the database counts.
            self._until = asked + self._seconds - min(_EARLY_S, self._seconds / 4)
        else:
            self._until = 0.0
        return self.holds()

    def holds(self) -> bool:
        return asyncio.get_running_loop().time() < self._until

    async def give_back(self) -> None:
        self._until = 0.0
        await self._database.transact(
            lambda connection: leases.give_lease_back(connection, self._name, self._holder)
        )

    def _take(self, connection: Connection) -> bool:
        now = leases.server_time(connection)
        return leases.take_lease(connection, self._name, self._holder, now, self._seconds)


def sender_lease(database: Database, bot: str) -> SenderLease:
    """The lease that fits the database: a file beside SQLite's, a row in PostgreSQL's."""
    if database.path is not None:
        return FileLease(database.path, bot)
    return RowLease(database, bot)
