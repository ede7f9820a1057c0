"""The conversation engine of the product alone: no channel, no triage, no database."""

from __future__ import annotations

from time import perf_counter
from typing import Final

from benchmarks.check_in import answer, flow, questions
from bot.composing import vocabulary_for
from flows import engine
from flows.context import Context
from flows.inputs import Input, Pressed, Typed
from flows.session import Session

CONTEXT: Final = Context({"name": "Robin"}, vocabulary_for("en"))


def alone(people: int) -> float:
    """Answered questions a second, with everybody's session in memory."""
    walked = flow()
    sessions = [engine.start(walked, CONTEXT).session for _ in range(people)]
    all_given = _given(people)
    begun = perf_counter()
    for given_to_all in all_given:
        for person, given in enumerate(given_to_all):
            sessions[person] = engine.resume(walked, sessions[person], given, CONTEXT).session
    seconds = perf_counter() - begun
    return _rate(sessions, seconds)


def coming_back(people: int) -> float:
    """The same with each session read before every answer, and written after it."""
    walked = flow()
    stored = [engine.start(walked, CONTEXT).session.to_json() for _ in range(people)]
    all_given = _given(people)
    begun = perf_counter()
    for given_to_all in all_given:
        for person, given in enumerate(given_to_all):
            session = Session.from_json(stored[person])
            stored[person] = engine.resume(walked, session, given, CONTEXT).session.to_json()
    seconds = perf_counter() - begun
    return _rate([Session.from_json(one) for one in stored], seconds)


def _given(people: int) -> list[list[Input]]:
    """What everybody presses or types, question by question."""
    return [
        [
            Typed(said) if asked.typed else Pressed(place + 1, said)
            for person in range(people)
            for said in (answer(person, place),)
        ]
        for place, asked in enumerate(questions())
    ]


def _rate(sessions: list[Session], seconds: float) -> float:
    kept = sum(len(session.answers) for session in sessions)
    if kept != len(sessions) * len(questions()) or not all(one.over for one in sessions):
        raise AssertionError(f"{kept} answers were kept")
    return kept / seconds
