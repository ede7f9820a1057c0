"""How and when somebody wants us to be in touch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from pydantic import Field

from flows.facts import TIMES, WAYS
from flows.steps.choice import Options
from flows.steps.step import Message, Step

NO_WAY: Final = WAYS[-1]
"""The way that is none; then no time is asked for."""

_WAYS: Final = (
    "A message here",
    "A phone call",
    "A text message",
    "An e-mail",
    "Through someone else",
    "Please do not",
)
_TIMES: Final = (
    "In the morning",
    "In the afternoon",
    "In the early evening",
    "Any time of day",
)


def _ways() -> Mapping[str, str]:
    return dict(zip(WAYS, _WAYS, strict=True))


def _times() -> Mapping[str, str]:
    return dict(zip(TIMES, _TIMES, strict=True))


class Contact(Step):
    """`contact: text`: how to be in touch (`id.way`), and then when is a good time (`id.when`).

    Both are choices, are asked even when the script is about to wait, and are kept as preferences.
    The engine never meets one: flows/unrolling.py writes it out while a flow is read.
    """

    kind: ClassVar[str] = "contact"
    text: Message = Field(alias="contact")
    time: Message = "When is a good time?"
    ways: Options = Field(default_factory=_ways, validate_default=True)
    times: Options = Field(default_factory=_times, validate_default=True)
    sensitive: bool = False
