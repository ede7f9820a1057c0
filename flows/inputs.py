"""What a participant can give the engine, free of any channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Control: TypeAlias = Literal[
    "skip",
    "rather_not",
    "back",
    "change",
    "done",
    "pause",
    "resume",
    "stop",
    "talk",
    "carry_on",
    "enough",
]
"""`rather_not` is "I prefer not to say", `change` shows the answers to change one of them, and
`done` says that the ticks, or the answers in a review, are right."""

Media: TypeAlias = Literal["photo", "voice"]

CONTROL_MARK: Final = "~"
"""First character of a control's choice key; no option's key may begin with it."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A message in the participant's own words."""

    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press of a button that was shown with the question of `turn`.

    `choice` is an option's key, a scale's number, or a control's key (`~skip`).
    """

    turn: int
    choice: str


@dataclass(frozen=True, slots=True)
class Commanded:
    """A command that the channel offers beside the conversation (`/stop`, `/pause`)."""

    control: Control


@dataclass(frozen=True, slots=True)
class Corrected:
    """The message that gave the answer of `turn` was edited; `text` is what it says now."""

    turn: int
    text: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A photo or a voice note. `reference` is the channel's name for it, `caption` its words."""

    kind: Media
    reference: str
    caption: str = ""


Input: TypeAlias = Typed | Pressed | Commanded | Corrected | Sent
