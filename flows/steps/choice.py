"""A question with a few answers to choose one from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, PlainSerializer, StringConstraints, model_validator
from typing_extensions import override

from flows.events import Option
from flows.meaning import AnswerMeant, UnclearMeant
from flows.steps.options import read_option
from flows.steps.question import QuestionStep
from flows.steps.step import Label, Message, wrong
from flows.vocabulary import Vocabulary

OptionKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,20}$")]
Options = Annotated[
    Mapping[OptionKey, Label],
    Field(min_length=2),
    AfterValidator(MappingProxyType),
    PlainSerializer(dict, return_type=dict[str, str]),
]


class Choice(QuestionStep):
    """`choice: text` with `options: {key: label}`; the key is what is stored.

    `yes_means` is the option that a typed "yes" stands for where none of them is called yes:
    somebody who says yes to being contacted is not to be asked again before anyone is told.
    """

    kind: ClassVar[str] = "choice"
    text: Message = Field(alias="choice")
    options: Options
    yes_means: OptionKey | None = None

    @model_validator(mode="after")
    def _yes_is_an_option(self) -> Choice:
        if self.yes_means is not None and self.yes_means not in self.options:
            keys = ", ".join(self.options)
            raise wrong(f"there is no option `{self.yes_means}`", f"The options are {keys}.")
        return self

    @cached_property
    @override
    def shown(self) -> tuple[Option, ...]:
        return tuple(Option(key, label) for key, label in self.options.items())

    @override
    def read(
        self, text: str, words: str, vocabulary: Vocabulary, today: date | None = None
    ) -> AnswerMeant | UnclearMeant:
        found = read_option(self.shown, words, vocabulary)
        if isinstance(found, AnswerMeant):
            return found
        if self.yes_means and vocabulary.means(words, "yes"):
            return self.pressed(self.yes_means) or found
        return self.repeated(words, vocabulary, self.yes_means or "yes") or found
