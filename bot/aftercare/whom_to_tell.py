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

    They are not asked when no named facilitator may know of it, when somebody is seeing to a flag
    of theirs already, or when their facilitator is away or cannot be reached: then the others are
    told.
    """
    joined = flags.flag_to_join(
        connection,
        person_id=contact.person_id,
        channel_id=contact.channel_id,
        conduct=contact.kept_from_facilitator,
    )
    undecided = joined is not None and joined.rung < 0
    known = joined is not None and not undecided
    if contact.facilitator_id is None or contact.kept_from_facilitator or known:
        return raise_flag(connection, limits, contact, signal, session_id, now), False
    before = joined.rung if joined is not None else UNDECIDED
    recorded = record_signal(connection, limits, contact, signal, session_id, now)
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


def lean_to_others(connection: Connection, contact: Contact, now: datetime) -> None:
    """They wrote something that is not plainly the facilitator: without more it is the others."""
    assert contact.person_id is not None
    flag = flags.undecided_flag(connection, contact.person_id)
    if flag is not None:
        flags.change_flag(
            connection,
            flag.id,
            flag.version,
            rung=UNDECIDED_OTHERS,
            next_at=now + TIME_TO_CHOOSE,
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
