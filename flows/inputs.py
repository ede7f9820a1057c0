"""What a participant can give the engine, free of any channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Control: TypeAlias = Literal[
    "skip", "back", "pause", "resume", "stop", "talk", "carry_on", "enough"
]

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


Input: TypeAlias = Typed | Pressed | Commanded
