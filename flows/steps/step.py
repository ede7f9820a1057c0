"""What every step of a flow has, and the kinds of text that a step is written in."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from flows import expressions, facts


def wrong(what: str, mend: str) -> PydanticCustomError:
    """An author's mistake, found while a flow is read."""
    return PydanticCustomError("flow", "{what}", {"what": what, "mend": mend})


def expression(source: str) -> str:
    """The condition or value to be worked out, if it can be understood."""
    try:
        expressions.condition(source)
    except expressions.ConditionSyntaxError as error:
        raise wrong(str(error), error.mend) from None
    return source


def _step_id(step: str) -> str:
    if step in expressions.RESERVED:
        raise wrong(f"`{step}` means something else in conditions", "Give it another id.")
    if step in facts.KNOWN:
        raise wrong(f"`{step}` is a fact about the participant", "Give it another id.")
    return step


_PLAIN: Final = r"^[a-z][a-z0-9_]{0,39}(\.[a-z0-9_]{1,40}){0,8}$"
StepId = Annotated[str, StringConstraints(pattern=_PLAIN), AfterValidator(_step_id)]
"""A step's id. Those of a part that was written out have dots: `call.step`, `repeat.key.step`."""
Message = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A text in the flow's own language; it may name facts, as in {{ facilitator }}."""
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""The text on a button or at the end of a scale; it names no facts."""
ConditionText = Annotated[str, AfterValidator(expression)]


class Part(BaseModel):
    """A part of a flow: frozen, and without fields that nothing is known about."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(Part):
    """One thing that a flow says, asks or does. A step's kind is the key that its text is under.

    With `when`, the step is passed by unless the condition is true.
    """

    kind: ClassVar[str]
    id: StepId
    when: ConditionText | None = None
