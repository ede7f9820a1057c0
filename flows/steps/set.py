"""A value that is worked out and named, for conditions and texts further on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from flows.steps.step import Step, StepId, expression, wrong


def _worth(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        what = "this is neither a number nor something to be worked out"
        raise wrong(what, "Write a number, or an expression such as heard + fair.")
    return expression(value) if isinstance(value, str) else value


Worth = Annotated[int | float | str, BeforeValidator(_worth)]
Named = Annotated[
    Mapping[StepId, Worth],
    Field(min_length=1),
    AfterValidator(MappingProxyType),
    PlainSerializer(dict, return_type=dict[str, int | float | str]),
]


class SetStep(Step):
    """`set: {name: value}`; a text is worked out like a condition, a number stands for itself.

    A comparison gives `yes` or `no`; a text that stands for itself is in quotation marks of its
    own: `kind: "'adult'"`. What cannot be worked out, or comes from a question without an answer,
    has no value.
    """

    kind: ClassVar[str] = "set"
    named: Named = Field(alias="set")
    next: StepId | None = None
