"""Knowing that a platform is down, so that it is asked now and then instead of hammered."""

from __future__ import annotations

from random import Random
from typing import Final

from bot.backoff import Backoff

PROBES: Final = Backoff(first=1, most=15)
"""Seconds between the single messages that are tried while the platform is down."""

CALLED_EARLY_S: Final = 1.0
"""Somebody has just written a message: then the next try may come this soon after the last."""

_SURE: Final = 3


class Outage:
    """Counts failures since the platform last answered.

    One message that fails for a reason of its own makes no outage; several different ones do.
    """

    def __init__(self, random: Random) -> None:
        self._random = random
        self._failing: set[int] = set()
        self._steps = 0
        self._tried = 0.0
        self._opens = 0.0

    @property
    def down(self) -> bool:
        return len(self._failing) >= _SURE

    @property
    def suspected(self) -> bool:
        """Something got no answer, and nothing has got one since."""
        return bool(self._failing)

    def failed(self, outbox_id: int, now: float) -> None:
        """The message got no answer from the platform; `now` is the loop's time."""
        self._failing.add(outbox_id)
        if self.down and now >= self._opens:
            self._steps += 1
            self._tried = now
            self._opens = now + PROBES.delay(self._steps, self._random)

    def answered(self) -> bool:
        """The platform answered, whatever it said. True when that ends an outage."""
        was_down = self.down
        self._failing.clear()
        self._steps = 0
        self._opens = 0.0
        return was_down

    def wait(self, now: float, *, called: bool) -> float:
        """Seconds until the next try; 0 when it may be made now."""
        if not self.down:
            return 0.0
        opens = min(self._opens, self._tried + CALLED_EARLY_S) if called else self._opens
        return max(0.0, opens - now)
