"""Being in touch with the participant, and having tried to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.acting import Begun, Result, beaten, begin, change
from bot.aftercare.deadlines import Limits
from bot.aftercare.promising import promise_kept
from bot.aftercare.times import deadlines_for
from storage import flags
from storage.flag_history import times_since_opened


def contacted(
    connection: Connection,
    limits: Limits,
    flag_id: int,
    version: int,
    staff_id: int,
    now: datetime,
) -> Result:
    """They have been in touch with the participant. Having seen a flag is not enough for that."""
    begun = begin(connection, "contacted", flag_id, version, staff_id)
    if isinstance(begun, Result):
        return begun
    return mark_contacted(connection, limits, begun, now)


def mark_contacted(connection: Connection, limits: Limits, begun: Begun, now: datetime) -> Result:
    """The flag waits to be closed by the one who was in touch, who is reminded each working day."""
    routine = deadlines_for(connection, limits, begun.contact).next_morning(now)
    changed = change(
        connection,
        begun,
        "contacted",
        now,
        status="contacted",
        owner_id=begun.staff.id,
        contacted_at=now,
        outcome=None,
        closed_by_id=None,
        reminded_at=None,
        promised_by=None,
        round=0,
        next_at=routine,
    )
    if changed is None:
        return beaten(connection, begun)
    promise_kept(connection, begun.flag.id, now)
    return Result(True, who=begun.staff.name)


def tried(connection: Connection, flag_id: int, staff_id: int, now: datetime) -> Result:
    """They tried to be in touch and could not. The limit stays as it is."""
    begun = begin(connection, "tried", flag_id, None, staff_id)
    if isinstance(begun, Result):
        return begun
    flags.add_event(connection, flag_id, "tried", now, staff_id)
    return Result(True, who=begun.staff.name)


def times_tried(connection: Connection, flag_id: int) -> int:
    """How often somebody tried since the flag was opened, or opened anew."""
    return times_since_opened(connection, flag_id, "tried")
