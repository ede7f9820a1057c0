"""Flags: a person is to be told. Raised by an answer, or by a path that is taken."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final

from pydantic import BeforeValidator, Field, StringConstraints

from flows.events import Level
from flows.steps.step import ConditionText, Part, Step, StepId

TOPICS: Final = (
    "suicide",
    "self_harm",
    "danger",
    "medical",
    "abuse",
    "domestic",
    "neglect",
    "exploitation",
    "child",
    "other_person",
    "conduct",
    "trauma",
    "low",
    "session",
    "contact",
)
"""What a flag can be about."""


def topic_fault(topic: str) -> tuple[str, str] | None:
    """What is wrong with a topic and how to mend it; None when it is known."""
    if topic in TOPICS:
        return None
    return f"`{topic}` is not a topic that is known", f"It can be {', '.join(TOPICS)}."


class FlagRule(Part):
    """When to raise a flag, how soon a person must be in touch, about what, and why.

    `reason` goes on after the participant's code: "does not feel safe right now". Without `when`
    the flag is raised whatever was answered.
    """

    level: Level
    topic: str
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    when: ConditionText | None = None


def _as_list(value: object) -> object:
    return [value] if isinstance(value, dict | FlagRule) else value


FlagRules = Annotated[tuple[FlagRule, ...], BeforeValidator(_as_list)]
"""One flag, or a list of them."""


class FlagStep(Step):
    """A step of its own that raises its flags when a path comes by; it says nothing."""

    kind: ClassVar[str] = "flag"
    flags: FlagRules = Field(alias="flag", min_length=1)
    next: StepId | None = None
