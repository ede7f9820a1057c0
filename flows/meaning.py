"""What a message or a press means to the question that stands, before anything is done with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from flows.events import Option, Problem
from flows.inputs import Control


@dataclass(frozen=True, slots=True)
class AnswerMeant:
    """It answers the question: the coded value and its label."""

    value: str | int | float | tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class ControlMeant:
    """It is a command. `until` is the time that a pause named, as flows.times writes it, or ""."""

    control: Control | Literal["help"]
    until: str = ""


@dataclass(frozen=True, slots=True)
class UnclearMeant:
    """It fits no answer, or more than one (`candidates`). `limits` are as in events.Unclear."""

    problem: Problem
    candidates: tuple[Option, ...] = ()
    limits: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class LineMeant:
    """It chooses a line of a review: the answer of that step is to be changed."""

    step: str


@dataclass(frozen=True, slots=True)
class TickMeant:
    """It ticks an option, or takes its tick away."""

    key: str


Meaning: TypeAlias = AnswerMeant | ControlMeant | UnclearMeant | LineMeant | TickMeant
