"""The life of an aftercare flag: raised, acknowledged, and climbing the ladder until somebody does.

A flag, its history and its alerts are written in one transaction: a crash loses all or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from bot.aftercare.alerts import alert_screen, send_alerts, show_acknowledged
from bot.aftercare.deadlines import Limits
from bot.aftercare.ladder import Rung, ladder
from bot.aftercare.promise import Promise
from bot.aftercare.wording import topic_words
from bot.texts import Texts, texts_for
from storage import flags, people
from storage.people import Contact
from storage.rows import AnyRow

URGENCY: Final = {"urgent": 0, "soon": 1, "routine": 2}
LOOK_AGAIN: Final = timedelta(seconds=60)
"""How often a flag that nobody can be told about looks for somebody."""
STAFF_LOCALE: Final = "en"


@dataclass(frozen=True, slots=True)
class Signal:
    """Why somebody should be contacted. `words` are the participant's own, `span` the part of them
    that matched; `reason` is what staff read without opening the words."""

    level: str
    topic: str
    rule: str
    reason: str
    step: str | None = None
    words: str = ""
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag after a signal. `promise` is None when nobody could be told."""

    flag_id: int
    level: str
    topic: str
    conduct: bool
    promise: Promise | None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Whether this press took the flag on, and who has it now."""

    won: bool
    owner_name: str


def raise_flag(
    connection: Connection,
    limits: Limits,
    contact: Contact,
    signal: Signal,
    session_id: int | None,
    now: datetime,
    about: frozenset[int] = frozenset(),
) -> Raised | None:
    """Raises a flag, or adds the signal to the one of the same conversation, and alerts.

    `about` are the members of staff whom the signal names; it is hidden from them, and from the
    named facilitator when its topic is the conduct of staff. None when there is no project at all.
    """
    flag_id = record_signal(connection, limits, contact, signal, session_id, now)
    if flag_id is None:
        return None
    if signal.topic == "conduct":
        flags.hide_flag(connection, flag_id, _those_it_is_about(contact, about))
    return alert_and_promise(connection, flag_id, contact, signal.reason, now)


def record_signal(
    connection: Connection,
    limits: Limits,
    contact: Contact,
    signal: Signal,
    session_id: int | None,
    now: datetime,
) -> int | None:
    """Opens a flag, or adds the signal to the one of the same conversation; tells nobody yet."""
    project_id = contact.project_id or people.first_project(connection)
    if project_id is None:
        return None
    joined = flags.flag_to_join(
        connection,
        person_id=contact.person_id,
        channel_id=contact.channel_id,
        session_id=session_id,
        conduct=signal.topic == "conduct",
    )
    if joined is None:
        flag_id = _open(connection, limits, contact, signal, project_id, session_id, now)
    else:
        flag_id = _join(connection, limits, contact, joined, signal, now)
    flags.add_signal(
        connection,
        flag_id,
        level=signal.level,
        topic=signal.topic,
        rule=signal.rule,
        reason=signal.reason,
        step=signal.step,
        words=signal.words,
        span=signal.span,
        now=now,
    )
    return flag_id


def _those_it_is_about(contact: Contact, named: frozenset[int]) -> set[int]:
    about = set(named)
    if contact.facilitator_id is not None:
        about.add(contact.facilitator_id)
    return about


def _open(
    connection: Connection,
    limits: Limits,
    contact: Contact,
    signal: Signal,
    project_id: int,
    session_id: int | None,
    now: datetime,
) -> int:
    acknowledge_by = limits.acknowledge_by(signal.level, now, contact.timezone)
    flag_id = flags.add_flag(
        connection,
        project_id=project_id,
        person_id=contact.person_id,
        channel_id=contact.channel_id,
        session_id=session_id,
        level=signal.level,
        topic=signal.topic,
        conduct=signal.topic == "conduct",
        status="open",
        version=1,
        rung=0,
        opened_at=now,
        acknowledge_by=acknowledge_by,
        contact_by=limits.contact_by(signal.level, now, contact.timezone),
        next_at=acknowledge_by,
    )
    flags.add_event(connection, flag_id, "opened", now)
    return flag_id


def _join(
    connection: Connection,
    limits: Limits,
    contact: Contact,
    flag: AnyRow,
    signal: Signal,
    now: datetime,
) -> int:
    """A new signal on a flag: a higher level opens it again, from the first rung."""
    values: dict[str, Any] = {}
    if flag.rung < 0:
        # They were still choosing whom to tell about wanting to talk; what came now cannot wait.
        flags.show_flag(connection, flag.id)
        values = {"rung": 0}
    rose = URGENCY[signal.level] < URGENCY[flag.level]
    if rose:
        acknowledge_by = limits.acknowledge_by(signal.level, now, contact.timezone)
        values |= {
            "level": signal.level,
            "topic": signal.topic,
            "status": "open",
            "rung": 0,
            "acknowledge_by": acknowledge_by,
            "contact_by": limits.contact_by(signal.level, now, contact.timezone),
            "next_at": acknowledge_by,
        }
    flags.change_flag(connection, flag.id, flag.version, **values)
    flags.add_event(connection, flag.id, "level rose" if rose else "new signal", now)
    return int(flag.id)


def alert_and_promise(
    connection: Connection, flag_id: int, contact: Contact, reason: str, now: datetime
) -> Raised:
    """Alerts the owner, or the rung that the flag stands on, and keeps what is promised."""
    flag = flags.find_flag(connection, flag_id)
    assert flag is not None
    rungs = ladder(connection, flag, contact.facilitator_id)
    told: people.Someone | None = None
    if flag.status == "acknowledged":
        told = _alert_owner(connection, flag, contact, reason, now)
    elif rungs:
        rung = rungs[max(0, min(flag.rung, len(rungs) - 1))]
        told = rung.people[0]
        alert_rung(connection, flag, rung, contact, reason, now)
    else:
        # Nobody can be told: the flag keeps looking, and the participant is not promised anybody.
        flags.change_flag(connection, flag_id, flag.version, next_at=now + LOOK_AGAIN)
    promise = None
    if told is not None:
        promise = Promise(told.name, flag.contact_by, contact.timezone)
        flags.change_flag(
            connection,
            flag_id,
            flag.version,
            promised_by=flag.contact_by,
            promised_id=told.id,
        )
    return Raised(flag_id, flag.level, flag.topic, flag.conduct, promise)


def _alert_owner(
    connection: Connection, flag: AnyRow, contact: Contact, reason: str, now: datetime
) -> people.Someone | None:
    owner = people.find_person(connection, flag.owner_id)
    assert owner is not None
    channels = people.working_channels(connection, owner.id, ("staff", "inbox"))
    rung = Rung((owner,), tuple((owner.id, channel) for channel in channels))
    alert_rung(connection, flag, rung, contact, reason, now)
    return owner


def alert_rung(
    connection: Connection,
    flag: AnyRow,
    rung: Rung,
    contact: Contact,
    reason: str,
    now: datetime,
) -> None:
    """Queues the alert for everybody on a rung."""
    texts = texts_for(STAFF_LOCALE)
    screen = alert_screen(texts, flag, _who(texts, contact), reason, contact.timezone, now)
    send_alerts(connection, flag, rung, screen, now)


def _who(texts: Texts, contact: Contact) -> str:
    return contact.code or texts.say("somebody who has not joined")


def reason_for(topic: str) -> str:
    """What staff read for a text that matched a rule."""
    return topic_words(texts_for(STAFF_LOCALE), topic)


def acknowledge(
    connection: Connection, flag_id: int, staff_id: int, now: datetime
) -> Acknowledgement | None:
    """Takes a flag on. The first press wins; the others learn who has it.

    None when there is no such flag for this member of staff. The participant is not told here:
    that is the caller's next step, `checkins` knows how to reach them.
    """
    flag = flags.find_flag(connection, flag_id)
    staff = people.find_person(connection, staff_id)
    if flag is None or staff is None or not may_see(connection, flag, staff):
        return None
    won = flag.status == "open" and flags.change_flag(
        connection,
        flag_id,
        flag.version,
        status="acknowledged",
        owner_id=staff_id,
        acknowledged_at=now,
        next_at=None,
    )
    if not won:
        flag = flags.find_flag(connection, flag_id)
        owner = people.find_person(connection, flag.owner_id) if flag and flag.owner_id else None
        return Acknowledgement(False, owner.name if owner else "")
    flags.add_event(connection, flag_id, "acknowledged", now, staff_id)
    contact = people.contact_of(connection, flag.channel_id)
    changed = flags.find_flag(connection, flag_id)
    assert changed is not None
    texts = texts_for(STAFF_LOCALE)
    show_acknowledged(
        connection, texts, changed, _who(texts, contact), staff.name, contact.timezone, now
    )
    return Acknowledgement(True, staff.name)


def may_see(connection: Connection, flag: AnyRow, staff: people.Someone) -> bool:
    """Staff of the project, and nobody whom the flag is about."""
    return (
        staff.role != "participant"
        and staff.project_id == flag.project_id
        and staff.id not in flags.hidden_from(connection, flag.id)
    )
