""" "I want to talk to someone": to the named facilitator, or to somebody else?

The flag is there at once. Until the person has chosen nobody is alerted and the facilitator cannot
see it, for it may be about them. Whoever does not choose within two minutes has it go to the named
facilitator, as they were told.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.deadlines import Limits
from bot.aftercare.flags import Raised, Signal, alert_and_promise, raise_flag, record_signal
from storage import flags
from storage.people import Contact

TIME_TO_CHOOSE: Final = timedelta(minutes=2)
UNDECIDED: Final = -1
"""The rung of a flag whose person is still choosing whom to tell."""


def ask_for_talk(
    connection: Connection,
    limits: Limits,
    contact: Contact,
    signal: Signal,
    session_id: int | None,
    now: datetime,
) -> tuple[Raised | None, bool]:
    """Raises the flag. True when the person is to be asked whom to tell.

    They are not asked when there is no named facilitator, or when somebody is seeing to a flag of
    the same conversation already.
    """
    joined = flags.flag_to_join(
        connection,
        person_id=contact.person_id,
        channel_id=contact.channel_id,
        session_id=session_id,
        conduct=False,
    )
    undecided = joined is not None and joined.rung == UNDECIDED
    if contact.facilitator_id is None or (joined is not None and not undecided):
        return raise_flag(connection, limits, contact, signal, session_id, now), False
    flag_id = record_signal(connection, limits, contact, signal, session_id, now)
    assert flag_id is not None
    flags.hide_flag(connection, flag_id, {contact.facilitator_id})
    flag = flags.find_flag(connection, flag_id)
    assert flag is not None
    flags.change_flag(
        connection, flag_id, flag.version, rung=UNDECIDED, next_at=now + TIME_TO_CHOOSE
    )
    return Raised(flag_id, flag.level, flag.topic, False, None), True


def choose(
    connection: Connection, limits: Limits, contact: Contact, *, named: bool, now: datetime
) -> Raised | None:
    """Tells the named facilitator, or the safeguarding leads and coordinators instead.

    None when there is nothing to choose any more.
    """
    assert contact.person_id is not None
    flag = flags.undecided_flag(connection, contact.person_id, UNDECIDED)
    if flag is None:
        return None
    if named:
        flags.show_flag(connection, flag.id)
    next_at = limits.acknowledge_by(flag.level, now, contact.timezone)
    flags.change_flag(connection, flag.id, flag.version, rung=0, next_at=next_at, conduct=not named)
    flags.add_event(connection, flag.id, "chose the facilitator" if named else "chose others", now)
    reason = flags.signals_of(connection, flag.id)[-1][0].reason
    return alert_and_promise(connection, flag.id, contact, reason, now)
