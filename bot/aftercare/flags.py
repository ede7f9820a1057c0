"""Raising aftercare flags: a new signal opens one or joins one, and somebody is told.

A flag, its history and its alerts are written in one transaction: a crash loses all or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.aftercare.alerts import STAFF_LOCALE, alert_people, send_alerts, who_words
from bot.aftercare.chosen_times import ByWhen, Chosen, by_when
from bot.aftercare.deadlines import Limits
from bot.aftercare.joining import PRESSING, URGENCY, Joined, join_signal
from bot.aftercare.ladder import Rung, ladder, own_wait, rung_at
from bot.aftercare.life import OWNED
from bot.aftercare.opening_again import LOOK_AGAIN
from bot.aftercare.promise import Promise, Promised
from bot.aftercare.promising import promise_for
from bot.aftercare.team import Team, team_for
from bot.aftercare.times import deadlines_for
from bot.aftercare.wording import topic_words
from bot.texts import texts_for
from storage import flags, people, projects
from storage.contacts import Contact
from storage.flag_history import newest_closed
from storage.rows import AnyRow

__all__ = [
    "PRESSING",
    "STAFF_LOCALE",
    "URGENCY",
    "Raised",
    "Recorded",
    "Signal",
    "alert_and_promise",
    "raise_flag",
    "reason_for",
    "record_signal",
    "who_words",
]


@dataclass(frozen=True, slots=True)
class Signal:
    """Why somebody should be contacted. `words` are the participant's own, `span` the part of them
    that matched; `reason` is what staff read without opening the words. `chosen` is when they asked
    to be contacted, where they did."""

    level: str
    topic: str
    rule: str
    reason: str
    step: str | None = None
    words: str = ""
    span: tuple[int, int] | None = None
    chosen: Chosen = ""


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag after a signal. `promise` is None when nobody could be told.

    `level` is the flag's, `topic` the signal's own. `kept` says that the named facilitator does
    not see it. `joined`: the person was answered about this flag before, and it is no more
    pressing than it was. `not_then` is the time they asked for and cannot have.
    """

    flag_id: int
    level: str
    topic: str
    kept: bool
    promise: Promised
    joined: bool = False
    not_then: Chosen = ""


def raise_flag(
    connection: Connection,
    limits: Limits,
    contact: Contact,
    signal: Signal,
    session_id: int | None,
    now: datetime,
    about: frozenset[int] = frozenset(),
) -> Raised | None:
    """Raises a flag, or adds the signal to the one that this person has, and alerts.

    `about` are the members of staff whom the signal is about, or who are not to hear of it; it is
    hidden from them, and from the named facilitator when its topic is the conduct of staff.
    Whatever the person says after that is kept from them too. None when there is no project at all.
    """
    recorded = record_signal(connection, limits, contact, signal, session_id, now, about)
    if recorded is None:
        return None
    return alert_and_promise(connection, recorded, contact, signal, now)


@dataclass(frozen=True, slots=True)
class Recorded:
    """The flag that a signal was added to, and whether it was there and as pressing before.

    `had_id` looked after it until now, and is alerted beside the others.
    """

    flag_id: int
    joined: bool
    had_id: int | None = None
    not_then: Chosen = ""


def record_signal(
    connection: Connection,
    limits: Limits,
    contact: Contact,
    signal: Signal,
    session_id: int | None,
    now: datetime,
    about: frozenset[int] = frozenset(),
    *,
    apart: bool = False,
) -> Recorded | None:
    """Opens a flag, or adds the signal to the one that this person has; tells nobody yet.

    With `apart` it opens one in any case.
    """
    project_id = contact.project_id or projects.first_project(connection)
    if project_id is None:
        return None
    hidden = _kept_from(connection, contact, signal, about)
    limit = by_when(deadlines_for(connection, limits, contact), signal.level, signal.chosen, now)
    found = None
    if not apart:
        found = flags.flag_to_join(
            connection,
            person_id=contact.person_id,
            channel_id=contact.channel_id,
            conduct=bool(hidden),
        )
    joined = Joined(anew=True)
    if found is None:
        flag_id = _open(
            connection, limit, contact, signal, project_id, session_id, now, conduct=bool(hidden)
        )
    else:
        flag_id = int(found.id)
        joined = join_signal(
            connection, limit, contact, found, signal.level, signal.topic, hidden, now
        )
    flags.hide_flag(connection, flag_id, hidden)
    flags.add_signal(
        connection,
        flag_id,
        level=signal.level,
        topic=signal.topic,
        rule=signal.rule,
        reason=signal.reason,
        session_id=session_id,
        step=signal.step,
        words=signal.words,
        span=signal.span,
        now=now,
    )
    # What was promised before may be sooner than what they ask for now.
    late = limit.late and (found is None or found.contact_by >= limit.contact_by)
    return Recorded(flag_id, not joined.anew, joined.had_id, signal.chosen if late else "")


