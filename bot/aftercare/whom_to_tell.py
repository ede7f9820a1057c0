""" "I want to talk to someone": to the named facilitator, or to somebody else?

The flag is there at once. Until the person has chosen nobody is alerted and the facilitator cannot
see it, for it may be about them. Whoever does not choose within two minutes has it go to the named
facilitator, as they were told; but to the others as soon as they have written anything that is not
plainly the facilitator. Whoever asks for somebody else at any time, gets somebody else.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.alerts import show_anew
from bot.aftercare.deadlines import Limits
from bot.aftercare.flags import (
    PRESSING,
    Raised,
    Recorded,
    Signal,
    alert_and_promise,
    raise_flag,
    record_signal,
)
from bot.aftercare.ladder import ladder
from bot.aftercare.opening_again import opened_values
from bot.aftercare.promising import told_of_promise
from bot.aftercare.team import hours_for, team_for
from storage import flags, flags_waiting
from storage.contacts import Contact
from storage.rows import AnyRow

TIME_TO_CHOOSE: Final = timedelta(minutes=2)
CHOSE_OTHERS: Final = "chose others"
CHOSE: Final = ("chose the facilitator", CHOSE_OTHERS)
"""Events of a flag whose person has said whom to tell."""
UNDECIDED: Final = -1
"""The rung of a flag whose person is still choosing whom to tell; else the facilitator is."""
UNDECIDED_OTHERS: Final = -2
"""The same, but else somebody other than the facilitator is told."""


def ask_for_talk(
    connection: Connection,
    limits: Limits,
    contact: Contact,
    signal: Signal,
    session_id: int | None,
    now: datetime,
) -> tuple[Raised | None, bool]:
    """Raises the flag. True when the person is to be asked whom to tell.

    They are not asked when no named facilitator may know of it, when somebody was told of
    something pressing already (what was promised then stands), or when their facilitator is away
    or cannot be reached: then the others are told.
    """
    joined = flags.flag_to_join(
        connection,
        person_id=contact.person_id,
        channel_id=contact.channel_id,
        conduct=contact.kept_from_facilitator,
    )
    undecided = joined is not None and joined.rung < 0
    # Of a routine flag nobody was promised anything: what is said now may be about another person.
    apart = joined is not None and not undecided and joined.level not in PRESSING
    known = joined is not None and not (undecided or apart)
    if contact.facilitator_id is None or contact.kept_from_facilitator or known:
        return raise_flag(connection, limits, contact, signal, session_id, now), False
    before = joined.rung if joined is not None and undecided else UNDECIDED
    recorded = record_signal(connection, limits, contact, signal, session_id, now, apart=apart)
    assert recorded is not None
    flags.hide_flag(connection, recorded.flag_id, {contact.facilitator_id})
    flag = flags.find_flag(connection, recorded.flag_id)
    assert flag is not None
    team = team_for(connection, contact, flag.project_id, now)
    if not team.available(contact.facilitator_id, now):
        return alert_and_promise(connection, recorded, contact, signal, now), False
    flags.change_flag(
        connection,
        flag.id,
        flag.version,
        rung=before,
        conduct=False,
        next_at=now + TIME_TO_CHOOSE,
    )
    return Raised(flag.id, flag.level, signal.topic, True, None), True


def is_choosing(connection: Connection, contact: Contact) -> bool:
    """Whether the person was asked whom to tell, and has not said yet."""
    return contact.person_id is not None and flags_waiting.is_choosing(
        connection, contact.person_id
    )


def lean_to_others(connection: Connection, contact: Contact, now: datetime | None) -> None:
    """They wrote something that is not plainly the facilitator: without more it is the others.

    Where they are asked again, it is `now`, and they have the whole time once more.
    """
    assert contact.person_id is not None
    flag = flags_waiting.undecided_flag(connection, contact.person_id)
    if flag is not None:
        flags.change_flag(
            connection,
            flag.id,
            flag.version,
            rung=UNDECIDED_OTHERS,
            next_at=flag.next_at if now is None else now + TIME_TO_CHOOSE,
        )


def choose(
    connection: Connection, limits: Limits, contact: Contact, *, named: bool, now: datetime
) -> Raised | None:
    """Tells the named facilitator, or the safeguarding leads and coordinators instead.

    None when there is nothing to choose any more.
    """
    assert contact.person_id is not None
    flag = flags_waiting.undecided_flag(connection, contact.person_id)
    if flag is None:
        return None
    if named:
        flags.show_flag(connection, flag.id)
    next_at = limits.acknowledge_by(flag.level, now, hours_for(connection, contact))
    flags.change_flag(connection, flag.id, flag.version, rung=0, next_at=next_at, conduct=not named)
    flags.add_event(connection, flag.id, "chose the facilitator" if named else CHOSE_OTHERS, now)
    last = flags.signals_of(connection, flag.id)[-1][0]
    signal = Signal(last.level, last.topic, last.rule, last.reason)
    return alert_and_promise(connection, Recorded(flag.id, False), contact, signal, now)


def may_choose_others(connection: Connection, contact: Contact, flag_id: int) -> bool:
    """Whether the facilitator was told of this flag without having been chosen for it."""
    if contact.facilitator_id is None or contact.kept_from_facilitator:
        return False
    if contact.facilitator_id in flags.hidden_from(connection, flag_id):
        return False
    return not any(row.kind in CHOSE for row in flags.events_of(connection, flag_id))


def facilitator_was_told(connection: Connection, contact: Contact) -> bool:
    """Whether the named facilitator may see something pressing that is not closed."""
    if contact.person_id is None or contact.facilitator_id is None:
        return False
    return bool(_told_to(connection, contact.person_id, contact.facilitator_id))


def tell_others_than(
    connection: Connection,
    limits: Limits,
    contact: Contact,
    signal: Signal,
    session_id: int | None,
    now: datetime,
    staff_id: int,
    about: frozenset[int] = frozenset(),
    *,
    asked: bool = True,
) -> Raised | None:
    """Raises a signal that this member of staff must not see. What presses and was told to them
    goes to the others as well, by the time that was promised.

    `asked`: the person asked for somebody else. None when there is no project at all.
    """
    taken = take_from(connection, limits, contact, staff_id, now)
    about |= {staff_id}
    raised = raise_flag(connection, limits, contact, signal, session_id, now, about)
    if raised is None:
        return None
    for flag_id in taken:
        if flag_id != raised.flag_id:
            _tell_again(connection, contact, flag_id, now)
    if asked and staff_id == contact.facilitator_id:
        _note_that_they_chose(connection, raised.flag_id, now)
    flag = flags.find_flag(connection, raised.flag_id)
    if flag is not None and raised.flag_id in taken:
        show_anew(connection, flag, contact, now)
    return raised


def take_from(
    connection: Connection, limits: Limits, contact: Contact, staff_id: int, now: datetime
) -> list[int]:
    """Takes what presses from a member of staff who is not to have it; those flags are open again.

    Nobody is alerted here. A flag of which nobody else could be told stays with them: better they
    than nobody.
    """
    if contact.person_id is None:
        return []
    found = _told_to(connection, contact.person_id, staff_id)
    return [flag.id for flag in found if _take(connection, limits, contact, flag, staff_id, now)]


def _told_to(connection: Connection, person_id: int, staff_id: int) -> list[AnyRow]:
    """What presses, is still to be seen to, and is not hidden from this member of staff."""
    return [
        flag
        for flag in flags.told_flags_of(connection, person_id)
        if flag.level in PRESSING
        and flag.status != "contacted"
        and staff_id not in flags.hidden_from(connection, flag.id)
    ]


def _take(
    connection: Connection,
    limits: Limits,
    contact: Contact,
    flag: AnyRow,
    staff_id: int,
    now: datetime,
) -> bool:
    """Hides a flag from them; True when it has to be told to others now."""
    before = flags.hidden_from(connection, flag.id)
    flags.hide_flag(connection, flag.id, {staff_id})
    flags.change_flag(connection, flag.id, flag.version, conduct=True)
    kept = flags.find_flag(connection, flag.id)
    assert kept is not None
    if not ladder(connection, kept, contact.facilitator_id, now):
        flags.show_flag(connection, flag.id)
        flags.hide_flag(connection, flag.id, before)
        flags.change_flag(connection, flag.id, kept.version, conduct=flag.conduct)
        return False
    if flag.status != "open" and flag.owner_id != staff_id:
        if flag.handed_to_id == staff_id:
            values = {"status": "acknowledged", "handed_to_id": None, "next_at": now}
            flags.change_flag(connection, flag.id, kept.version, **values)
        return False
    acknowledge_by = limits.acknowledge_by(flag.level, now, hours_for(connection, contact))
    values = opened_values(acknowledge_by, flag.contact_by, now)
    flags.change_flag(connection, flag.id, kept.version, **values)
    if flag.status != "open":
        flags.add_event(connection, flag.id, "opened by a signal", now)
    return True


def _tell_again(connection: Connection, contact: Contact, flag_id: int, now: datetime) -> None:
    """Those who are to see to a flag from now on are alerted."""
    last = flags.signals_of(connection, flag_id)[-1][0]
    signal = Signal(last.level, last.topic, last.rule, last.reason)
    alert_and_promise(connection, Recorded(flag_id, False), contact, signal, now)
    told_of_promise(connection, flag_id, now)
    flag = flags.find_flag(connection, flag_id)
    assert flag is not None
    show_anew(connection, flag, contact, now)


def _note_that_they_chose(connection: Connection, flag_id: int, now: datetime) -> None:
    if not any(row.kind == CHOSE_OTHERS for row in flags.events_of(connection, flag_id)):
        flags.add_event(connection, flag_id, CHOSE_OTHERS, now)


def asked_whom_at(connection: Connection, contact: Contact) -> datetime | None:
    """When the person was asked whom to tell, if they have not said yet."""
    assert contact.person_id is not None
    flag = flags_waiting.undecided_flag(connection, contact.person_id)
    return None if flag is None else flag.next_at - TIME_TO_CHOOSE
