"""What a message or a press means to the question that stands, before anything is done with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from flows.events import Option, Problem
from flows.inputs import Control


@dataclass(frozen=True, slots=True)
class AnswerMeant:
    """It answers the question: the coded value and its label."""

    value: str | int
    label: str


@dataclass(frozen=True, slots=True)
class ControlMeant:
    """It is a command. `until` is the time that a pause named: later, tonight, tomorrow or ""."""

    control: Control | Literal["help"]
    until: str = ""


@dataclass(frozen=True, slots=True)
class UnclearMeant:
    """It fits no answer, or more than one (`candidates`)."""

    problem: Problem
    candidates: tuple[Option, ...] = ()


Meaning: TypeAlias = AnswerMeant | ControlMeant | UnclearMeant
