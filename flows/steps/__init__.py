"""The kinds of step, one file each."""

from __future__ import annotations

from typing import Annotated, Any, Final, TypeAlias

from pydantic import Discriminator, Tag

from flows.steps.branch import Branch
from flows.steps.choice import Choice
from flows.steps.end import End
from flows.steps.flag import FlagStep
from flows.steps.question import QuestionStep
from flows.steps.rating import Rating
from flows.steps.say import Say
from flows.steps.step import Step
from flows.steps.text import Text
from flows.steps.yes_no import YesNo

KINDS: Final[dict[str, type[Step]]] = {
    kind.kind: kind for kind in (Say, Rating, Choice, Text, YesNo, Branch, FlagStep, End)
}


def kinds_of(step: object) -> list[str]:
    """The kinds that a step as written could be; a sound one is exactly one."""
    if isinstance(step, Step):
        return [step.kind]
    if not isinstance(step, dict):
        return []
    found = [kind for kind in KINDS if kind in step]
    # A question says under `flag` what it raises; only on its own is `flag` a kind of step.
    return [kind for kind in found if kind != "flag"] if len(found) > 1 else found


def _kind(step: Any) -> str | None:
    kinds = kinds_of(step)
    return kinds[0] if len(kinds) == 1 else None


AnyStep: TypeAlias = Annotated[
    Annotated[Say, Tag("say")]
    | Annotated[Rating, Tag("rating")]
    | Annotated[Choice, Tag("choice")]
    | Annotated[Text, Tag("text")]
    | Annotated[YesNo, Tag("yes_no")]
    | Annotated[Branch, Tag("branch")]
    | Annotated[FlagStep, Tag("flag")]
    | Annotated[End, Tag("end")],
    Discriminator(_kind),
]

__all__ = [
    "KINDS",
    "AnyStep",
    "Branch",
    "Choice",
    "End",
    "FlagStep",
    "QuestionStep",
    "Rating",
    "Say",
    "Step",
    "Text",
    "YesNo",
    "kinds_of",
]
