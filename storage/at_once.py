"""Short work that is done in the event loop's own thread, for as long as nothing is in its way."""

from __future__ import annotations

import asyncio

from storage.pieces import Piece
from storage.writer_thread import WriterThread

MOST_AT_ONCE = 16
"""Pieces in one commit; then the event loop has a look at what else there is to do."""


class AtOnce:
    """Does in one commit what was asked for in one turn of the event loop.

    To hand a piece to the writer's thread and to be woken by it takes as long as a step of a
    check-in does, and longer on a busy machine. The work itself would keep the loop from its turn
    in another thread as well; what is new is only that the loop waits for the disk, mostly for a
    fraction of a millisecond. Where it would wait for anything else, or the disk is slow, the
    writer's thread does it.
    """

    def __init__(self, writer: WriterThread) -> None:
        self._writer = writer
        self._waiting: list[Piece] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def put(self, piece: Piece) -> None:
        """Have the piece done, in the turn of the loop that comes next. In the loop's thread."""
        if piece.loop is not self._loop:
            self.close()  # the loop before this one has ended, and took its turn with it
            self._loop = piece.loop
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self._do)
        self._waiting.append(piece)

    def _do(self) -> None:
        pieces, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._do)
        wanted = [piece for piece in pieces if not piece.future.done()]  # not cancelled meanwhile
        if wanted and not self._writer.do_at_once(wanted):
            for piece in wanted:
                self._writer.put(piece)

    def close(self) -> None:
        """Hand on what is waiting still, so that the writer finishes it."""
        pieces, self._waiting = self._waiting, []
        for piece in pieces:
            self._writer.put(piece)
