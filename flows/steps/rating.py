"""A question answered with a number on a scale."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import ClassVar, Final

from pydantic import Field, model_validator
from typing_extensions import override

from flows.events import Option, Question, Value
from flows.inputs import Control
from flows.meaning import AnswerMeant, UnclearMeant
from flows.normalising import bare
from flows.steps.options import read_option
from flows.steps.question import Bounds, QuestionStep
from flows.steps.step import Label, Message, Part, wrong
from flows.vocabulary import LONGEST, Vocabulary, whole_number

_TOKEN: Final = re.compile(r"(?<!\d)-\d+|\d+[.,]\d+|\d+|/|[^\W\d_]+")
_FEWEST_POINTS: Final = 3
_MOST_POINTS: Final = 11
_POINTS: Final = f"at least {_FEWEST_POINTS} and at most {_MOST_POINTS} points"


class Scale(Part):
    """`{from: 0, to: 10, low: text, high: text}`: whole numbers, and what the ends mean.

    Or `{words: [text, ...]}`: a word for each point, from the lowest, which is 1.
    """

    first: int | None = Field(default=None, alias="from", ge=0)
    last: int | None = Field(default=None, alias="to")
    low_label: Label | None = Field(default=None, alias="low")
    high_label: Label | None = Field(default=None, alias="high")
    words: tuple[Label, ...] = ()

    @model_validator(mode="after")
    def _can_be_shown(self) -> Scale:
        given = {
            "from": self.first,
            "to": self.last,
            "low": self.low_label,
            "high": self.high_label,
        }
        absent = [name for name, value in given.items() if value is None]
        if self.words and len(absent) < len(given):
            what = "a scale has numbers or words, and this one has both"
            raise wrong(what, "Write `words:` alone, or `from:`, `to:`, `low:` and `high:`.")
        if not self.words and absent:
            named = ", ".join(f"`{name}:`" for name in absent)
            raise wrong(f"the scale has no {named}", f"Add {named}, or write `words:` alone.")
        if not _FEWEST_POINTS <= self.highest - self.lowest + 1 <= _MOST_POINTS:
            what = f"a scale from {self.lowest} to {self.highest} cannot be shown"
            raise wrong(what, f"Let it rise, and have {_POINTS}.")
        return self

    @property
    def lowest(self) -> int:
        return 1 if self.first is None else self.first

    @property
    def highest(self) -> int:
        return len(self.words) if self.last is None else self.last

    @property
    def low(self) -> str:
        return self.words[0] if self.low_label is None else self.low_label

    @property
    def high(self) -> str:
        return self.words[-1] if self.high_label is None else self.high_label


class Rating(QuestionStep):
    """`rating: text` with a `scale`; the answer is the number, its label the word if it has one."""

    kind: ClassVar[str] = "rating"
    text: Message = Field(alias="rating")
    scale: Scale

    @cached_property
    @override
    def shown(self) -> tuple[Option, ...]:
        points = range(self.scale.lowest, self.scale.highest + 1)
        return tuple(Option(str(point), self._label(point)) for point in points)

    def _label(self, point: int) -> str:
        return self.scale.words[point - 1] if self.scale.words else str(point)

    @override
    def question(self, controls: tuple[Control, ...]) -> Question:
        return Question(
            kind=self.kind,
            text=self.text,
            options=self.shown,
            low="" if self.scale.words else self.scale.low,
            high="" if self.scale.words else self.scale.high,
            sensitive=self.sensitive,
            controls=controls,
        )

    @override
    def exact(
        self, words: str, vocabulary: Vocabulary, today: date | None = None
    ) -> AnswerMeant | None:
        for point, word in enumerate(self.scale.words, start=1):
            if vocabulary.is_label(words, word):
                return self._point(point)
        if vocabulary.is_label(words, self.scale.low):
            return self._point(self.scale.lowest)
        if vocabulary.is_label(words, self.scale.high):
            return self._point(self.scale.highest)
        return None

    @override
    def pressed(self, choice: str, today: date | None = None) -> AnswerMeant | None:
        if not choice.isascii() or not choice.isdecimal():
            return None
        point = whole_number(choice)
        return self._point(point) if str(point) == choice and self._has(point) else None

    @override
    def read(
        self, text: str, words: str, vocabulary: Vocabulary, today: date | None = None
    ) -> AnswerMeant | UnclearMeant:
        if len(text) > LONGEST:
            return UnclearMeant("not_a_choice")
        if self.scale.words and not any(character.isdigit() for character in text):
            return self._word(words, vocabulary)
        match _numbers(text, vocabulary):
            case [number]:
                return self._one(number)
            case [number, between, top] if between == "/" or between in vocabulary.out_of:
                fits = _number(top) == self.scale.highest
                return self._one(number) if fits else UnclearMeant("not_a_choice")
            case [one, between, other] if between == "" or between in vocabulary.either:
                return self._either(_number(one), _number(other))
        return UnclearMeant("not_a_choice")

    def _word(self, words: str, vocabulary: Vocabulary) -> AnswerMeant | UnclearMeant:
        # A part of one point's words may be the opposite: "down" is not "up and down".
        found = read_option(self.shown, words, vocabulary, parts=False)
        if isinstance(found, UnclearMeant):
            return found
        return self._point(int(str(found.value)))

    def _one(self, number: str) -> AnswerMeant | UnclearMeant:
        value = _number(number)
        if not value.is_integer():
            return self._either(value // 1, value // 1 + 1)
        return self._point(int(value)) if self._has(value) else UnclearMeant("out_of_range")

    def _either(self, one: float, other: float) -> AnswerMeant | UnclearMeant:
        if one == other:
            return self._one(str(int(one)))
        points = sorted(int(value) for value in (one, other) if value.is_integer())
        if len(points) < 2 or not all(self._has(point) for point in points):
            return UnclearMeant("out_of_range" if len(points) == 2 else "not_a_choice")
        return UnclearMeant("two_meanings", tuple(Option(str(p), self._label(p)) for p in points))

    def _has(self, point: float) -> bool:
        return self.scale.lowest <= point <= self.scale.highest

    def _point(self, point: int) -> AnswerMeant:
        return AnswerMeant(point, self._label(point))

    @override
    def cases(self, bounds: Bounds) -> tuple[Value, ...]:
        return tuple(range(self.scale.lowest, self.scale.highest + 1))


def _number(digits: str) -> float:
    """The number; one too long to be on any scale is as good as a billion."""
    return float(digits.replace(",", ".")) if len(digits) <= 9 else 1e9


def _numbers(text: str, vocabulary: Vocabulary) -> list[str]:
    """A number, or two and the words between them; empty when the text is anything else."""
    plain = vocabulary.normaliser.without_politeness(bare(text))
    tokens = [_as_number(token, vocabulary) for token in _TOKEN.findall(plain)]
    beside = {*vocabulary.filler, *vocabulary.numerals.endings}
    left = [token for token in tokens if token not in beside]
    places = [place for place, token in enumerate(left) if _is_number(token)]
    if not places or places[0] != 0 or places[-1] != len(left) - 1 or len(places) > 2:
        return []
    return [left[0]] if len(places) == 1 else [left[0], " ".join(left[1:-1]), left[-1]]


def _as_number(token: str, vocabulary: Vocabulary) -> str:
    named = vocabulary.numbers.get(token)
    return token if named is None else str(named)


def _is_number(token: str) -> bool:
    return token.lstrip("-")[:1].isdecimal()