def _kept_from(
    connection: Connection, contact: Contact, signal: Signal, named: frozenset[int]
) -> set[int]:
    """Those who must not see the signal: it is about them, or something before it was."""
    hidden = flags.kept_from(connection, contact.person_id) if contact.person_id else set()
    hidden |= named
    if signal.topic == "conduct" and contact.facilitator_id is not None:
        hidden.add(contact.facilitator_id)
    return hidden


def _open(
    connection: Connection,
    limit: ByWhen,
    contact: Contact,
    signal: Signal,
    project_id: int,
    session_id: int | None,
    now: datetime,
    *,
    conduct: bool,
) -> int:
    flag_id = flags.add_flag(
        connection,
        project_id=project_id,
        person_id=contact.person_id,
        channel_id=contact.channel_id,
        session_id=session_id,
        level=signal.level,
        topic=signal.topic,
        conduct=conduct,
        status="open",
        version=1,
        rung=0,
        opened_at=now,
        acknowledge_by=limit.acknowledge_by,
        contact_by=limit.contact_by,
        next_at=limit.acknowledge_by,
        earlier_id=newest_closed(
            connection, person_id=contact.person_id, channel_id=contact.channel_id
        ),
    )
    flags.add_event(connection, flag_id, "opened", now)
    return flag_id


def alert_and_promise(
    connection: Connection, recorded: Recorded, contact: Contact, signal: Signal, now: datetime
) -> Raised:
    """Alerts the owner, or the rung that the flag stands on, and keeps what is promised."""
    flag_id = recorded.flag_id
    flag = flags.find_flag(connection, flag_id)
    assert flag is not None
    team = team_for(connection, contact, flag.project_id, now)
    told, rung = _to_tell(connection, flag, contact, now, team)
    promise: Promised = None
    if told is not None:
        promise = promise_for(connection, flag, contact, told, now, team)
        values: dict[str, Any] = {
            "promised_by": promise.by if isinstance(promise, Promise) else None,
            "promised_id": told.id,
        }
        if rung is not None:
            wait = own_wait(rung, flag.level, now, team.hours)
            values |= {"rung": rung.place, "next_at": min(flag.next_at, wait or flag.next_at)}
    else:
        # Nobody can be told: the flag keeps looking, and the participant is not promised anybody.
        values = {"next_at": now + LOOK_AGAIN}
    flags.change_flag(connection, flag_id, flag.version, **values)
    _alert(connection, recorded, rung.channels if rung is not None else (), contact, now)
    kept = contact.facilitator_id in flags.hidden_from(connection, flag_id)
    return Raised(
        flag_id, flag.level, signal.topic, kept, promise, recorded.joined, recorded.not_then
    )


def _to_tell(
    connection: Connection, flag: AnyRow, contact: Contact, now: datetime, team: Team
) -> tuple[people.Someone | None, Rung | None]:
    """Who is told of a signal: the owner, who stands on no rung, or those on a rung."""
    if flag.status in OWNED:
        return people.find_person(connection, flag.owner_id), None
    rungs = ladder(connection, flag, contact.facilitator_id, now, team)
    if not rungs:
        return None, None
    rung = rung_at(rungs, flag.rung)
    return rung.people[0], rung


def _alert(
    connection: Connection,
    recorded: Recorded,
    channels: tuple[tuple[int, int], ...],
    contact: Contact,
    now: datetime,
) -> None:
    flag = flags.find_flag(connection, recorded.flag_id)
    assert flag is not None
    texts = texts_for(STAFF_LOCALE)
    first = len(flags.signals_of(connection, flag.id)) == 1
    lead = "" if first else texts.say("Something new was said.")
    send_alerts(connection, flag, channels, contact, now, lead)
    others = [flag.owner_id, flag.handed_to_id, recorded.had_id]
    alert_people(connection, flag, others, contact, now, lead)


def reason_for(topic: str) -> str:
    """What staff read for a text that matched a rule."""
    return topic_words(texts_for(STAFF_LOCALE), topic)
