""" "I want to talk to someone": to the named facilitator, or to somebody else?

The flag is there at once. Until the person has chosen nobody is alerted and the facilitator cannot
see it, for it may be about them. Whoever does not choose within two minutes has it go to the named
facilitator, as they were told; but to the others as soon as they have written anything that is not
plainly the facilitator.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

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
from bot.aftercare.team import hours_for, team_for
from storage import flags
from storage.contacts import Contact

TIME_TO_CHOOSE: Final = timedelta(minutes=2)
CHOSE: Final = ("chose the facilitator", "chose others")
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
    return contact.person_id is not None and flags.is_choosing(connection, contact.person_id)


def lean_to_others(connection: Connection, contact: Contact, now: datetime | None) -> None:
    """They wrote something that is not plainly the facilitator: without more it is the others.

    Where they are asked again, it is `now`, and they have the whole time once more.
    """
    assert contact.person_id is not None
    flag = flags.undecided_flag(connection, contact.person_id)
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
    flag = flags.undecided_flag(connection, contact.person_id)
    if flag is None:
        return None
    if named:
        flags.show_flag(connection, flag.id)
    next_at = limits.acknowledge_by(flag.level, now, hours_for(connection, contact))
    flags.change_flag(connection, flag.id, flag.version, rung=0, next_at=next_at, conduct=not named)
    flags.add_event(connection, flag.id, "chose the facilitator" if named else "chose others", now)
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


def choose_others_after_all(
    connection: Connection,
    limits: Limits,
    contact: Contact,
    signal: Signal,
    session_id: int | None,
    now: datetime,
) -> Raised | None:
    """Tells others too, after the facilitator was told; the facilitator does not see it.

    None when nothing pressing was told to the facilitator. What they were told stays with them:
    to take it away would leave it with nobody for a while.
    """
    if contact.person_id is None or contact.facilitator_id is None or contact.kept_from_facilitator:
        return None
    told = flags.flag_to_join(
        connection, person_id=contact.person_id, channel_id=contact.channel_id, conduct=False
    )
    if told is None or told.rung < 0 or told.level not in PRESSING:
        return None
    recorded = record_signal(connection, limits, contact, signal, session_id, now, apart=True)
    assert recorded is not None
    flags.hide_flag(connection, recorded.flag_id, {contact.facilitator_id})
    flag = flags.find_flag(connection, recorded.flag_id)
    assert flag is not None
    flags.change_flag(connection, flag.id, flag.version, conduct=True)
    flags.add_event(connection, flag.id, "chose others", now)
    return alert_and_promise(connection, recorded, contact, signal, now)


def asked_whom_at(connection: Connection, contact: Contact) -> datetime | None:
    """When the person was asked whom to tell, if they have not said yet."""
    assert contact.person_id is not None
    flag = flags.undecided_flag(connection, contact.person_id)
    return None if flag is None else flag.next_at - TIME_TO_CHOOSE
