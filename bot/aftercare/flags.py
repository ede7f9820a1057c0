"""Raising aftercare flags: a new signal opens one or joins one, and somebody is told.

A flag, its history and its alerts are written in one transaction: a crash loses all or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from bot.aftercare.alerts import alert_screen, send_alerts
from bot.aftercare.deadlines import Limits
from bot.aftercare.ladder import Rung, ladder
from bot.aftercare.promise import Promise
from bot.aftercare.wording import topic_words
from bot.texts import Texts, texts_for
from storage import contacts, flags, people, projects
from storage.contacts import Contact
from storage.rows import AnyRow

PRESSING: Final = ("urgent", "soon")
"""Levels that are answered at once, with the numbers to call."""
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
    """A flag after a signal. `promise` is None when nobody could be told.

    `level` is the flag's, `topic` the signal's own. `kept` says that the named facilitator does
    not see it. `joined`: the person was answered about this flag before, and it is no more
    pressing than it was.
    """

    flag_id: int
    level: str
    topic: str
    kept: bool
    promise: Promise | None
    joined: bool = False


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

    `about` are the members of staff whom the signal names; it is hidden from them, and from the
    named facilitator when its topic is the conduct of staff. Whatever the person says after that
    is kept from them too. None when there is no project at all.
    """
    recorded = record_signal(connection, limits, contact, signal, session_id, now, about)
    if recorded is None:
        return None
    return alert_and_promise(connection, recorded, contact, signal, now)


@dataclass(frozen=True, slots=True)
class Recorded:
    """The flag that a signal was added to, and whether it was there and as pressing before."""

    flag_id: int
    joined: bool


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
    found = None
    if not apart:
        found = flags.flag_to_join(
            connection,
            person_id=contact.person_id,
            channel_id=contact.channel_id,
            conduct=bool(hidden),
        )
    joined = False
    if found is None:
        flag_id = _open(
            connection, limits, contact, signal, project_id, session_id, now, conduct=bool(hidden)
        )
    else:
        flag_id = int(found.id)
        joined = not _join(connection, limits, contact, found, signal, now)
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
    return Recorded(flag_id, joined)


def _kept_from(
    connection: Connection, contact: Contact, signal: Signal, named: frozenset[int]
) -> set[int]:
    """Those who must not see the signal: it is about them, or something before it was."""
    hidden = flags.kept_from(connection, contact.person_id) if contact.person_id else set()
    if signal.topic == "conduct":
        hidden |= named
        if contact.facilitator_id is not None:
            hidden.add(contact.facilitator_id)
    return hidden


def _open(
    connection: Connection,
    limits: Limits,
    contact: Contact,
    signal: Signal,
    project_id: int,
    session_id: int | None,
    now: datetime,
    *,
    conduct: bool,
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
        conduct=conduct,
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
) -> bool:
    """A new signal on a flag: a higher level opens it again, from the first rung.

    True when it has to be told anew.
    """
    values: dict[str, Any] = {}
    undecided = flag.rung < 0
    if undecided:
        # They were still choosing whom to tell. What came now cannot wait, and may be about the
        # one whom they did not choose.
        values = {"rung": 0, "conduct": True}
    rose = URGENCY[signal.level] < URGENCY[flag.level]
    if rose:
        acknowledge_by = limits.acknowledge_by(signal.level, now, contact.timezone)
        values |= {
            "level": signal.level,
            "topic": signal.topic,
            "status": "open",
            "rung": 0,
            "acknowledge_by": acknowledge_by,
            # A promise that was given is not put off.
            "contact_by": min(
                flag.contact_by, limits.contact_by(signal.level, now, contact.timezone)
            ),
            "next_at": acknowledge_by,
        }
    flags.change_flag(connection, flag.id, flag.version, **values)
    flags.add_event(connection, flag.id, "level rose" if rose else "new signal", now)
    if undecided:
        _show_rather_than_tell_nobody(connection, flag.id, contact)
    return rose or undecided


def _show_rather_than_tell_nobody(connection: Connection, flag_id: int, contact: Contact) -> None:
    """The person had not said that it is about the facilitator: better them than nobody."""
    flag = flags.find_flag(connection, flag_id)
    assert flag is not None
    if not ladder(connection, flag, contact.facilitator_id):
        flags.show_flag(connection, flag_id)
        flags.change_flag(connection, flag_id, flag.version, conduct=False)


def alert_and_promise(
    connection: Connection, recorded: Recorded, contact: Contact, signal: Signal, now: datetime
) -> Raised:
    """Alerts the owner, or the rung that the flag stands on, and keeps what is promised."""
    flag_id, reason = recorded.flag_id, signal.reason
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
    kept = contact.facilitator_id in flags.hidden_from(connection, flag_id)
    return Raised(flag_id, flag.level, signal.topic, kept, promise, recorded.joined)


def _alert_owner(
    connection: Connection, flag: AnyRow, contact: Contact, reason: str, now: datetime
) -> people.Someone | None:
    owner = people.find_person(connection, flag.owner_id)
    assert owner is not None
    channels = contacts.working_channels(connection, owner.id, ("staff", "inbox"))
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
    screen = alert_screen(texts, flag, who_words(texts, contact), reason, contact.timezone, now)
    send_alerts(connection, flag, rung, screen, now)


def who_words(texts: Texts, contact: Contact) -> str:
    """How staff see a participant before they open a flag."""
    return contact.code or texts.say("somebody who has not joined")


def reason_for(topic: str) -> str:
    """What staff read for a text that matched a rule."""
    return topic_words(texts_for(STAFF_LOCALE), topic)
