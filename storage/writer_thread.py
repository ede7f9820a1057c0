"""SQLite's one writer: a thread that does the work in turn, and shares commits when work waits."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from storage.engines import BUSY_TIMEOUT_S
from storage.pieces import Piece, answer, settle_all
from storage.unavailable import as_told, unavailable

MOST_IN_ONE_COMMIT = 64
"""Keeps the first of a long queue from waiting for all the others."""


SLOW_S = 0.05
"""Work and commit that took longer than this were kept waiting by the disk, in seconds."""

REST_S = 0.5
"""For so long after that, nothing is done in a caller's thread."""


class WriterThread:
    """Does pieces of work one after the other, on one connection of its own.

    Pieces that are waiting share a commit, each in its own savepoint: one that fails takes back
    its own effects only. No piece is answered before the commit.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: SimpleQueue[Piece | None] = SimpleQueue()
        self._connection: Connection | None = None
        self._free = threading.Lock()
        self._patience_s = BUSY_TIMEOUT_S
        self._slow_until = 0.0
        # A daemon, so that a program that forgets to close its database still comes to an end.
        self._thread = threading.Thread(target=self._run, name="wesaid-writer", daemon=True)
        self._thread.start()

    def put(self, piece: Piece) -> None:
        """Have the piece done; it is answered after its commit."""
        self._queue.put(piece)

    def do_at_once(self, pieces: Sequence[Piece]) -> bool:
        """Do pieces of the caller's own loop in one commit, in the caller's thread.

        False when that would mean waiting: while the thread is at work, while another program
        writes, and for a while after a disk that was slow. Then nothing was done, and the pieces
        are to be put.
        """
        if not self._free.acquire(blocking=False):
            return False
        try:
            if not self._queue.empty() or monotonic() < self._slow_until:
                return False
            if not self._begin_at_once():
                return False
            begun = monotonic()
            self._do(pieces)
            if monotonic() - begun > SLOW_S:
                self._slow_until = monotonic() + REST_S
        finally:
            self._free.release()
        settle_all(pieces)
        return True

    def close(self) -> None:
        """Finish all that is waiting, then end. Nothing may be put afterwards."""
        self._queue.put(None)
        self._thread.join()
        self._engine.dispose()

    def _run(self) -> None:
        open_ = True
        while open_:
            pieces, open_ = self._take()
            if pieces:
                with self._free:
                    self._be_patient(BUSY_TIMEOUT_S)
                    self._do(pieces)
                answer(pieces)
            del pieces  # an answer may hold a lot; it is not kept until the next piece comes
        with self._free:
            self._disconnect()

    def _take(self) -> tuple[list[Piece], bool]:
        """Wait for a piece and take those that wait behind it; False when it is time to end."""
        pieces: list[Piece] = []
        piece = self._queue.get()
        while piece is not None:
            if not piece.dropped:
                pieces.append(piece)
            if len(pieces) >= MOST_IN_ONE_COMMIT:
                return pieces, True
            try:
                piece = self._queue.get_nowait()
            except Empty:
                return pieces, True
        return pieces, False

    def _do(self, pieces: Sequence[Piece]) -> None:
        """Do the pieces in one commit; each comes out with its value or its error."""
        try:
            if len(pieces) == 1:
                self._do_alone(pieces[0])
            elif not self._do_together(pieces):
                # One of them broke the shared transaction. They are functions of the connection
                # and nothing else, so each is done again by itself.
                self._disconnect()
                for piece in pieces:
                    self._do([piece])
        except Exception as error:  # noqa: BLE001 - whatever it is belongs to those who wait
            self._disconnect()
            for piece in pieces:
                # Nothing was kept. Those who failed by themselves are told their own reason.
                piece.error = piece.error or as_told(error)

    def _do_alone(self, piece: Piece) -> None:
        # With nobody to protect, the transaction itself is the savepoint.
        connection = self._begin()
        piece.do(connection)
        if piece.error is not None:
            piece.error = as_told(piece.error)
            connection.rollback()
        elif _stands(connection):
            connection.commit()
        else:
            raise RuntimeError("work must leave commit, rollback and open savepoints alone")

    def _do_together(self, pieces: Sequence[Piece]) -> bool:
        """Do the pieces in one commit; False when one of them spoilt it for the others."""
        connection = self._begin()
        driver = _driver(connection)
        for piece in pieces:
            driver.execute("SAVEPOINT piece")
            piece.do(connection)
            if not _stands(connection):
                return False
            if piece.error is not None:
                piece.error = as_told(piece.error)
                driver.execute("ROLLBACK TO piece")
            driver.execute("RELEASE piece")
        return _committed(connection)

    def _begin(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        if not self._connection.in_transaction():
            self._connection.begin()
        return self._connection

    def _begin_at_once(self) -> bool:
        """Begin, if nobody else is writing."""
        try:
            self._be_patient(0)
            self._begin()
        except Exception:  # noqa: BLE001 - the thread meets it again, and says what it is
            self._disconnect()
            return False
        return True

    def _be_patient(self, seconds: int) -> None:
        """How long the connection waits for another program that is writing."""
        if self._connection is not None and self._patience_s != seconds:
            _driver(self._connection).execute(f"PRAGMA busy_timeout = {seconds * 1000}")
            self._patience_s = seconds

    def _disconnect(self) -> None:
        """Let the connection go, and with it whatever it had begun."""
        self._patience_s = BUSY_TIMEOUT_S
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _committed(connection: Connection) -> bool:
    """Commit; False when it was refused for what is in it, and not because the disk failed."""
    try:
        connection.commit()
    except DBAPIError as error:
        if unavailable(error):
            raise
        return False
    return True


def _stands(connection: Connection) -> bool:
    """Whether the transaction is as it was begun: a full disk, or the work, may have ended it."""
    driver: sqlite3.Connection = _driver(connection)
    return (
        driver.in_transaction
        and connection.in_transaction()
        and not connection.in_nested_transaction()
    )
