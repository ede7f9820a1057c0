"""Threads that each do a piece of work in a transaction of its own.

They do all of PostgreSQL's work, and SQLite's reading.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from storage.pieces import Piece, answer
from storage.unavailable import OutcomeUnknown, as_told, sqlstate

TRIES = 5
"""How often a piece is begun when the database, and not the work, made it fail."""

_FIRST_PAUSE_S = 0.02
_CONFLICTS = ("40001", "40P01")  # serialization failure, deadlock


class WorkerThreads:
    """Does pieces of work side by side.

    A piece that met a deadlock, a serialization failure or a lost connection is done again, a few
    times: nothing of it was kept, and work is a function of the connection and nothing else.
    """

    def __init__(self, engine: Engine, threads: int, name: str) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)

    def put(self, piece: Piece) -> None:
        """Have the piece done; it is answered after its commit."""
        self._threads.submit(self._run, piece)

    def close(self) -> None:
        """Finish all that is waiting, then end. Nothing may be put afterwards."""
        self._threads.shutdown(wait=True)
        self._engine.dispose()

    def _run(self, piece: Piece) -> None:
        if piece.dropped:
            return
        for attempt in range(TRIES):
            if attempt:
                time.sleep(_FIRST_PAUSE_S * 4 ** (attempt - 1))
            try:
                self._do(piece)
            except Exception as error:  # noqa: BLE001 - it belongs to the one who asked
                piece.error = error
            if piece.error is None or not _may_repeat(piece.error):
                break
        if piece.error is not None:
            piece.error = as_told(piece.error)
        answer([piece])

    def _do(self, piece: Piece) -> None:
        with self._engine.connect() as connection:
            transaction = connection.begin()
            piece.do(connection)
            if piece.error is not None:
                return  # leaving the connection takes everything back
            if not transaction.is_active or connection.in_nested_transaction():
                raise RuntimeError("work must leave commit, rollback and open savepoints alone")
            _commit(connection)


def _commit(connection: Connection) -> None:
    try:
        connection.commit()
    except DBAPIError as error:
        if error.connection_invalidated:
            raise OutcomeUnknown(
                "The connection to the database was lost while saving; "
                "it is not known whether it was saved."
            ) from error
        raise


def _may_repeat(error: BaseException) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or sqlstate(error) in _CONFLICTS
