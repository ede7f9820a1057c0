"""A check-in in the terminal, by the same engine, words and triage as the real one."""

from __future__ import annotations

import sys
from typing import Final

from bot.aftercare.signposting import numbers_words
from bot.checkins.notices import enough_text, paused_text, stopped_text, unclear_text
from bot.checkins.screen import STATUS, answer_words, compose
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
    Faulted,
    Flagged,
    Held,
    Paused,
    TalkWanted,
    Ticked,
    Unclear,
)
from flows.inputs import Input, Pressed, Typed
from flows.meaning import ControlMeant

LOCALE: Final = "en"
NATION: Final = "england"
FACTS: Final = {"name": "Ash", "facilitator": "Sam", "cohort": "the Tuesday group"}
"""Made-up: who is playing, and with whom."""

_PRESSING: Final = ("urgent", "soon")


class Player:
    """One run through a flow. It keeps the session in memory and nothing anywhere else."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._texts = texts_for(LOCALE)
        self._context = engine.Context(facts=FACTS, vocabulary=vocabulary_for(LOCALE))
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
        pressing = finding.level in _PRESSING
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
        elif first := next((event for event in flagged if event.level in _PRESSING), None):
            self._show_numbers(first.topic)
        self._show()

    def _given(self, typed: str) -> Input:
        """Typed words; while the script waits, the number of a choice is a press of it."""
        standing = engine.current(self._flow, self._sprint.session)
        if isinstance(standing, Held) and typed.strip() in ("1", "2"):
            return Pressed(standing.turn, "~carry_on" if typed.strip() == "1" else "~enough")
        return Typed(typed)

    def _tell_flag(self, level: str, topic: str, reason: str) -> None:
        note(f"\u2014 a flag would be raised: {level}, {topic}: {reason}")

    def _show_numbers(self, topic: str) -> None:
        say("[They are told who will be in touch by when, and whom they can call now:]")
        say(numbers_words(numbers_for(LOCALE), NATION, topic))
        say("")

    def _ask_again(self) -> None:
        standing = engine.current(self._flow, self._sprint.session)
        if standing is not None:
            self._show_screen(compose(self._texts, 0, (standing,), FACTS))

    def _show(self) -> None:
        events = self._sprint.events
        before = ""
        for event in events:
            match event:
                case Unclear():
                    before = unclear_text(self._texts, event, FACTS, "")
                case Paused(until):
                    before = self._paused_words(until)
                case Ended(status="stopped"):
                    before = stopped_text(self._texts, "")
                case Answered() if not event.sensitive and event.answer.status != "answered":
                    before = answer_words(self._texts, event.answer.status, "", FACTS)
                case Faulted():
                    note(f"\u2014 a condition could not be worked out: {event.expression}")
                case _:
                    pass
        if before and not any(isinstance(event, Asked | Held | Ticked) for event in events):
            standing = engine.current(self._flow, self._sprint.session)
            if standing is not None and self._sprint.session.status != "paused":
                events = (*events, standing)
        self._show_screen(compose(self._texts, 0, events, FACTS, before))

    def _paused_words(self, until: str) -> str:
        if not until:
            return enough_text(self._texts)
        from bot.checkins.pausing import resume_time

        now, zone = SystemClock().now(), "Europe/London"
        return paused_text(self._texts, resume_time(until, now, zone), now, zone)

    def _show_screen(self, screen: Screen | None) -> None:
        if screen is None:
            return
        say(f"\n{screen.text}")
        if screen.layout == "scale" and screen.choices:
            first, last = screen.choices[0].label, screen.choices[-1].label
            say(f"  {first} to {last}. {first} is {screen.low}, {last} is {screen.high}.")
        else:
            for number, choice in enumerate(screen.choices, 1):
                say(f"  {number}  {choice.label}")
        # "Has anyone seen my message?" has no answer here: nobody was told.
        words = [one.label for one in screen.controls if not one.press.endswith(STATUS)]
        if words:
            say("  (" + " \u00b7 ".join(words) + ")")
