"""The way to the database: `transact` to change it, `read` to look at it."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol, TypeVar, cast

from sqlalchemy import Connection, QueuePool
from sqlalchemy.engine import URL

from storage.at_once import AtOnce
from storage.engines import make_file, parse, postgresql_engine, sqlite_engine, sqlite_path
from storage.key_check import check_key
from storage.key_file import KeyMissingError, key_file_secret
from storage.pieces import Piece
from storage.sealing import Sealer, carrying
from storage.unavailable import DatabaseUnavailable
from storage.worker_threads import WorkerThreads
from storage.writer_thread import WriterThread

T = TypeVar("T")

WRITERS = 8
"""Threads that write to PostgreSQL side by side."""

READERS = 4
"""Threads that read, on either database."""

SWITCH_S = 0.0005
"""How long one of Python's threads keeps the others waiting at most, in seconds."""


_WRITER = ("journal_mode = WAL", "wal_autocheckpoint = 4000", "cache_size = -16000")
"""16 MB each: of what was written before it is moved into the database's file (moving it more often
makes each commit slower), and of pages in memory, so that those written daily are not read again.
"""


class _Doers(Protocol):
    def put(self, piece: Piece) -> None: ...

    def close(self) -> None: ...


class Database:
    """A SQLite file or a PostgreSQL database, and the sealer that its connections carry.

    Work is a plain function of a connection. It runs in one transaction in another thread, may be
    run again when the database asks for it, and so changes nothing but the database.
    """

    def __init__(self, url: str, sealer: Sealer) -> None:
        """`url` as in DATABASE_URL. Raises AddressError when it is no address that can be used."""
        # Each statement lets other threads in. With Python's own 5 ms, an event loop busy in
        # shorter bursts than that could keep a writer from its turn (33 s seen; now 0.03 s).
        sys.setswitchinterval(min(sys.getswitchinterval(), SWITCH_S))
        address = parse(url)
        self.path: Path | None = sqlite_path(address)
        """The database's file, absolute; None on PostgreSQL."""
        self.dialect: str = address.get_backend_name()
        """`sqlite` or `postgresql`."""
        self.key_file: Path | None = None
        """The file that the key came from, when nobody set one."""
        self.key_file_made = False
        """Whether that file was made just now, so that somebody must be told to keep it."""
        self._closing = threading.Lock()
        self._closed = False
        self._writers, self._readers = _doers(address, self.path, sealer)
        writers = self._writers
        self._at_once = AtOnce(writers) if isinstance(writers, WriterThread) else None

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """Do the work in one transaction; its value, once that is safely on disk.

        Raises what the work raised (then nothing of it was kept) or DatabaseUnavailable.
        """
        return await self._ask(self._writers, work)

    async def transact_at_once(self, work: Callable[[Connection], T]) -> T:
        """Like `transact`, for work of a millisecond or two that somebody is waiting for.

        On SQLite it is done in the event loop's own thread, unless that would mean waiting.
        """
        return await self._ask(self._at_once or self._writers, work)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Look at the database as it is at one moment, without waiting for writers.

        The work sees only what is committed, and cannot change anything.
        """
        return await self._ask(self._readers, work)

    def transact_now(self, work: Callable[[Connection], T]) -> T:
        """Like `transact`, for code that is not asynchronous, such as the command line."""
        return self._ask_now(self._writers, work)

    def read_now(self, work: Callable[[Connection], T]) -> T:
        """Like `read`, for code that is not asynchronous."""
        return self._ask_now(self._readers, work)

    def close(self) -> None:
        """Finish what is waiting, then let go of the database. Closing again does nothing."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
        if self._at_once is not None:
            self._at_once.close()
        self._writers.close()
        self._readers.close()

    async def _ask(self, doers: _Doers, work: Callable[[Connection], T]) -> T:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        piece = Piece(work, future, loop)
        self._put(doers, piece)
        try:
            return await future
        except asyncio.CancelledError:
            piece.dropped = True  # it need not be begun any more; if it was, it is finished
            raise

    def _ask_now(self, doers: _Doers, work: Callable[[Connection], T]) -> T:
        future: Future[T] = Future()
        self._put(doers, Piece(work, future))
        return future.result()

    def _put(self, doers: _Doers, piece: Piece) -> None:
        with self._closing:
            if self._closed:
                raise DatabaseUnavailable("The database has been closed.")
            doers.put(piece)


def open_database(url: str, secret: str | None, older: Iterable[str] = ()) -> Database:
    """The database at `url`, with migrated tables, sealed with keys from `secret`.

    Without a secret, a SQLite database has its key in a file beside it, which is made when the
    database is new. Raises, each with a sentence for the user: AddressError, ValueError (a secret
    too short), KeyMissingError, WrongKeyError, NotMigratedError, DatabaseUnavailable.
    """
    path = sqlite_path(parse(url))
    key_file, made = None, False
    if secret is None and path is None:
        raise KeyMissingError(
            "WESAID_SECRET_KEY is not set. A PostgreSQL database needs it: "
            "32 characters or more that nobody can guess, and that you keep safe."
        )
    if secret is None:
        secret, key_file, made = key_file_secret(cast(Path, path))
    database = Database(url, Sealer(secret, older))
    database.key_file, database.key_file_made = key_file, made
    try:
        check_key(database)
    except BaseException:
        database.close()
        raise
    return database


def _doers(address: URL, path: Path | None, sealer: Sealer) -> tuple[_Doers, _Doers]:
    options = {"execution_options": carrying(sealer), "poolclass": QueuePool}
    if path is None:
        engine = postgresql_engine(
            address, pool_size=WRITERS + READERS, max_overflow=0, pool_timeout=30, **options
        )
        looking = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        return (
            WorkerThreads(engine, WRITERS, "wesaid-writer"),
            WorkerThreads(looking, READERS, "wesaid-reader"),
        )
    make_file(path)
    writing = sqlite_engine(path, writes=True, setup=_WRITER, **options)
    reading = sqlite_engine(
        path, writes=False, setup=("query_only = ON",), pool_size=READERS, **options
    )
    return WriterThread(writing), WorkerThreads(reading, READERS, "wesaid-reader")
