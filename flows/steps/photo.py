"""A question answered with a photo or a voice note."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar, Final

from pydantic import Field
from typing_extensions import override

from flows.events import Problem, Question, Value
from flows.inputs import Control, Media, Sent
from flows.meaning import AnswerMeant, UnclearMeant
from flows.steps.question import Bounds, QuestionStep
from flows.steps.step import Message
from flows.vocabulary import Vocabulary

_MISSING: Final[Mapping[tuple[Media, ...], Problem]] = {
    ("photo",): "no_photo",
    ("voice",): "no_voice",
}


class Photo(QuestionStep):
    """`photo: text`; the answer is the channel's reference to what was sent.

    `accepts` says whether photos, voice notes or both can be sent.
    """

    kind: ClassVar[str] = "photo"
    text: Message = Field(alias="photo")
    accepts: Annotated[tuple[Media, ...], Field(min_length=1)] = ("photo", "voice")

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
            accepts=self.accepts,
        )

    def sent(self, given: Sent) -> AnswerMeant | None:
        """The answer that was sent; None when it is none that this question asks for."""
        if given.kind not in self.accepts or not given.reference:
            return None
        return AnswerMeant(given.reference, given.caption.strip() or given.kind)

    @override
    def read(
        self, text: str, words: str, vocabulary: Vocabulary, today: date | None = None
    ) -> AnswerMeant | UnclearMeant:
        return UnclearMeant(_MISSING.get(self.accepts, "not_sent"))

    @override
    def cases(self, bounds: Bounds) -> tuple[Value, ...]:
        return ("something sent",)
