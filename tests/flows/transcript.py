"""Conversations written down as they would be read, and played again.

A transcript begins with `# ` and what it shows, and `flow: ` and the flow's name. What is known of
the participant beforehand can follow, a line for each thing:

    fact: nation = scotland
    fact: actions = We painted the room. | We pay for the bus.     a list
    earlier: monthly-outcomes satisfied = 6                        an answer of an earlier session

What the participant does follows `> `:

    > 7                  typed words
    > [yes]              a press of the newest keyboard
    > [yes] of turn 3    a press of an older one
    > /pause             a command
    > (corrects 3) words the message that answered turn 3 is edited
    > (photo) words      a photo with these words under it; (voice) is a voice note
    > (hold) words       any of these, by a caller that makes the script wait afterwards
    > (hold)             the script is made to wait without an input

Everything else is written by `play`: what was said and asked, with the turn before it and the
controls after it, and in square brackets what the caller is told and the participant is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import singledispatch
from typing import Final, cast

from jinja2 import Environment, StrictUndefined

from flows.engine import Context
from flows.events import (
    Answered,
    Asked,
    CannotCorrect,
    Ended,
    Event,
    Faulted,
    Flagged,
    Held,
    Kept,
    Paused,
    Question,
    Resumed,
    ReviewLine,
    Said,
    Stale,
    TalkWanted,
    Ticked,
    Unclear,
    Value,
    Withdrawn,
)
from flows.facts import LISTS
from flows.inputs import Commanded, Control, Corrected, Input, Media, Pressed, Sent, Typed
from flows.library import library
from tests.flows.talking import CONTEXT, Talk

_RENDER: Final = Environment(undefined=StrictUndefined, autoescape=False)
_PRESS: Final = re.compile(r"\[(?P<choice>[^\]]*)\](?: of turn (?P<turn>\d+))?")
_CORRECTION: Final = re.compile(r"\(corrects (?P<turn>\d+)\) (?P<text>.*)")
_MEDIA: Final = re.compile(r"\((?P<kind>photo|voice)\) ?(?P<caption>.*)")
_HEADS: Final = ("# ", "flow: ", "fact: ", "earlier: ")


def play(written: str) -> str:
    """The transcript of the inputs in `written`, played anew."""
    lines = written.splitlines()
    heads = [line for line in lines if line.startswith(_HEADS)]
    talk = Talk(library()[flow_played(written)], context_of(written))
    out = [*heads, ""]
    out += _shown(talk, talk.events)
    for line in lines:
        if line == ">" or line.startswith("> "):
            out += ["", line]
            out += _shown(talk, _do(talk, line[2:])) or ["[nothing]"]
    out += ["", f"[the session is {talk.session.status}, with {len(talk.session.answers)} answers]"]
    return "\n".join(out) + "\n"


def flow_played(written: str) -> str:
    """The name of the flow that a transcript plays."""
    return next(_after("flow: ", written))


def context_of(written: str) -> Context:
    """What is known of the participant beforehand."""
    facts = {name: CONTEXT.facts[name] for name in ("name", "facilitator", "cohort")}
    for name, _, said in (line.partition(" = ") for line in _after("fact: ", written)):
        facts[name] = tuple(said.split(" | ")) if name in LISTS else said
    earlier: dict[tuple[str, str], Value] = {}
    for place, _, value in (line.partition(" = ") for line in _after("earlier: ", written)):
        flow, _, step = place.partition(" ")
        earlier[flow, step] = int(value) if value.isdecimal() else value
    return replace(CONTEXT, facts=facts, earlier=earlier)


def _after(head: str, written: str) -> Iterator[str]:
    return (line.removeprefix(head) for line in written.splitlines() if line.startswith(head))


def _do(talk: Talk, what: str) -> tuple[Event, ...]:
    if what == "(hold)":
        return talk.hold()
    hold = what.startswith("(hold) ")
    return talk.give(_input(talk, what.removeprefix("(hold) ")), hold=hold)


def _input(talk: Talk, what: str) -> Input:
    if press := _PRESS.fullmatch(what):
        turn = press["turn"]
        return Pressed(int(turn) if turn else talk.session.turn, press["choice"])
    if correction := _CORRECTION.fullmatch(what):
        return Corrected(int(correction["turn"]), correction["text"])
    if media := _MEDIA.fullmatch(what):
        return Sent(cast("Media", media["kind"]), f"a {media['kind']}", media["caption"])
    if what.startswith("/"):
        return Commanded(cast("Control", what[1:]))
    return Typed(what)


def _shown(talk: Talk, events: tuple[Event, ...]) -> list[str]:
    texts = _Texts(talk)
    return [texts.rendered(line) for event in events for line in shown(event).splitlines()]


class _Texts:
    """Renders texts with the facts of one conversation."""

    def __init__(self, talk: Talk) -> None:
        self._facts = talk.context.facts

    def rendered(self, line: str) -> str:
        return _RENDER.from_string(line).render(self._facts) if "{{" in line else line


@singledispatch
def shown(event: object) -> str:
    """One event as it stands in a transcript."""
    raise TypeError(f"{type(event).__name__} cannot be written down")


@shown.register
def _(event: Said) -> str:
    return event.text


@shown.register
def _(event: Asked) -> str:
    question = event.question
    text = question.text or "(what would you like to change?)"
    notes = "".join(f" ({note})" for note in (question.unit, ", ".join(question.accepts)) if note)
    return "\n".join([f"{event.turn}. {text}{notes}", *_below(question)])


@shown.register
def _(event: Ticked) -> str:
    return "\n".join(_below(event.question))


def _below(question: Question) -> Iterator[str]:
    """The answers so far, the buttons, and the controls of a question."""
    if question.answers:
        yield from (
            f"   {n}. {_reviewed(line)}" for n, line in enumerate(question.answers, start=1)
        )
    elif question.low:
        first, last = question.options[0].label, question.options[-1].label
        yield f"   {first} {question.low} ... {last} {question.high}"
    elif question.options:
        marks = ["✓ " if option.key in question.ticked else "" for option in question.options]
        buttons = zip(marks, question.options, strict=True)
        yield "   " + " | ".join(f"{mark}{option.label} [{option.key}]" for mark, option in buttons)
    yield "   (" + ", ".join(question.controls) + ")"


def _reviewed(line: ReviewLine) -> str:
    said = ", ".join(line.label.splitlines()) if line.label else line.status
    return f"{' '.join(line.text.split())} - {said}"


@shown.register
def _(event: Answered) -> str:
    answer = event.answer
    done = "prefers not to say" if answer.status == "rather_not" else "skipped"
    value = ", ".join(answer.value) if isinstance(answer.value, tuple) else answer.value
    said = f"answered {answer.step}: {value}" if value is not None else f"{done} {answer.step}"
    notes = [event.measure, "sensitive" if event.sensitive else "", event.keeps]
    return f"[{said}{''.join(f', {note}' for note in notes if note)}]"


@shown.register
def _(event: Withdrawn) -> str:
    why = "" if event.because == "changed" else ", for the path does not ask for it any more"
    return f"[withdrawn {event.answer.step}: {event.answer.value}{why}]"


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
    return f"{event.text}\n[{event.status}]" if event.text else f"[{event.status}]"


@shown.register
def _(event: Stale) -> str:
    return f"[stale: turn {event.turn}]"


@shown.register
def _(event: CannotCorrect) -> str:
    return f"[cannot be corrected: turn {event.turn}]"


@shown.register
def _(event: Kept) -> str:
    return f"[kept for the facilitator: {event.reference}, {event.caption!r}]"


@shown.register
def _(event: Faulted) -> str:
    return f"[fault in {event.expression}: {event.problem}]"


@shown.register(Resumed | TalkWanted)
def _(event: Resumed | TalkWanted) -> str:
    return "[resumed]" if isinstance(event, Resumed) else "[wants to talk to a person]"
