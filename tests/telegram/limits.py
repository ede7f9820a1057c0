"""Telegram's rate limits: so many messages a second for a bot, about one a second in a chat."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from tests.telegram.refusals import too_many_requests


@dataclass(frozen=True, slots=True)
class Limits:
    """What is allowed; None switches a limit off.

    `per_second` counts messages of one bot in any window of one second. `chat_per_second` is how
    fast one chat's allowance refills, `chat_burst` how much of it there is. `holds`: once refused,
    the bot (or chat) is refused until `retry_after` has passed, as by Telegram.
    """

    per_second: int | None = 30
    chat_per_second: float | None = 1.0
    chat_burst: int = 5
    holds: bool = True

    @classmethod
    def none(cls) -> Limits:
        return cls(per_second=None, chat_per_second=None)


class Limiter:
    """Counts the messages of one bot. Times are monotonic seconds."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.refused = 0
        self._recent: deque[float] = deque()
        self._held_until = 0.0
        self._chats: dict[int, tuple[float, float]] = {}
        self._chat_held_until: dict[int, float] = {}

    def admit(self, chat_id: int, now: float) -> None:
        """Counts one message. Raises RefusalError (429) when it is one too many."""
        wait = max(self._bot_wait(now), self._chat_wait(chat_id, now))
        if wait > 0:
            self.refused += 1
            raise too_many_requests(math.ceil(wait))
        self._recent.append(now)
        if self.limits.chat_per_second is not None:
            left, _ = self._refilled(chat_id, now)
            self._chats[chat_id] = (left - 1, now)

    def _bot_wait(self, now: float) -> float:
        most = self.limits.per_second
        if most is None:
            self._recent.clear()
            return 0.0
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if now < self._held_until:
            return self._held_until - now
        if len(self._recent) < most:
            return 0.0
        wait = math.ceil(self._recent[0] + 1 - now) or 1
        if self.limits.holds:
            self._held_until = now + wait
        return wait

    def _refilled(self, chat_id: int, now: float) -> tuple[float, float]:
        left, since = self._chats.get(chat_id, (float(self.limits.chat_burst), now))
        refill = (now - since) * (self.limits.chat_per_second or 0)
        return min(float(self.limits.chat_burst), left + refill), now

    def _chat_wait(self, chat_id: int, now: float) -> float:
        if self.limits.chat_per_second is None:
            return 0.0
        held = self._chat_held_until.get(chat_id, 0.0)
        if now < held:
            return held - now
        left, _ = self._refilled(chat_id, now)
        if left >= 1:
            return 0.0
        wait = math.ceil((1 - left) / self.limits.chat_per_second)
        if self.limits.holds:
            self._chat_held_until[chat_id] = now + wait
        return wait
