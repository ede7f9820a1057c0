"""Answers presses at once, so that no phone goes on showing a button as busy.

An answer says only that the press came in. It goes out beside the work on the press, before it and
whatever becomes of it; whether the answer arrives matters to nothing else.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from bot.delivery.telegram.raw_updates import RawUpdate, text_at

_REMEMBERED: Final = 1_000
_PATIENCE_S: Final = 1.0


class PressAnswers:
    """`answer` sends the answer to the press with the id it is given."""

    def __init__(self, answer: Callable[[str], Awaitable[object]]) -> None:
        self._answer = answer
        self._running: set[asyncio.Task[None]] = set()
        self._answered: OrderedDict[str, None] = OrderedDict()

    def begin(self, update: RawUpdate) -> None:
        """Answers the press in `update`, if it holds one that is not answered yet."""
        press = text_at(update, "callback_query", "id")
        if not press or press in self._answered:
            return
        self._answered[press] = None
        if len(self._answered) > _REMEMBERED:
            self._answered.popitem(last=False)
        task = asyncio.create_task(self._send(press))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def close(self) -> None:
        """Waits a moment for the answers on their way, and gives up the rest."""
        if not self._running:
            return
        _, late = await asyncio.wait(self._running, timeout=_PATIENCE_S)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _send(self, press: str) -> None:
        # The press is too old, or Telegram is away: nobody is waiting for this answer any more.
        with suppress(Exception):
            await self._answer(press)
