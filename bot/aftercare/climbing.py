"""The ladder over time: an open flag climbs until somebody acknowledges it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.deadlines import Limits
from bot.aftercare.flags import LOOK_AGAIN, alert_rung
from bot.aftercare.ladder import ladder
from bot.aftercare.promise import Promise, broken_words, promise_words
from bot.aftercare.told import tell_unprompted
from bot.aftercare.whom_to_tell import UNDECIDED, UNDECIDED_OTHERS
from bot.texts import texts_for
from storage import contacts, flags
from storage.rows import AnyRow


def climb(connection: Connection, limits: Limits, now: datetime, limit: int = 50) -> int:
    """Takes every open flag whose time has come one rung up, and returns how many there were.

    The last rung repeats. A flag that reached nobody looks again every minute. The participant is
    told when somebody was reached at last, and when a promise was not kept.
    """
    due = flags.due_flags(connection, now, limit)
    for flag in due:
        _climb_one(connection, limits, flag, now)
    return len(due)


def _climb_one(connection: Connection, limits: Limits, flag: AnyRow, now: datetime) -> None:
    contact = contacts.contact_of(connection, flag.channel_id)
    if flag.rung == UNDECIDED:
        # The person was asked whom to tell and did not say: then it is the named facilitator.
        flags.show_flag(connection, flag.id)
    elif flag.rung == UNDECIDED_OTHERS:
        flags.change_flag(connection, flag.id, flag.version, conduct=True)
        flag = flags.find_flag(connection, flag.id) or flag
    rungs = ladder(connection, flag, contact.facilitator_id)
    if not rungs:
        flags.change_flag(connection, flag.id, flag.version, next_at=now + LOOK_AGAIN)
        return
    known, undecided = flag.promised_id is not None, flag.rung < 0
    rung = min(flag.rung + 1, len(rungs) - 1) if known else 0
    first = rungs[rung].people[0]
    next_at = limits.acknowledge_by(flag.level, now, contact.timezone)
    if flag.contact_by > now:
        # The promise is looked at in the moment when it breaks.
        next_at = min(next_at, flag.contact_by)
    broken = flag.promised_by is not None and flag.promised_by <= now
    promised_by = None if broken or flag.contact_by <= now else flag.contact_by
    climbed = flags.change_flag(
        connection,
        flag.id,
        flag.version,
        rung=rung,
        next_at=next_at,
        promised_id=flag.promised_id or first.id,
        promised_by=promised_by,
    )
    if not climbed:
        return  # somebody acknowledged it, or another worker took it up, in this very moment
    kind = "climbed" if known else "did not choose" if undecided else "reached"
    flags.add_event(connection, flag.id, kind, now, detail=str(rung))
    changed = flags.find_flag(connection, flag.id)
    assert changed is not None
    signals = flags.signals_of(connection, flag.id)
    alert_rung(connection, changed, rungs[rung], contact, signals[-1][0].reason, now)
    if broken:
        words = broken_words(texts_for(contact.locale))
        if tell_unprompted(connection, changed, contact, words, now):
            flags.add_event(connection, flag.id, "admitted", now)
    elif not known and promised_by is not None:
        promise = Promise(first.name, promised_by, contact.timezone)
        words = promise_words(texts_for(contact.locale), promise, now)
        tell_unprompted(connection, changed, contact, words, now)
