"""A question answered with a number that stands on no scale."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import ClassVar, Final

from pydantic import Field, model_validator
from typing_extensions import override

from flows.events import Option, Question, Value
from flows.inputs import Control
from flows.meaning import AnswerMeant, UnclearMeant
from flows.numbers import EitherNumber, read_number
from flows.steps.question import Bounds, QuestionStep
from flows.steps.step import Label, Message, wrong
from flows.vocabulary import LONGEST, Vocabulary

_DIGITS: Final = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")


class Number(QuestionStep):
    """`number: text`; the answer is an int, or a float where `decimals` is 1 or 2.

    `from` and `to` are the least and the most that it can be, `unit` is what it counts ("hours").
    """

    kind: ClassVar[str] = "number"
    text: Message = Field(alias="number")
    lowest: int = Field(default=0, alias="from")
    highest: int = Field(default=1_000_000_000, alias="to")
    unit: Label | None = None
    decimals: int = Field(default=0, ge=0, le=2)

    @model_validator(mode="after")
    def _has_numbers(self) -> Number:
        if self.lowest >= self.highest:
            what = f"there are no numbers from {self.lowest} to {self.highest}"
            raise wrong(what, "Let `from` be less than `to`.")
        return self

    @override
    def question(self, controls: tuple[Control, ...]) -> Question:
        return Question(
            kind=self.kind,
            text=self.text,
            options=(),
            low="",
            high="",
            sensitive=self.sensitive,
            controls=controls,
            unit=self.unit or "",
        )

    @override
    def pressed(self, choice: str, today: date | None = None) -> AnswerMeant | None:
        """The answer that is one of two meanings, by its digits."""
        if not _DIGITS.fullmatch(choice):
            return None
        number = Decimal(choice)
        return self._meant(number) if self._has(number) else None

    @override
    def exact(
        self, words: str, vocabulary: Vocabulary, today: date | None = None
    ) -> AnswerMeant | None:
        return None

    @override
    def read(
        self, text: str, words: str, vocabulary: Vocabulary, today: date | None = None
    ) -> AnswerMeant | UnclearMeant:
        number = None
        if len(text) <= LONGEST:
            number = read_number(text, words, vocabulary, self.unit or "")
        if number is None:
            return UnclearMeant("not_a_number")
        if isinstance(number, EitherNumber):
            return self._either(number)
        if not self._has(number):
            return UnclearMeant("out_of_range", limits=self._limits)
        return self._meant(number) or UnclearMeant("not_a_number")

    def _either(self, number: EitherNumber) -> AnswerMeant | UnclearMeant:
        found = [self._meant(one) for one in (number.one, number.other) if self._has(one)]
        fit = [one for one in found if one is not None]
        if len(fit) == 2:
            options = tuple(Option(one.label, one.label) for one in fit)
            return UnclearMeant("two_meanings", options)
        if fit:
            return fit[0]
        return UnclearMeant("out_of_range" if not found else "not_a_number", limits=self._limits)

    @property
    def _limits(self) -> tuple[str, str]:
        return (f"{self.lowest}", f"{self.highest}")

    def _has(self, number: Decimal) -> bool:
        return self.lowest <= number <= self.highest

    def _meant(self, number: Decimal) -> AnswerMeant | None:
        """The answer; None when the number has more decimals than can be kept."""
        if round(number, self.decimals) != number:
            return None
        value = int(number) if not self.decimals else float(number)
        return AnswerMeant(value, f"{number.normalize():f}")

    @override
    def cases(self, bounds: Bounds) -> tuple[Value, ...]:
        unit = 10**-self.decimals
        ends = {self.lowest, self.highest}
        named = {bound for bound in bounds if isinstance(bound, int | float)}
        near = {round(end + step * unit, 2) for end in ends | named for step in (-1, 0, 1)}
        whole = {int(number) if not self.decimals else float(number) for number in near}
        return tuple(sorted(number for number in whole if self.lowest <= number <= self.highest))
