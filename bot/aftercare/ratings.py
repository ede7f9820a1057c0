"""One person's ratings over time: whether the last one fell, and whether it is low again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flows.measures.measure import Direction, Measure

TEN: Final = 10
"""Settings are in points of a scale from 0 to 10; other scales are taken in proportion."""


@dataclass(frozen=True, slots=True)
class Series:
    """Scores of one item, or of one whole measure, the newest first.

    `real` is how many points of the score are a real change, where its source says so.
    """

    title: str
    scores: tuple[float, ...]
    lowest: float
    highest: float
    direction: Direction
    real: float | None = None
    labels: tuple[str, ...] = ()

    @classmethod
    def of_item(cls, measure: Measure, item: str, scores: Sequence[float]) -> Series | None:
        """None for an item that is no scale, or on which neither end is better."""
        direction = measure.direction_of(item)
        if measure.scale is None or measure.items[item].options or direction == "neither":
            return None
        return cls(
            measure.items[item].title,
            tuple(scores),
            measure.scale.lowest,
            measure.scale.highest,
            direction,
            measure.reliable_change,
            measure.words_of(item),
        )

    @classmethod
    def of_measure(cls, measure: Measure, scores: Sequence[float]) -> Series | None:
        """None for a measure on which neither end is better."""
        if measure.ends is None or measure.direction == "neither":
            return None
        lowest, highest = measure.ends
        return cls(
            measure.title,
            tuple(scores),
            lowest,
            highest,
            measure.direction,
            measure.reliable_change,
        )

    def words(self, place: int) -> str:
        """A score as it was shown: its word, where the points have words, or the number."""
        score = self.scores[place]
        if self.labels and score == int(score):
            return self.labels[int(score - self.lowest)]
        return f"{score:g}"

    def points(self, of_ten: float) -> float:
        """So many points of a scale from 0 to 10, in points of this one."""
        return of_ten / TEN * (self.highest - self.lowest)


def fell(series: Series, points: float) -> bool:
    """Whether the newest score is worse than the one before by what is a real change.

    Where the measure does not say how much that is, it is `points` of a scale from 0 to 10.
    """
    if len(series.scores) < 2:
        return False
    now, before = series.scores[:2]
    worse = before - now if series.direction == "higher is better" else now - before
    return worse >= (series.real or series.points(points))


def is_low(series: Series, points: float) -> bool:
    """Whether the newest score and the one before are low: `points` of 10 or less.

    A third low one running is no news; the fourth is. Where lower is better, the other end counts.
    """
    if series.direction == "higher is better":
        low = [score <= series.lowest + series.points(points) for score in series.scores]
    else:
        low = [score >= series.highest - series.points(points) for score in series.scores]
    running = low.index(False) if False in low else len(low)
    return running >= 2 and running % 2 == 0
