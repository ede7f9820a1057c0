"""From the engine's events to one channel-neutral screen: translated, with its buttons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from jinja2 import Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from bot.delivery.screen import Button, Screen
from bot.texts import Texts
from flows.events import Answer, Asked, Ended, Event, Held, Question, ReviewLine, Said, Ticked
from flows.inputs import CONTROL_MARK, Control

Facts = Mapping[str, str | int | bool | None]

_TEMPLATES: Final = SandboxedEnvironment(autoescape=False)


@lru_cache(maxsize=2_000)
def _template(source: str) -> Template:
    return _TEMPLATES.from_string(source)


def rendered(texts: Texts, msgid: str, facts: Facts) -> str:
    """A flow's text in the participant's language, with its facts filled in.

    A fault in a template must not stop somebody's check-in: then the text is shown as it stands.
    """
    text, changes = _translated(texts, msgid)
    if not changes:
        return text
    try:
        return _template(text).render(facts)
    except TemplateError:
        return text


@lru_cache(maxsize=4_000)
def _translated(texts: Texts, msgid: str) -> tuple[str, bool]:
    """A flow's text in a language, and whether there are facts to fill in."""
    text = texts.flow(msgid)
    return text, "{" in text


def press_of(session_id: int, turn: int, choice: str) -> str:
    """A button's data: `session:turn:choice`, at most 64 bytes."""
    return f"{session_id}:{turn}:{choice}"


def compose(
    texts: Texts, session_id: int, events: Iterable[Event], facts: Facts, before: str = ""
) -> Screen | None:
    """One screen for what was said and asked; None when there is nothing to show."""
    paragraphs = [before] if before else []
    question: Asked | Held | None = None
    for event in events:
        match event:
            case Said() | Ended() if event.text:
                paragraphs.append(rendered(texts, event.text, facts))
            case Asked() | Held():
                question = event
            case Ticked():
                question = Asked(event.step, event.turn, event.question)
            case _:
                pass
    if isinstance(question, Asked):
        return question_screen(texts, session_id, question, facts, paragraphs)
    if isinstance(question, Held):
        return held_screen(texts, session_id, question, paragraphs)
    return Screen(text="\n\n".join(paragraphs)) if paragraphs else None


def question_screen(
    texts: Texts, session_id: int, asked: Asked, facts: Facts, paragraphs: list[str]
) -> Screen:
    """A question with a button for each option, and the controls that are on every question."""
    question = asked.question
    if question.kind == "review":
        paragraphs = [*paragraphs, *(_line(texts, line, facts) for line in question.answers)]
        asks = question.text or texts.say("Which answer would you like to change?")
    else:
        asks = question.text
    return Screen(
        text="\n\n".join([*paragraphs, rendered(texts, asks, facts)]),
        choices=tuple(
            Button(
                (TICK if option.key in question.ticked else "")
                + rendered(texts, option.label, facts),
                press_of(session_id, asked.turn, option.key),
            )
            for option in question.options
        ),
        controls=tuple(
            Button(
                texts.say("Keep my answer")
                if control == "carry_on"
                else control_label(texts, control),
                press_of(session_id, asked.turn, CONTROL_MARK + control),
            )
            for control in question.controls
        ),
        layout="scale" if question.low else "list",
        low=rendered(texts, question.low, facts),
        high=rendered(texts, question.high, facts),
        typed=question.kind in ("text", "number", "date"),
        sensitive=question.sensitive,
        kind="question",
    )


def held_screen(texts: Texts, session_id: int, held: Held, paragraphs: list[str]) -> Screen:
    """The script waits: it goes on only when the person wants to."""
    text = texts.say(
        "We can leave the questions there for today, or carry on. It is up to you. "
        "You can also just write to me."
    )
    choices: tuple[tuple[Control, str], ...] = (
        ("carry_on", texts.say("Carry on")),
        ("enough", texts.say("Enough for today")),
    )
    return Screen(
        text="\n\n".join([*paragraphs, text]),
        choices=tuple(
            Button(label, press_of(session_id, held.turn, CONTROL_MARK + key))
            for key, label in choices
        ),
        controls=(
            Button(
                texts.say("Has anyone seen my message?"),
                press_of(session_id, held.turn, STATUS),
            ),
        ),
        sensitive=True,
        kind="question",
    )


TICK: Final = "\u2713 "
STATUS: Final = "~status"
"""Asks who has seen one's message; it is answered here, the engine does not know it."""


@lru_cache(maxsize=512)
def control_label(texts: Texts, control: Control) -> str:
    """The words on a control's button."""
    return {
        "skip": texts.say("Skip"),
        "rather_not": texts.say("I prefer not to say"),
        "back": texts.say("Go back"),
        "change": texts.say("Change an answer"),
        "done": texts.say("Done"),
        "pause": texts.say("Later"),
        "resume": texts.say("Carry on"),
        "stop": texts.say("Stop"),
        "talk": texts.say("I want to talk to someone"),
        "carry_on": texts.say("Carry on"),
        "enough": texts.say("Enough for today"),
    }[control]


def echo_screen(texts: Texts, question: Question, answer: Answer, facts: Facts) -> Screen:
    """What the pressed message becomes: the question and the answer, without buttons."""
    said = answer_words(texts, answer.status, answer.label, facts)
    return Screen(text=f"{rendered(texts, question.text, facts)}\n\n{said}", kind="echo")


def answer_words(texts: Texts, status: str, label: str, facts: Facts) -> str:
    """What somebody answered, as a sentence; where several options were ticked, all of them."""
    if status == "skipped":
        return texts.say("You skipped this.")
    if status == "rather_not":
        return texts.say("You prefer not to say.")
    return texts.say("You said: %(answer)s", answer=label_words(texts, label, facts))


def label_words(texts: Texts, label: str, facts: Facts) -> str:
    """An answer's label, whose lines are the options that were ticked."""
    return ", ".join(rendered(texts, line, facts) for line in label.split("\n"))


def _line(texts: Texts, line: ReviewLine, facts: Facts) -> str:
    asked = rendered(texts, line.text, facts)
    if line.sensitive and line.status == "answered":
        return f"{asked}\n" + texts.say("You have answered this.")
    return f"{asked}\n" + answer_words(texts, line.status, line.label, facts)
