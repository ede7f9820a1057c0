"""A question to answer with yes or no."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import ClassVar, Final

from pydantic import Field
from typing_extensions import override

from flows.events import Option
from flows.meaning import AnswerMeant, UnclearMeant
from flows.steps.options import read_option
from flows.steps.question import QuestionStep
from flows.steps.step import Message
from flows.vocabulary import Vocabulary

OPTIONS: Final = (Option("yes", "Yes"), Option("no", "No"))


class YesNo(QuestionStep):
    """`yes_no: text`; the answer is `yes` or `no`."""

    kind: ClassVar[str] = "yes_no"
    text: Message = Field(alias="yes_no")

    @cached_property
    @override
    def shown(self) -> tuple[Option, ...]:
        return OPTIONS

    @override
    def read(
        self, text: str, words: str, vocabulary: Vocabulary, today: date | None = None
    ) -> AnswerMeant | UnclearMeant:
        found = read_option(OPTIONS, words, vocabulary)
        if isinstance(found, UnclearMeant):
            return self.repeated(words, vocabulary) or found
        return found
