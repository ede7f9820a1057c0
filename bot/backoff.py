"""How long to wait before trying again."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits that double from `first` up to `most` seconds, each shortened by chance.

    Without chance, all who failed together would come back together.
    """

    first: float = 1.0
    most: float = 30.0

    def delay(self, failures: int, random: Random) -> float:
        """Seconds to wait after so many failures in a row (1 or more)."""
        doublings = min(max(failures, 1) - 1, 30)
        return min(self.most, self.first * 2.0**doublings) * random.uniform(0.75, 1.0)
