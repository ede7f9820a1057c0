"""A question with a few answers, of which several can be ticked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from itertools import chain, combinations
from typing import ClassVar, Final

from pydantic import Field, model_validator
from typing_extensions import override

from flows.events import Option, Problem, Value
from flows.meaning import AnswerMeant, UnclearMeant
from flows.steps.choice import OptionKey, Options
from flows.steps.options import exact_option, read_options
from flows.steps.question import Bounds, QuestionStep
from flows.steps.step import Message, wrong
from flows.vocabulary import Vocabulary

_MOST_COMBINED: Final = 6
"""Options named in conditions of which every combination is looked at (64); of more, fewer are."""


class Many(QuestionStep):
    """`many: text` with `options: {key: label}`; the answer is the keys that were ticked, in order.

    `fewest` and `most` say how many can be ticked. `exclusive` is an option that rules out the
    others, such as "None of these". Presses tick, and `~done` answers; typed words answer at once.
    """

    kind: ClassVar[str] = "many"
    text: Message = Field(alias="many")
    options: Options
    fewest: int = Field(default=1, ge=0)
    most: int | None = Field(default=None, ge=1)
    exclusive: OptionKey | None = None

    @model_validator(mode="after")
    def _can_be_answered(self) -> Many:
        keys = ", ".join(self.options)
        if self.exclusive is not None and self.exclusive not in self.options:
            raise wrong(f"there is no option `{self.exclusive}`", f"The options are {keys}.")
        others = len(self.options) - (self.exclusive is not None)
        if not self.fewest <= (self.most or others) <= len(self.options) or self.fewest > others:
            raise wrong(*self._unfit(others))
        return self

    def _unfit(self, others: int) -> tuple[str, str]:
        """Why so many cannot be ticked. `others` are those that can be ticked together."""
        if self.most is not None and self.fewest > self.most:
            return (
                f"`fewest: {self.fewest}` is more than `most: {self.most}`",
                "Let `fewest` be at most `most`.",
            )
        mend = f"Write at most {others}."
        if self.fewest <= others:
            return f"`most: {self.most}` is more than the {len(self.options)} options", mend
        what = f"`fewest: {self.fewest}` is more than the {others} options"
        beside = f" beside `{self.exclusive}`, which rules them out" if self.exclusive else ""
        return f"{what}{beside}", mend

    @cached_property
    @override
    def shown(self) -> tuple[Option, ...]:
        return tuple(Option(key, label) for key, label in self.options.items())

    @override
    def pressed(self, choice: str, today: date | None = None) -> AnswerMeant | None:
        """Nothing: a press only ticks (`toggled`)."""
        return None

    def toggled(self, ticks: tuple[str, ...], key: str) -> tuple[str, ...] | Problem:
        """The ticks after a press of an option, or why it cannot be ticked."""
        if key not in self.options:
            return "not_a_choice"
        if key in ticks:
            return tuple(tick for tick in ticks if tick != key)
        if key == self.exclusive:
            return (key,)
        ticked = {key, *ticks} - {self.exclusive}
        if self.most is not None and len(ticked) > self.most:
            return "too_many"
        return tuple(option for option in self.options if option in ticked)

    def of(self, ticks: Iterable[str]) -> AnswerMeant | UnclearMeant:
        """The answer that these ticks are, if they can be one."""
        ticked = set(ticks)
        keys = tuple(key for key in self.options if key in ticked)
        alone = self.exclusive in keys
        if (alone and len(keys) > 1) or (self.most is not None and len(keys) > self.most):
            return UnclearMeant("too_many")
        if len(keys) < self.fewest and not alone:
            return UnclearMeant("too_few")
        return AnswerMeant(keys, "\n".join(self.options[key] for key in keys))

    @override
    def exact(
        self, words: str, vocabulary: Vocabulary, today: date | None = None
    ) -> AnswerMeant | None:
        found = exact_option(self.shown, words, vocabulary)
        answer = None if found is None else self.of((str(found.value),))
        return answer if isinstance(answer, AnswerMeant) else None

    @override
    def read(
        self, text: str, words: str, vocabulary: Vocabulary, today: date | None = None
    ) -> AnswerMeant | UnclearMeant:
        alone = () if self.exclusive is None else (self.exclusive,)
        found = read_options(self.shown, text, vocabulary, exclusive=alone)
        if isinstance(found, UnclearMeant):
            return found
        return self.of(found.value if isinstance(found.value, tuple) else (str(found.value),))

    @override
    def cases(self, bounds: Bounds) -> tuple[Value, ...]:
        named = [key for key in self.options if key in bounds and key != self.exclusive]
        others = [key for key in self.options if key not in named and key != self.exclusive]
        sizes = range(len(named) + 1) if len(named) <= _MOST_COMBINED else (0, 1, 2, len(named))
        found: dict[tuple[str, ...], None] = {}
        for ticks in chain.from_iterable(combinations(named, size) for size in sizes):
            missing = max(self.fewest - len(ticks), 0)
            answer = self.of((*ticks, *others[:missing]))
            if isinstance(answer, AnswerMeant) and isinstance(answer.value, tuple):
                found[answer.value] = None
        if others:
            found[tuple(others[: max(self.fewest, 1)])] = None
        if self.exclusive is not None:
            found[(self.exclusive,)] = None
        return tuple(found)
