"""Signals beyond text: what each raises, by a project's settings, and how they are looked for.

Each makes at most a `soon` flag. None of them is a score, and none is kept beside a name: they only
bring somebody's answers to a person's eyes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.apart import AS_ONE, AsOne
from bot.aftercare.deadlines import Limits
from bot.aftercare.flags import STAFF_LOCALE, Raised, Signal, raise_flag, record_signal
from bot.aftercare.ratings import Series, fell, is_low
from bot.aftercare.unsaid import FALL, LOW, NO_ANSWER, RATINGS, STOPPED
from bot.texts import texts_for
from flows.measures import measures
from flows.measures.measure import Measure
from storage import contacts, signals
from storage.contacts import Contact
from storage.rows import AnyRow

OFF: Final = "off"
LEVELS: Final = (OFF, "routine", "soon")
"""What a signal may raise; never more."""

CHANGE: Final = "change"
SILENCE: Final = "silence"
"""The topics of these flags."""

FOLLOW_UPS: Final = ("aftercare-follow-up",)
"""Check-ins that ask how it went after a flag."""


@dataclass(frozen=True, slots=True)
class SignalSettings:
    """How a project wants each signal taken. Points are those of a scale from 0 to 10.

    `fall_points` holds where a measure does not say how much change is real.
    """

    fall: str = "routine"
    fall_points: float = 4
    low: str = "routine"
    low_points: float = 3
    no_answer: str = "routine"
    no_answer_hours: float = 48
    stopped: str = "routine"


NAMES: Final = tuple(one.name for one in fields(SignalSettings))


def settings_of(connection: Connection, project_id: int) -> SignalSettings:
    """A project's settings; what it has not set is as it comes."""
    return read_settings(signals.signal_settings(connection, project_id))


def read_settings(kept: Mapping[str, str]) -> SignalSettings:
    """Settings as they are stored. Names that this version does not know are left alone."""
    values = {name: kept[name] for name in NAMES if name in kept}
    return SignalSettings(
        **{
            name: float(value) if name.endswith(("_points", "_hours")) else value
            for name, value in values.items()
        }  # type: ignore[arg-type]
    )


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating that was just given, for an item of a measure."""

    measure: str
    step: str
    session_id: int


def raise_for_rating(
    connection: Connection, limits: Limits, contact: Contact, rated: Rated, now: datetime
) -> Raised | None:
    """A flag for a rating that fell, or that is low once more; None where there is nothing.

    One check-in alerts once, however many of its ratings are so; the others are listed.
    """
    assert contact.person_id is not None
    assert contact.project_id is not None
    series = _series(connection, contact.person_id, rated)
    if series is None:
        return None
    settings = settings_of(connection, contact.project_id)
    signal = _signal(series, settings, rated)
    if signal is None:
        return None
    began = signals.session_began(connection, rated.session_id)
    if signals.sign_was_noted(connection, contact.person_id, RATINGS, began):
        record_signal(connection, limits, contact, signal, rated.session_id, now)
        return None
    return raise_flag(connection, limits, contact, signal, rated.session_id, now)


def _series(connection: Connection, person_id: int, rated: Rated) -> Series | None:
    name, _, item = rated.measure.partition(".")
    measure = measures().get(name)
    if measure is None or not measure.tracked or item not in measure.items:
        return None
    if measure.scoring.total == "each":
        rows = signals.ratings_of(connection, person_id, rated.measure)
        return _of_item(measure, item, rows, rated)
    items = [f"{name}.{one}" for one in measure.items]
    rows = signals.ratings_of_all(connection, person_id, items)
    return _of_measure(measure, rows, rated)


def _of_item(measure: Measure, item: str, rows: Iterable[AnyRow], rated: Rated) -> Series | None:
    values = _by_session(rows)
    if next(iter(values), None) != rated.session_id:
        return None
    return Series.of_item(measure, item, [next(iter(one.values())) for one in values.values()])


def _of_measure(measure: Measure, rows: Iterable[AnyRow], rated: Rated) -> Series | None:
    """Scores of whole measures; None until the last of its items is answered."""
    values = _by_session(rows)
    scores = {
        session_id: score
        for session_id, one in values.items()
        if (score := measure.score({name.partition(".")[2]: v for name, v in one.items()}))
        is not None
    }
    if next(iter(scores), None) != rated.session_id:
        return None
    return Series.of_measure(measure, list(scores.values()))


def _by_session(rows: Iterable[AnyRow]) -> dict[int, dict[str, float]]:
    """The newest session first, with its newest answer to each item."""
    found: dict[int, dict[str, float]] = {}
    for row in rows:
        try:
            value = float(row.value)
        except ValueError:
            continue  # a choice, not a number
        found.setdefault(row.session_id, {}).setdefault(row.measure, value)
    return found


def _signal(series: Series, settings: SignalSettings, rated: Rated) -> Signal | None:
    texts = texts_for(STAFF_LOCALE)
    if settings.fall != OFF and fell(series, settings.fall_points):
        reason = texts.say(
            "rated \u201c%(what)s\u201d %(now)s, and %(before)s the time before",
            what=series.title,
            now=series.words(0),
            before=series.words(1),
        )
        return Signal(settings.fall, CHANGE, FALL + rated.measure, reason, rated.step)
    if settings.low != OFF and is_low(series, settings.low_points):
        reason = texts.say(
            "gave a low rating for \u201c%(what)s\u201d two times running", what=series.title
        )
        return Signal(settings.low, CHANGE, LOW + rated.measure, reason, rated.step)
    return None


def raise_for_stopping(
    connection: Connection,
    limits: Limits,
    contact: Contact,
    step: str,
    session_id: int,
    now: datetime,
) -> Raised | None:
    """A flag for somebody who stopped right after a question about something private."""
    if contact.project_id is None:
        return None
    level = settings_of(connection, contact.project_id).stopped
    if level == OFF:
        return None
    reason = texts_for(STAFF_LOCALE).say("stopped right after a private question")
    signal = Signal(level, SILENCE, STOPPED + step, reason, step)
    return raise_flag(connection, limits, contact, signal, session_id, now)


def await_follow_up(
    connection: Connection, contact: Contact, session_id: int, now: datetime
) -> None:
    """A follow-up was sent: an answer to it is looked for after a while."""
    assert contact.person_id is not None
    assert contact.project_id is not None
    hours = settings_of(connection, contact.project_id).no_answer_hours
    signals.await_answer(connection, session_id, contact.person_id, now + timedelta(hours=hours))


def look_for_answers(
    connection: Connection,
    limits: Limits,
    now: datetime,
    limit: int = 50,
    apart: AsOne = AS_ONE,
) -> int:
    """Raises a flag for each follow-up that nobody has answered; how many were due."""
    due = apart.due(lambda most: signals.due_answers(connection, now, most), limit, now)
    for row in due:
        apart.do(connection, row.id, partial(_look_for_answer, connection, limits, row, now), now)
    return len(due)


def _look_for_answer(connection: Connection, limits: Limits, row: AnyRow, now: datetime) -> None:
    signals.settle_awaited(connection, row.id, now)
    if row.answered or row.channel_id is None:
        return
    contact = contacts.contact_of(connection, row.channel_id)
    if contact.project_id is None or contact.stopped_at is not None:
        return
    level = settings_of(connection, contact.project_id).no_answer
    if level == OFF:
        return
    reason = texts_for(STAFF_LOCALE).say("has not answered when asked how the contact went")
    signal = Signal(level, SILENCE, NO_ANSWER, reason)
    raise_flag(connection, limits, contact, signal, row.session_id, now)
