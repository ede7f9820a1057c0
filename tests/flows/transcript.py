"""Conversations written down as they would be read, and played again.

A transcript begins with `# ` and what it shows, and `flow: ` and the flow's name. What the
participant does follows `> `:

    > 7                typed words
    > [yes]            a press of the newest keyboard
    > [yes] of turn 3  a press of an older one
    > /pause           a command
    > (hold) words     any of these, by a caller that makes the script wait afterwards
    > (hold)           the script is made to wait without an input

Everything else is written by `play`: what was said and asked, with the turn before it and the
controls after it, and in square brackets what the caller is told and the participant is not.
"""

from __future__ import annotations

import re
from functools import singledispatch
from typing import Final, cast

from jinja2 import Environment, StrictUndefined

from flows.events import (
    Answered,
    Asked,
    Ended,
    Event,
    Faulted,
    Flagged,
    Held,
    Paused,
    Resumed,
    Said,
    Stale,
    TalkWanted,
    Unclear,
    Withdrawn,
)
from flows.inputs import Commanded, Control, Input, Pressed, Typed
from flows.library import library
from tests.flows.talking import CONTEXT, Talk

_RENDER: Final = Environment(undefined=StrictUndefined, autoescape=False)
_PRESS: Final = re.compile(r"\[(?P<choice>[^\]]*)\](?: of turn (?P<turn>\d+))?")


def play(written: str) -> str:
    """The transcript of the inputs in `written`, played anew."""
    lines = written.splitlines()
    flow = next(line.removeprefix("flow: ") for line in lines if line.startswith("flow: "))
    talk = Talk(library()[flow])
    out = [*(line for line in lines if line.startswith("# ")), f"flow: {flow}", ""]
    out += _shown(talk.events)
    for line in lines:
        if line == ">" or line.startswith("> "):
            out += ["", line]
            out += _shown(_do(talk, line[2:])) or ["[nothing]"]
    out += ["", f"[the session is {talk.session.status}, with {len(talk.session.answers)} answers]"]
    return "\n".join(out) + "\n"


def _do(talk: Talk, what: str) -> tuple[Event, ...]:
    if what == "(hold)":
        return talk.hold()
    hold = what.startswith("(hold) ")
    return talk.give(_input(talk, what.removeprefix("(hold) ")), hold=hold)


def _input(talk: Talk, what: str) -> Input:
    if press := _PRESS.fullmatch(what):
        turn = press["turn"]
        return Pressed(int(turn) if turn else talk.session.turn, press["choice"])
    if what.startswith("/"):
        return Commanded(cast("Control", what[1:]))
    return Typed(what)


def _shown(events: tuple[Event, ...]) -> list[str]:
    return [line for event in events for line in shown(event).splitlines()]


def _text(text: str) -> str:
    return _RENDER.from_string(text).render(CONTEXT.facts)


@singledispatch
def shown(event: object) -> str:
    """One event as it stands in a transcript."""
    raise TypeError(f"{type(event).__name__} cannot be written down")


@shown.register
def _(event: Said) -> str:
    return _text(event.text)


@shown.register
def _(event: Asked) -> str:
    question = event.question
    parts = [f"{event.turn}. {_text(question.text)}"]
    if question.low:
        first, last = question.options[0].label, question.options[-1].label
        parts.append(f"   {first} {question.low} ... {last} {question.high}")
    elif question.options:
        shown_options = [f"{option.label} [{option.key}]" for option in question.options]
        parts.append("   " + " | ".join(shown_options))
    parts.append("   (" + ", ".join(question.controls) + ")")
    return "\n".join(parts)


@shown.register
def _(event: Answered) -> str:
    answer = event.answer
    said = f"answered {answer.step}: {answer.value}" if answer.value is not None else ""
    notes = [event.measure, "sensitive" if event.sensitive else "", event.keeps]
    noted = "".join(f", {note}" for note in notes if note)
    return f"[{said or f'skipped {answer.step}'}{noted}]"


@shown.register
def _(event: Withdrawn) -> str:
    return f"[withdrawn {event.answer.step}: {event.answer.value}]"


@shown.register
def _(event: Flagged) -> str:
    return f"[flag, {event.level}, {event.topic}: {event.reason}]"


@shown.register
def _(event: Unclear) -> str:
    candidates = "".join(f", {option.label}" for option in event.candidates)
    return f"[unclear: {event.problem}{candidates}]"


@shown.register
def _(event: Held) -> str:
    return f"{event.turn}. [waits: carry_on, enough]"


@shown.register
def _(event: Paused) -> str:
    return f"[paused until {event.until}]" if event.until else "[paused]"


@shown.register
def _(event: Ended) -> str:
    return f"{_text(event.text)}\n[{event.status}]" if event.text else f"[{event.status}]"


@shown.register
def _(event: Stale) -> str:
    return f"[stale: turn {event.turn}]"


@shown.register
def _(event: Faulted) -> str:
    return f"[fault in {event.expression}: {event.problem}]"


@shown.register(Resumed | TalkWanted)
def _(event: Resumed | TalkWanted) -> str:
    return "[resumed]" if isinstance(event, Resumed) else "[wants to talk to a person]"
