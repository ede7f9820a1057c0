"""Figures: what was measured, in which unit, over which runs, and what was aimed at."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Target:
    """A bound for a figure's median."""

    bound: float
    kind: Literal["at least", "at most", "below"]

    def met(self, value: float) -> bool:
        match self.kind:
            case "at least":
                return value >= self.bound
            case "at most":
                return value <= self.bound
            case "below":
                return value < self.bound

    def __str__(self) -> str:
        return f"{self.kind} {self.bound:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; `runs` holds its value in each run, in order."""

    part: str
    name: str
    unit: str
    runs: tuple[float, ...]
    target: Target | None = None

    @property
    def value(self) -> float:
        """The median of the runs."""
        return median(self.runs)

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        return None if self.target is None else self.target.met(self.value)

    def as_json(self) -> dict[str, Any]:
        return {
            "part": self.part,
            "name": self.name,
            "unit": self.unit,
            "median": rounded(self.value),
            "runs": [rounded(run) for run in self.runs],
            "target": None if self.target is None else str(self.target),
            "met": self.met,
        }


def percentile(values: Sequence[float], per_cent: float) -> float:
    """The smallest value that so many per cent of all values do not exceed (nearest rank)."""
    ordered = sorted(values)
    rank = max(1, math.ceil(len(ordered) * per_cent / 100))
    return ordered[rank - 1]


def rounded(value: float) -> float:
    """Three significant digits, but no whole number made coarser."""
    if value == 0 or abs(value) >= 100:
        return round(value)
    return round(value, 2 - math.floor(math.log10(abs(value))))
