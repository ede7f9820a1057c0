"""An event loop's clock and alarm, moved by hand."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from itertools import count


class Alarm:
    def __init__(self, when: float, callback: Callable[[], None]) -> None:
        self.when = when
        self.callback = callback
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class HandTime:
    """Stands still until `advance`, which sets off the alarms on the way, each at its own time.

    Between two alarms everybody who was woken gets to run.
    """

    def __init__(self, now: float = 1000.0) -> None:
        self._now = now
        self._alarms: list[tuple[float, int, Alarm]] = []
        self._numbers = count()

    def time(self) -> float:
        return self._now

    def call_at(self, when: float, callback: Callable[[], None], /) -> Alarm:
        alarm = Alarm(when, callback)
        heapq.heappush(self._alarms, (when, next(self._numbers), alarm))
        return alarm

    def next_alarm(self) -> float | None:
        while self._alarms and self._alarms[0][2].cancelled:
            heapq.heappop(self._alarms)
        return self._alarms[0][0] if self._alarms else None

    async def advance(self, seconds: float) -> None:
        """Lets time pass."""
        until = self._now + seconds
        await everybody_runs()
        while (when := self.next_alarm()) is not None and when <= until:
            self._now = max(self._now, when)
            heapq.heappop(self._alarms)[2].callback()
            await everybody_runs()
        self._now = until
        await everybody_runs()

    async def advance_to_alarm(self) -> bool:
        """Lets time pass until the next alarm; False when none is set."""
        when = self.next_alarm()
        if when is None:
            return False
        await self.advance(max(0.0, when - self._now))
        return True


async def everybody_runs() -> None:
    """Gives each task that can go on a chance to."""
    for _ in range(4):
        await asyncio.sleep(0)
