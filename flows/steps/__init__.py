"""The kinds of step, one file each."""

from __future__ import annotations

from typing import Annotated, Any, Final, TypeAlias

from pydantic import Discriminator, Tag

from flows.steps.branch import Branch
from flows.steps.call import Call
from flows.steps.choice import Choice
from flows.steps.contact import Contact
from flows.steps.date import Date
from flows.steps.end import End
from flows.steps.flag import FlagStep
from flows.steps.many import Many
from flows.steps.number import Number
from flows.steps.photo import Photo
from flows.steps.question import QuestionStep
from flows.steps.rating import Rating
from flows.steps.repeat import Repeat, Rounds
from flows.steps.review import Review
from flows.steps.say import Say
from flows.steps.set import SetStep
from flows.steps.step import Step
from flows.steps.text import Text
from flows.steps.yes_no import YesNo

KINDS: Final[dict[str, type[Step]]] = {
    kind.kind: kind
    for kind in (
        *(Say, Rating, Choice, Many, Text, Number, YesNo, Date, Contact, Photo),
        *(Branch, SetStep, Call, Repeat, Review, FlagStep, End),
    )
}
_MARKS: Final = ("flag", "contact")
"""Kinds of step that a question may also have as a mark of its own."""


def kinds_of(step: object) -> list[str]:
    """The kinds that a step as written could be; a sound one is exactly one."""
    if isinstance(step, Step):
        return [step.kind]
    if not isinstance(step, dict):
        return []
    found = [kind for kind in KINDS if kind in step]
    # A question says under `flag` what it raises; only on its own is `flag` a kind of step.
    return [kind for kind in found if kind not in _MARKS] or found if len(found) > 1 else found


def _kind(step: Any) -> str | None:
    kinds = kinds_of(step)
    return kinds[0] if len(kinds) == 1 else None


AnyStep: TypeAlias = Annotated[
    Annotated[Say, Tag("say")]
    | Annotated[Rating, Tag("rating")]
    | Annotated[Choice, Tag("choice")]
    | Annotated[Many, Tag("many")]
    | Annotated[Text, Tag("text")]
    | Annotated[Number, Tag("number")]
    | Annotated[YesNo, Tag("yes_no")]
    | Annotated[Date, Tag("date")]
    | Annotated[Photo, Tag("photo")]
    | Annotated[Branch, Tag("branch")]
    | Annotated[SetStep, Tag("set")]
    | Annotated[Review, Tag("review")]
    | Annotated[FlagStep, Tag("flag")]
    | Annotated[End, Tag("end")],
    Discriminator(_kind),
]
"""A step that the engine walks."""

WrittenStep: TypeAlias = Annotated[
    Annotated[Say, Tag("say")]
    | Annotated[Rating, Tag("rating")]
    | Annotated[Choice, Tag("choice")]
    | Annotated[Many, Tag("many")]
    | Annotated[Text, Tag("text")]
    | Annotated[Number, Tag("number")]
    | Annotated[YesNo, Tag("yes_no")]
    | Annotated[Date, Tag("date")]
    | Annotated[Contact, Tag("contact")]
    | Annotated[Photo, Tag("photo")]
    | Annotated[Branch, Tag("branch")]
    | Annotated[SetStep, Tag("set")]
    | Annotated[Call, Tag("call")]
    | Annotated[Repeat, Tag("repeat")]
    | Annotated[Review, Tag("review")]
    | Annotated[FlagStep, Tag("flag")]
    | Annotated[End, Tag("end")],
    Discriminator(_kind),
]
"""A step as an author writes it; what the engine does not know is written out while it is read."""

Rounds.model_rebuild(_types_namespace={"WrittenStep": WrittenStep})
Repeat.model_rebuild()

__all__ = [
    "KINDS",
    "AnyStep",
    "Branch",
    "Call",
    "Choice",
    "Contact",
    "Date",
    "End",
    "FlagStep",
    "Many",
    "Number",
    "Photo",
    "QuestionStep",
    "Rating",
    "Repeat",
    "Review",
    "Rounds",
    "Say",
    "SetStep",
    "Step",
    "Text",
    "WrittenStep",
    "YesNo",
    "kinds_of",
]
