"""What all questions share: they can be answered, skipped, and raise flags."""

from __future__ import annotations

from abc import abstractmethod
from datetime import date
from functools import cached_property
from typing import Annotated, TypeAlias

from pydantic import Field, StringConstraints

from flows.events import Option, Question, Value
from flows.inputs import Control
from flows.meaning import AnswerMeant, UnclearMeant
from flows.steps.flag import FlagRules
from flows.steps.options import exact_option, pressed_option
from flows.steps.step import Message, Step, StepId
from flows.vocabulary import Vocabulary

MeasureItem = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]+\.[a-z0-9_-]+$")]
Keeps = Annotated[
    str,
    StringConstraints(
        pattern=r"^(name|times|way|language|easy_read|access_needs|supporter|safe_here|safe_when"
        r"|consent\.[a-z][a-z0-9_]{0,39})$"
    ),
]
Bounds: TypeAlias = frozenset[int | float | str]
"""The constants that conditions compare an answer with."""


class QuestionStep(Step):
    """A question. Its flags are looked at each time it, or one before it, is answered or skipped.

    `sensitive`: the answer is never echoed. `contact`: it asks how to be in touch, so it is asked
    even when the script is about to wait. `required`: it cannot be skipped (consent). `measure`
    names the item of an outcome measure that it asks, `keeps` what else the answer is for.
    `rather_not` says whether "I prefer not to say" has a button, which a sensitive question has;
    it can be typed to any question that is not required.
    """

    text: Message
    next: StepId | None = None
    flags: FlagRules = Field(default=(), alias="flag")
    sensitive: bool = False
    contact: bool = False
    required: bool = False
    rather_not: bool | None = None
    measure: MeasureItem | None = None
    keeps: Keeps | None = None

    @cached_property
    def shown(self) -> tuple[Option, ...]:
        """What can be chosen, in order; nothing for a question that is answered in free text."""
        return ()

    def question(self, controls: tuple[Control, ...]) -> Question:
        """The question as it is shown with these controls."""
        return Question(
            kind=self.kind,
            text=self.text,
            options=self.shown,
            low="",
            high="",
            sensitive=self.sensitive,
            controls=controls,
        )

    def pressed(
        self,
        choice: str,
        today: date | None = None,  # noqa: ARG002 - dates need it
    ) -> AnswerMeant | None:
        """The answer whose button was pressed; None when there is no such button."""
        return pressed_option(self.shown, choice)

    def exact(
        self,
        words: str,
        vocabulary: Vocabulary,
        today: date | None = None,  # noqa: ARG002 - dates need it
    ) -> AnswerMeant | UnclearMeant | None:
        """The answer whose shown words the normalised message is; it goes before a command."""
        return exact_option(self.shown, words, vocabulary)

    @abstractmethod
    def read(
        self, text: str, words: str, vocabulary: Vocabulary, today: date | None = None
    ) -> AnswerMeant | UnclearMeant:
        """What the message means as an answer; `words` is the same, normalised, or "" if long.

        `today` is the participant's day, or None where it is not known.
        """

    def repeated(self, words: str, vocabulary: Vocabulary, yes: str = "yes") -> AnswerMeant | None:
        """The yes or no that is followed by nothing but words of the question itself."""
        asked = vocabulary.normaliser.label(self.text)
        key = vocabulary.sentences.repeated(asked, words, vocabulary.means)
        return None if key is None else pressed_option(self.shown, yes if key == "yes" else key)

    def cases(self, bounds: Bounds) -> tuple[Value, ...]:  # noqa: ARG002 - numbers need it
        """Answers that stand for all: conditions that compare with `bounds` tell no others apart.

        No answer (None) is not among them.
        """
        return tuple(option.key for option in self.shown)
