"""All answers so far in one message, to be changed or left as they are."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from flows.steps.step import Message, Step, StepId


class Review(Step):
    """`review: text`; below it every question and its answer. Going on takes `~done`.

    It has no answer of its own. It is passed by where nothing was asked.
    """

    kind: ClassVar[str] = "review"
    text: Message = Field(alias="review")
    next: StepId | None = None
