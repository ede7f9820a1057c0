"""The last message of a conversation."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from flows.steps.step import Message, Step


class End(Step):
    """`end: text`; the conversation is finished."""

    kind: ClassVar[str] = "end"
    text: Message = Field(alias="end")
