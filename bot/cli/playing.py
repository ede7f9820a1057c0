"""A check-in in the terminal, by the same engine, words and triage as the real one."""

from __future__ import annotations

import sys
from typing import Final
from zoneinfo import ZoneInfo

from bot.aftercare.flags import PRESSING
from bot.aftercare.signposting import numbers_words
from bot.checkins.notices import (
    dropped_text,
    enough_text,
    paused_text,
    stopped_text,
    unclear_text,
)
from bot.checkins.screen import compose, rendered, unanswered_words
from bot.cli.play_screen import show_screen
from bot.cli.saying import note, say
from bot.clock import SystemClock
from bot.composing import numbers_for, triage_for, vocabulary_for
from bot.delivery.screen import Screen
from bot.texts import texts_for
from flows import engine
from flows.definition import Flow
from flows.events import (
    Answered,
    Asked,
    Ended,
    Event,
    Faulted,
    Flagged,
    Held,
    Kept,
    Paused,
    TalkWanted,
    Ticked,
    Unclear,
    Withdrawn,
)
from flows.facts import FactValue
from flows.inputs import Input, Pressed, Sent, Typed
from flows.meaning import ControlMeant

LOCALE: Final = "en"
NATION: Final = "england"
FACTS: Final[dict[str, FactValue]] = {
    "name": "Ash",
    "facilitator": "Sam",
    "cohort": "the Tuesday group",
    "nation": NATION,
    "language": LOCALE,
    "actions": ("We found a room with a ramp", "We start half an hour later"),
    "proposals": ("Feeling at home here", "Knowing whom to ask"),
    "measures": ("Feeling at home here", "Knowing whom to ask"),
}
"""Made-up: who is playing, with whom, and what the project has done and wants to measure."""

ZONE: Final = "Europe/London"


class Player:
    """One run through a flow. It keeps the session in memory and nothing anywhere else."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._texts = texts_for(LOCALE)
        self._context = engine.Context(
            facts=FACTS,
            vocabulary=vocabulary_for(LOCALE),
            today=SystemClock().now().astimezone(ZoneInfo(ZONE)).date(),
        )
        self._sprint = engine.start(flow, self._context)

    def play(self) -> None:
        """Asks until the conversation is over or the input is; Ctrl-C and Ctrl-D end it kindly."""
        note(f"{self._flow.title}. You are {FACTS['name']}, and nothing is kept. Ctrl-D ends it.")
        self._show()
        while not self._sprint.session.over:
            typed = self._read()
            if typed is None:
                note("The check-in ends here. Nothing was kept, and nobody was told.")
                return
            self._take(typed)

    def _read(self) -> str | None:
        piped = not sys.stdin.isatty()
        try:
            typed = input("" if piped else "> ")
        except (EOFError, KeyboardInterrupt):
            print()
            return None
        if piped:
            say(f"> {typed}")
        return typed

    def _take(self, typed: str) -> None:
        session = self._sprint.session
        meaning = engine.understand(self._flow, session, typed, self._context)
        if isinstance(meaning, ControlMeant) and meaning.control == "help":
            say(numbers_words(numbers_for(LOCALE), NATION, ""))
            self._ask_again()
            return
        finding = triage_for(LOCALE).triage(typed)
        pressing = finding.level in PRESSING
        if finding.level != "none":
            self._tell_flag(finding.level, finding.topic or "", f"matched {finding.rule}")
        self._sprint = engine.resume(
            self._flow, session, self._given(typed), self._context, hold=pressing
        )
        flagged = [event for event in self._sprint.events if isinstance(event, Flagged)]
        for event in flagged:
            self._tell_flag(event.level, event.topic, self._texts.flow(event.reason))
        if any(isinstance(event, TalkWanted) for event in self._sprint.events):
            self._tell_flag("soon", "contact", "asked to talk to someone")
            self._show_numbers("contact")
            self._sprint = engine.hold(self._flow, self._sprint.session, self._context)
        elif pressing:
            self._show_numbers(finding.topic or "")
        elif first := next((event for event in flagged if event.level in PRESSING), None):
            self._show_numbers(first.topic)
        self._show()

    def _given(self, typed: str) -> Input:
        """Typed words; what a phone does by a press or by sending is a word or a number here."""
        standing = engine.current(self._flow, self._sprint.session)
        word = typed.strip().lower()
        if isinstance(standing, Held) and word in ("1", "2"):
            return Pressed(standing.turn, "~carry_on" if word == "1" else "~enough")
        if isinstance(standing, Asked):
            question = standing.question
            media = next((kind for kind in question.accepts if kind == word), None)
            if media is not None:
                return Sent(media, "made-up")
            if question.kind == "many" and word.isascii() and word.isdecimal():
                option = question.options[int(word) - 1 : int(word)]
                if option and word != "0":
                    return Pressed(standing.turn, option[0].key)
        return Typed(typed)

    def _facts(self) -> dict[str, object]:
        """What texts may name: the made-up facts, and the values that were set on the way."""
        return {**FACTS, **engine.named(self._flow, self._sprint.session)}

    def _tell_flag(self, level: str, topic: str, reason: str) -> None:
        say(f"\n\u2014 a flag would be raised: {level}, {topic}: {reason}")

    def _show_numbers(self, topic: str) -> None:
        say("[They are told who will be in touch by when, and whom they can call now:]")
        say(numbers_words(numbers_for(LOCALE), NATION, topic))
        say("")

    def _ask_again(self) -> None:
        standing = engine.current(self._flow, self._sprint.session)
        if standing is not None:
            self._show_screen(compose(self._texts, 0, (standing,), self._facts()))

    def _show(self) -> None:
        events = self._sprint.events
        said = [self._words_for(event) for event in events]
        before = "\n\n".join(words for words in (*said, self._dropped_words()) if words)
        if before and not any(isinstance(event, Asked | Held | Ticked) for event in events):
            standing = engine.current(self._flow, self._sprint.session)
            if standing is not None and self._sprint.session.status != "paused":
                events = (*events, standing)
        self._show_screen(compose(self._texts, 0, events, self._facts(), before))

    def _words_for(self, event: Event) -> str:
        match event:
            case Unclear():
                return unclear_text(self._texts, event, self._facts(), self._kind())
            case Paused(until):
                return self._paused_words(until)
            case Ended(status="stopped"):
                return stopped_text(self._texts, "")
            case Answered() if not event.sensitive and event.answer.status != "answered":
                return unanswered_words(self._texts, event.answer.status)
            case Kept():
                say(f"\n\u2014 a {event.kind} would be kept, for the facilitator to open")
            case Faulted():
                say(f"\n\u2014 a condition could not be worked out: {event.expression}")
            case _:
                pass
        return ""

    def _kind(self) -> str:
        standing = engine.current(self._flow, self._sprint.session)
        return standing.question.kind if isinstance(standing, Asked) else ""

    def _dropped_words(self) -> str:
        """Which answers are gone, because the path has turned away from them."""
        questions = self._flow.route.questions
        gone = [
            rendered(self._texts, questions[event.answer.step].text, self._facts())
            for event in self._sprint.events
            if isinstance(event, Withdrawn) and event.because == "path"
        ]
        return dropped_text(self._texts, gone)

    def _paused_words(self, until: str) -> str:
        if not until:
            return enough_text(self._texts)
        from bot.checkins.pausing import resume_time

        now = SystemClock().now()
        return paused_text(self._texts, resume_time(until, now, ZONE), now, ZONE)

    def _show_screen(self, screen: Screen | None) -> None:
        if screen is not None:
            show_screen(screen, self._texts)
