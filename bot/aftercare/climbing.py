"""The ladder over time: an open flag climbs until somebody acknowledges it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.deadlines import Limits
from bot.aftercare.flags import LOOK_AGAIN, alert_rung
from bot.aftercare.ladder import ladder
from storage import flags, people
from storage.rows import AnyRow


def climb(connection: Connection, limits: Limits, now: datetime, limit: int = 50) -> int:
    """Takes every open flag whose time has come one rung up, and returns how many there were.

    The last rung repeats. A flag that reached nobody looks again every minute.
    """
    due = flags.due_flags(connection, now, limit)
    for flag in due:
        _climb_one(connection, limits, flag, now)
    return len(due)


def _climb_one(connection: Connection, limits: Limits, flag: AnyRow, now: datetime) -> None:
    contact = people.contact_of(connection, flag.channel_id)
    if flag.rung < 0 and not flag.conduct:
        # The person was asked whom to tell and did not say: then it is the named facilitator.
        flags.show_flag(connection, flag.id)
    rungs = ladder(connection, flag, contact.facilitator_id)
    if not rungs:
        flags.change_flag(connection, flag.id, flag.version, next_at=now + LOOK_AGAIN)
        return
    rung = min(flag.rung + 1, len(rungs) - 1) if flag.promised_id else 0
    next_at = limits.acknowledge_by(flag.level, now, contact.timezone)
    climbed = flags.change_flag(
        connection,
        flag.id,
        flag.version,
        rung=rung,
        next_at=next_at,
        promised_id=flag.promised_id or rungs[rung].people[0].id,
    )
    if not climbed:
        return  # somebody acknowledged it, or another worker took it up, in this very moment
    flags.add_event(connection, flag.id, "climbed", now, detail=str(rung))
    changed = flags.find_flag(connection, flag.id)
    assert changed is not None
    signals = flags.signals_of(connection, flag.id)
    alert_rung(connection, changed, rungs[rung], contact, signals[-1][0].reason, now)
