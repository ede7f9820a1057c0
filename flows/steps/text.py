"""A question answered in the participant's own words."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final
from unicodedata import category

from pydantic import Field
from typing_extensions import override

from flows.events import Value
from flows.meaning import AnswerMeant, UnclearMeant
from flows.steps.question import Bounds, QuestionStep
from flows.steps.step import Message
from flows.vocabulary import Vocabulary

NAME: Final = "name"
LONGEST: Final = 10_000
"""Characters. Channels cut or refuse messages long before."""


class Text(QuestionStep):
    """`text: text`; the answer is kept as it was written, up to `limit` characters."""

    kind: ClassVar[str] = "text"
    text: Message
    limit: int = Field(default=LONGEST, ge=1, le=LONGEST)

    @override
    def read(
        self, text: str, words: str, vocabulary: Vocabulary, today: date | None = None
    ) -> AnswerMeant | UnclearMeant:
        said = text.strip()
        if all(character.isspace() or category(character) == "Cf" for character in said):
            return UnclearMeant("empty")
        if self.keeps == NAME:
            said = vocabulary.sentences.name(said)
        elif words in vocabulary.sentences.begun:
            return UnclearMeant("begun")
        elif words in vocabulary.sentences.greeting:
            return UnclearMeant("not_a_choice")
        if len(said) > self.limit:
            return UnclearMeant("too_long")
        if not said.isascii():  # half a character can be kept nowhere
            said = said.encode("utf-8", "replace").decode("utf-8")
        return AnswerMeant(said, said)

    @override
    def cases(self, bounds: Bounds) -> tuple[Value, ...]:
        named = sorted(bound for bound in bounds if isinstance(bound, str) and bound)
        return (*named, "other" + "".join(named))
