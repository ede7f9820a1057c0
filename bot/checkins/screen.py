"""From the engine's events to one channel-neutral screen: translated, with its buttons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from jinja2 import Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from bot.delivery.screen import Button, Screen
from bot.texts import Texts
from flows.events import Answer, Asked, Ended, Event, Held, Question, Said
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
    return Screen(
        text="\n\n".join([*paragraphs, rendered(texts, question.text, facts)]),
        choices=tuple(
            Button(
                rendered(texts, option.label, facts),
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
        layout="scale" if question.kind == "rating" else "list",
        low=rendered(texts, question.low, facts),
        high=rendered(texts, question.high, facts),
        typed=question.kind == "text",
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


STATUS: Final = "~status"
"""Asks who has seen one's message; it is answered here, the engine does not know it."""


@lru_cache(maxsize=512)
def control_label(texts: Texts, control: Control) -> str:
    """The words on a control's button."""
    return {
        "skip": texts.say("Skip"),
        "back": texts.say("Go back"),
        "pause": texts.say("Later"),
        "resume": texts.say("Carry on"),
        "stop": texts.say("Stop"),
        "talk": texts.say("I want to talk to someone"),
        "carry_on": texts.say("Carry on"),
        "enough": texts.say("Enough for today"),
    }[control]


def echo_screen(texts: Texts, question: Question, answer: Answer, facts: Facts) -> Screen:
    """What the pressed message becomes: the question and the answer, without buttons."""
    said = (
        texts.say("You skipped this.")
        if answer.status == "skipped"
        else texts.say("You said: %(answer)s", answer=rendered(texts, answer.label, facts))
    )
    return Screen(text=f"{rendered(texts, question.text, facts)}\n\n{said}", kind="echo")
