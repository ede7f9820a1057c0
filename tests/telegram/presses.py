"""A pressed button, and whether the spinner on the phone has gone."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.telegram.messages import EmulatedMessage


@dataclass(slots=True, eq=False)
class Press:
    """One press. Times are monotonic seconds; `answered_at` is None while the spinner turns."""

    query_id: str
    message: EmulatedMessage
    label: str
    data: str
    user_id: int
    at: float
    answered_at: float | None = None
    answers: int = 0
    text: str = ""
    alert: bool = False
    _waiting: list[asyncio.Future[None]] = field(default_factory=list)

    @property
    def seconds(self) -> float | None:
        """How long the spinner turned; None while it does."""
        return None if self.answered_at is None else self.answered_at - self.at

    def answer(self, text: str, *, alert: bool) -> None:
        """What answerCallbackQuery does; a second answer changes nothing."""
        self.answers += 1
        if self.answered_at is not None:
            return
        self.answered_at, self.text, self.alert = time.monotonic(), text, alert
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def acknowledged(self, within: float = 5.0) -> Press:
        """Waits for answerCallbackQuery. Raises AssertionError after `within` seconds."""
        if self.answered_at is None:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
            try:
                await asyncio.wait_for(future, within)
            except TimeoutError:
                raise AssertionError(
                    f'the press of "{self.label}" was not answered within {within} s'
                ) from None
        return self
