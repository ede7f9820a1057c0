"""A message that needs no answer."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from flows.steps.step import Message, Step, StepId


class Say(Step):
    """`say: text`; then the step after it, or `next`."""

    kind: ClassVar[str] = "say"
    text: Message = Field(alias="say")
    next: StepId | None = None
