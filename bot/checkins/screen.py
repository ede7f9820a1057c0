"""From the engine's events to one channel-neutral screen: translated, with its buttons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final, Literal

from jinja2 import Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from bot.aftercare.hiding import hide_button
from bot.aftercare.promise import left_out_words
from bot.delivery.screen import AnswerLine, Button, Screen
from bot.texts import Texts
from flows.events import (
    Answer,
    Asked,
    Ended,
    Event,
    Held,
    Option,
    Question,
    ReviewLine,
    Said,
    Ticked,
    Unclear,
    Withheld,
)
from flows.inputs import CONTROL_MARK, Control
from flows.steps.date import iso_date

Facts = Mapping[str, object]

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
    left_out = False
    meant: tuple[Option, ...] = ()
    given = tuple(events)
    for event in given:
        match event:
            case Unclear():
                meant = event.candidates
            case Said() | Ended() if event.text:
                paragraphs.append(rendered(texts, event.text, facts))
            case Asked() | Held():
                question = event
            case Withheld() if not left_out:
                left_out = True
                paragraphs.append(left_out_words(texts))
            case Ticked():
                question = Asked(event.step, event.turn, event.question)
            case _:
                pass
    if isinstance(question, Asked):
        question = _with_what_was_meant(question, meant)
        return question_screen(texts, session_id, question, facts, paragraphs)
    if isinstance(question, Held):
        again = bool(paragraphs) and any(isinstance(event, Unclear) for event in given)
        return held_screen(texts, session_id, question, paragraphs, again=again)
    return Screen(text="\n\n".join(paragraphs)) if paragraphs else None


def _with_what_was_meant(asked: Asked, meant: tuple[Option, ...]) -> Asked:
    """Where nothing could be chosen, and words meant one of two things: a button for each."""
    if asked.question.options or not meant:
        return asked
    return replace(asked, question=replace(asked.question, options=meant))


def question_screen(
    texts: Texts, session_id: int, asked: Asked, facts: Facts, paragraphs: list[str]
) -> Screen:
    """A question with a button for each option, and the controls that are on every question."""
    question = asked.question
    asks = question.text
    if question.kind == "review" and not asks:
        asks = texts.say("Which answer would you like to change?")
    return Screen(
        text="\n\n".join([*paragraphs, rendered(texts, asks, facts)]),
        choices=tuple(
            Button(
                option_words(texts, option.label, facts),
                press_of(session_id, asked.turn, option.key),
            )
            for option in question.options
        ),
        controls=tuple(
            Button(
                _control_words(texts, question, control),
                press_of(session_id, asked.turn, CONTROL_MARK + control),
            )
            for control in question.controls
        ),
        layout=_layout(question),
        low=rendered(texts, question.low, facts),
        high=rendered(texts, question.high, facts),
        typed=question.kind in _TYPED,
        sensitive=question.sensitive,
        kind="question",
        asks=question.kind,
        ticked=question.ticked,
        unit=rendered(texts, question.unit, facts),
        accepts=question.accepts,
        answers=tuple(
            AnswerLine(
                rendered(texts, line.text, facts),
                _said(texts, line, facts),
                press_of(session_id, asked.turn, str(number)),
            )
            for number, line in enumerate(question.answers, start=1)
        ),
        locale=texts.locale,
    )


def _layout(question: Question) -> Literal["list", "scale", "ticks"]:
    if question.kind == "many":
        return "ticks"
    return "scale" if question.low else "list"


def _control_words(texts: Texts, question: Question, control: Control) -> str:
    """A control's words, where the question gives it a meaning of its own."""
    if control == "carry_on" and question.passed is not None:
        if question.passed == "rather_not":
            return texts.say("I still prefer not to say")
        return texts.say("Keep it skipped")
    if control == "carry_on":
        return texts.say("Keep my answer")
    if control == "done" and question.kind == "review":
        return texts.say("That is right") if question.text else texts.say("Leave them as they are")
    return control_label(texts, control)


def held_screen(
    texts: Texts, session_id: int, held: Held, paragraphs: list[str], *, again: bool = False
) -> Screen:
    """The script waits: it goes on only when the person wants to. `again`: they know that."""
    text = texts.say(
        "We can leave the questions there for today, or carry on. It is up to you. "
        "Press a button, or write “carry on” or “enough”. You can also just write to me."
    )
    choices: tuple[tuple[Control, str], ...] = (
        ("carry_on", texts.say("Carry on")),
        ("enough", texts.say("Enough for today")),
    )
    return Screen(
        text="\n\n".join(paragraphs if again else [*paragraphs, text]),
        choices=tuple(
            Button(label, press_of(session_id, held.turn, CONTROL_MARK + key))
            for key, label in choices
        ),
        controls=(
            Button(
                texts.say("Has anyone seen my message?"),
                press_of(session_id, held.turn, STATUS),
            ),
            hide_button(texts),
        ),
        sensitive=True,
        kind="question",
    )


_TYPED: Final = ("text", "number", "date")
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
    said = answer_words(texts, question, answer, facts)
    return Screen(text=f"{rendered(texts, question.text, facts)}\n\n{said}", kind="echo")


def answer_words(texts: Texts, question: Question, answer: Answer, facts: Facts) -> str:
    """What somebody answered, as a sentence."""
    if answer.status != "answered":
        return unanswered_words(texts, answer.status)
    return texts.say("You said: %(answer)s", answer=said_words(texts, question, answer, facts))


def unanswered_words(texts: Texts, status: str) -> str:
    """For a question that was passed by."""
    if status == "rather_not":
        return texts.say("You prefer not to say.")
    return texts.say("You skipped this.")


def said_words(texts: Texts, question: Question, answer: Answer, facts: Facts) -> str:
    """An answer as one would say it: "3 hours", "7 out of 10", "30 March 2026"."""
    return _in_words(texts, facts, answer.kind, answer.label, question.unit, question.most)


def _in_words(
    texts: Texts, facts: Facts, kind: str, label: str, unit: str = "", most: str = ""
) -> str:
    if kind == "text":
        return label  # somebody's own words are no template
    if kind == "photo":  # it has its caption, or what it is
        sent = {"photo": texts.say("A photo"), "voice": texts.say("A voice note")}
        return sent.get(label, label)
    if kind == "number" and unit:
        named = {"number": label, "unit": rendered(texts, unit, facts)}
        # The unit is a plural: "1 hours" would be wrong.
        if label == "1":
            return texts.say("%(number)s (%(unit)s)", **named)
        return texts.say("%(number)s %(unit)s", **named)
    if kind == "rating" and most:
        return texts.say("%(number)s out of %(most)s", number=label, most=most)
    return ", ".join(option_words(texts, line, facts) for line in label.split("\n"))


def option_words(texts: Texts, label: str, facts: Facts) -> str:
    """What can be chosen, or was; a date as people write it."""
    if (day := iso_date(label)) is not None:
        # Imported here, as it takes a while: a command that shows no date need not wait for it.
        from babel.dates import format_date

        return format_date(day, "d MMMM y", locale=texts.locale.split("@", maxsplit=1)[0])
    return rendered(texts, label, facts)


def _said(texts: Texts, line: ReviewLine, facts: Facts) -> str:
    """An answer in a review; a private one is not shown again."""
    if line.status != "answered":
        return unanswered_words(texts, line.status)
    if line.sensitive:
        return texts.say("You have answered this.")
    return _in_words(texts, facts, line.kind, line.label, line.unit, line.most)
