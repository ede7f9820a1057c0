"""Measure: what is asked in the same words everywhere, and how the answers are counted."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Annotated, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]+$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Direction: TypeAlias = Literal["higher is better", "lower is better", "neither"]


def _rises(ends: tuple[int, int]) -> tuple[int, int]:
    if ends[0] > ends[1]:
        raise ValueError("a band goes from its lower end to its upper")
    return ends


Ends = Annotated[tuple[int, int], AfterValidator(_rises)]
"""The first and the last score of a band."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Points(_Part):
    """The whole numbers that an item is rated with, ends included, and what the ends mean.

    `words` has one label for each point, where each of them has a name.
    """

    lowest: int = Field(alias="from")
    highest: int = Field(alias="to")
    low: Words | None = None
    high: Words | None = None
    words: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _has_a_word_for_each_point(self) -> Points:
        if self.words and len(self.words) != self.points:
            raise ValueError("a scale in words has one word for each point")
        return self

    @property
    def points(self) -> int:
        """How many there are."""
        return self.highest - self.lowest + 1


class Bands(_Part):
    """Names for ranges of scores, and who set them. They describe; they decide nothing."""

    source: Words
    scores: Mapping[Name, Ends] = Field(min_length=2)


class Population(_Part):
    """What people in general answered, to compare with."""

    mean: float
    year: int
    where: Words
    source: Words


class Scoring(_Part):
    """How items become one number: not at all (`each` stands for itself), a sum or a mean.

    The number is multiplied by `times`. With more than `missing` items unanswered there is none.
    """

    total: Literal["each", "sum", "mean"] = "each"
    times: int = 1
    missing: int = Field(default=0, ge=0)


class Change(_Part):
    """What the literature says about how much is a real change, in points of the score.

    `standard_deviation` and `reliability` give the reliable change index of Jacobson and Truax;
    `points` is a threshold that the source itself states.
    """

    source: Words
    points: float | None = Field(default=None, gt=0)
    standard_deviation: float | None = Field(default=None, gt=0)
    reliability: float | None = Field(default=None, gt=0, lt=1)

    @model_validator(mode="after")
    def _says_how_much(self) -> Change:
        if self.points is None and None in (self.standard_deviation, self.reliability):
            raise ValueError("a change needs `points`, or a standard deviation and a reliability")
        return self

    @property
    def reliable_change(self) -> float:
        """How many points one person's score must move to be more than chance.

        What the source states, or `1.96 * SD * sqrt(2) * sqrt(1 - r)` (Jacobson and Truax 1991).
        """
        if self.points is not None:
            return self.points
        assert self.standard_deviation is not None
        assert self.reliability is not None
        return 1.96 * self.standard_deviation * sqrt(2) * sqrt(1 - self.reliability)


class Item(_Part):
    """One question of a measure. Its `wording`, ends and options are asked word for word.

    What an item leaves out is the measure's. One with `options` is a choice and not a rating.
    """

    title: Words
    wording: Words
    low: Words | None = None
    high: Words | None = None
    words: tuple[Words, ...] = ()
    options: Mapping[Name, Words] | None = None
    direction: Direction | None = None
    bands: Bands | None = None
    population: Population | None = None


class Measure(_Part):
    """An outcome measure, or a classification. A question names an item as `measure: id.item`.

    `intro` is said before the items, word for word, where the source has one. `official`: the words
    are another body's, so they are kept even where plainer ones could be found. Without `change`
    nothing is known about how much change is real; a report says so. `tracked`: one person's
    answers at two times are about the same thing, so that they can be compared.
    """

    id: Name
    title: Words
    version: Words
    source: Words
    licence: Words
    attribution: Words | None = None
    official: bool = False
    intro: Words | None = None
    scale: Points | None = None
    direction: Direction
    scoring: Scoring = Scoring()
    bands: Bands | None = None
    change: Change | None = None
    tracked: bool = True
    items: Mapping[Name, Item] = Field(min_length=1)

    @model_validator(mode="after")
    def _every_item_can_be_answered(self) -> Measure:
        for name, item in self.items.items():
            if item.options is None and self.scale is None:
                raise ValueError(f"`{name}` has neither options nor the measure's scale")
            if item.words and self.scale and len(item.words) != self.scale.points:
                raise ValueError(f"`{name}` has not one word for each point of the scale")
        return self

    def direction_of(self, item: str) -> Direction:
        """Which way is better for an item; KeyError when there is no such item."""
        return self.items[item].direction or self.direction

    def ends_of(self, item: str) -> tuple[str | None, str | None]:
        """What the lowest and the highest point of an item mean; KeyError as above."""
        low, high = (self.scale.low, self.scale.high) if self.scale else (None, None)
        return self.items[item].low or low, self.items[item].high or high

    @property
    def reliable_change(self) -> float | None:
        """Points of the score that are a real change; None where the literature does not say."""
        return self.change.reliable_change if self.change is not None else None

    @property
    def ends(self) -> tuple[float, float] | None:
        """The lowest and the highest score that there can be; None without a scale."""
        if self.scale is None:
            return None
        items = len(self.items) if self.scoring.total == "sum" else 1
        return (
            self.scale.lowest * items * self.scoring.times,
            self.scale.highest * items * self.scoring.times,
        )

    def score(self, answers: Mapping[str, float]) -> float | None:
        """The items' one number; None where it has none, or too many are unanswered.

        An unanswered item counts as the mean of the others.
        """
        given = [answers[name] for name in self.items if name in answers]
        if self.scoring.total == "each" or not given:
            return None
        if len(self.items) - len(given) > self.scoring.missing:
            return None
        mean = sum(given) / len(given)
        total = mean * len(self.items) if self.scoring.total == "sum" else mean
        return total * self.scoring.times

    def words_of(self, item: str) -> tuple[str, ...]:
        """The word for each point of an item, where points have words; KeyError as above."""
        return self.items[item].words or (self.scale.words if self.scale else ())
