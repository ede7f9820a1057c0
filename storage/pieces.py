"""A piece of work on its way to the database, and its answer on the way back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from sqlalchemy import Connection

Work = Callable[[Connection], Any]


class Piece:
    """One work, and the future that waits for its answer.

    With a loop, the future is that loop's own and is only touched in its thread.
    """

    __slots__ = ("dropped", "error", "future", "loop", "value", "work")

    def __init__(
        self,
        work: Work,
        future: asyncio.Future[Any] | Future[Any],
        loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self.work = work
        self.future = future
        self.loop = loop
        self.value: Any = None
        self.error: BaseException | None = None
        self.dropped = False  # whoever asked has gone; set in another thread, read as a hint

    def do(self, connection: Connection) -> None:
        """Do the work; it leaves its value or its error here, and raises nothing."""
        self.value = self.error = None
        try:
            self.value = self.work(connection)
        except StopIteration as error:
            # A future cannot carry it: it would end whatever awaits it without a word.
            self.error = RuntimeError("the work asked for the next of nothing")
            self.error.__cause__ = error
        except BaseException as error:  # noqa: BLE001 - it belongs to the one who asked
            self.error = error


def answer(pieces: Sequence[Piece]) -> None:
    """Give each piece's value or error to whoever waits for it; one wake-up for each loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Piece]] = {}
    for piece in pieces:
        if piece.loop is None:
            _settle(piece)
        else:
            by_loop.setdefault(piece.loop, []).append(piece)
    for loop, of_loop in by_loop.items():
        try:
            loop.call_soon_threadsafe(settle_all, of_loop)
        except RuntimeError:
            continue  # the loop is closed: nobody is waiting any more


def settle_all(pieces: Sequence[Piece]) -> None:
    """Give values and errors to those who wait in this very thread."""
    for piece in pieces:
        _settle(piece)


def _settle(piece: Piece) -> None:
    if piece.future.done():  # cancelled meanwhile
        return
    if piece.error is not None:
        piece.future.set_exception(piece.error)
    else:
        piece.future.set_result(piece.value)
