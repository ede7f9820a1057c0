"""What happened in one step of a conversation. The engine returns these and does nothing else.

Texts are as the flow's author wrote them: gettext message ids that may hold Jinja2 expressions.
Translating and rendering them is the caller's part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from flows.inputs import Control

Level: TypeAlias = Literal["urgent", "soon", "routine"]
Problem: TypeAlias = Literal["not_a_choice", "out_of_range", "two_meanings", "too_long", "empty"]
Value: TypeAlias = str | int | None


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen: the key that is stored and the label that is shown."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it must be shown. `low` and `high` are a scale's end labels, else empty."""

    kind: str
    text: str
    options: tuple[Option, ...]
    low: str
    high: str
    sensitive: bool
    controls: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. A skipped question has status `skipped` and no value.

    `value` is the coded value (an option's key, a number, or the text itself); `label` is the
    option's text as the author wrote it, or the value as text.
    """

    step: str
    turn: int
    kind: str
    value: Value
    label: str
    status: Literal["answered", "skipped"]


@dataclass(frozen=True, slots=True)
class Said:
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    step: str
    turn: int
    question: Question


@dataclass(frozen=True, slots=True)
class Answered:
    """`keeps` names what else the answer is for (`consent.check_ins`, `name`, `times`), or ""."""

    answer: Answer
    measure: str
    sensitive: bool
    keeps: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An answer no longer stands: the participant went back over it."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Flagged:
    step: str
    turn: int
    level: Level
    topic: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """The words fit no answer, or more than one (`candidates`); the question stands."""

    step: str
    turn: int
    problem: Problem
    candidates: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Stale:
    """A button of an earlier turn was pressed; nothing changed."""

    turn: int


@dataclass(frozen=True, slots=True)
class Paused:
    """`until` is the word that was used: `later`, `tonight`, `tomorrow`, or "" for no word."""

    until: str


@dataclass(frozen=True, slots=True)
class Resumed:
    pass


@dataclass(frozen=True, slots=True)
class TalkWanted:
    """The participant asked for a person."""


@dataclass(frozen=True, slots=True)
class Held:
    """The script waits after a flag; `turn` is that of "carry on" and "enough for today"."""

    turn: int


@dataclass(frozen=True, slots=True)
class Ended:
    """`text` is the author's closing text; empty when the participant stopped."""

    status: Literal["finished", "stopped"]
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class Faulted:
    """A condition could not be worked out; it counted as false (but a flag's counts as true)."""

    step: str
    expression: str
    problem: str


Event: TypeAlias = (
    Said
    | Asked
    | Answered
    | Withdrawn
    | Flagged
    | Unclear
    | Stale
    | Paused
    | Resumed
    | TalkWanted
    | Held
    | Ended
    | Faulted
)
