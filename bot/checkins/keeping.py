"""What becomes of the engine's answers: rows, and what is known about the person from then on."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.safe_to_message import SAFE_HERE, note_safe_here
from bot.checkins.knowing import KEPT
from bot.checkins.screen import Facts, said_words
from bot.texts import Texts
from flows.definition import Flow
from flows.events import Answer, Answered, Question, Value, Withdrawn
from storage import people, sessions
from storage.preferences import Preference, keep_preference, preferences_of

CONSENT: Final = "consent."
NAME: Final = "name"
OWN_WORDS: Final = "text"
MEDIA: Final = "photo"
SENT: Final = "sent"
"""Stands for a photo or voice note; the file itself is kept with what came in."""


def keep_answer(
    connection: Connection,
    texts: Texts,
    facts: Facts,
    session_id: int,
    question: Question,
    event: Answered,
    now: datetime,
) -> None:
    """Keeps one answer to this question.

    Its own words are sealed; without a value there is only its status.
    """
    answer = event.answer
    value, label, text = _columns(texts, facts, question, answer)
    sessions.add_answer(
        connection,
        session_id=session_id,
        turn=answer.turn,
        step=answer.step,
        kind=answer.kind,
        measure=event.measure,
        status=answer.status,
        value=value,
        label=label,
        text=text,
        now=now,
    )


def keep_for_person(
    connection: Connection, person_id: int, event: Answered, session_id: int, now: datetime
) -> None:
    """What else the answer is for: a consent, a name, or how somebody would like things to be."""
    answer = event.answer
    if not event.keeps or answer.status != "answered":
        return
    if event.keeps.startswith(CONSENT):
        use = event.keeps.removeprefix(CONSENT)
        people.add_consent(connection, person_id, use, answer.value == "yes", session_id, now)
    elif event.keeps == NAME:
        people.keep_name(connection, person_id, str(answer.value))
    elif event.keeps in KEPT:
        keep_preference(connection, person_id, event.keeps, _preference(answer.value))
    if event.keeps == SAFE_HERE:
        note_safe_here(connection, person_id, str(answer.value), now)


def take_back(
    connection: Connection,
    person_id: int,
    flow: Flow,
    session_id: int,
    event: Withdrawn,
    now: datetime,
) -> None:
    """The answer no longer stands, and a preference that came from it is forgotten."""
    answer = event.answer
    sessions.withdraw_answer(connection, session_id, answer.turn, now)
    asked = flow.route.questions.get(answer.step)
    keeps = asked.keeps if asked is not None else None
    if keeps not in KEPT or answer.status != "answered":
        return
    if preferences_of(connection, person_id).get(keeps) == _preference(answer.value):
        keep_preference(connection, person_id, keeps, None)


def _columns(
    texts: Texts, facts: Facts, question: Question, answer: Answer
) -> tuple[str | None, str | None, str | None]:
    """Value, label and own words, as an answer's row has them."""
    if answer.status != "answered":
        return None, None, None
    if answer.kind == OWN_WORDS:
        return None, None, str(answer.value)
    if answer.kind == MEDIA:
        caption = answer.label if answer.label not in ("photo", "voice") else None
        return SENT, None, caption
    value = ",".join(answer.value) if isinstance(answer.value, tuple) else str(answer.value)
    return value, said_words(texts, question, answer, facts), None


def _preference(value: Value) -> Preference:
    return value if isinstance(value, tuple) else str(value)
