"""Putting a flag off for a while, never beyond its limit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.acting import Result, beaten, begin, change
from bot.aftercare.life import snooze_limit


def snooze(
    connection: Connection,
    flag_id: int,
    version: int,
    staff_id: int,
    until: datetime,
    now: datetime,
) -> Result:
    """The flag is open again at `until`, and whoever put it off is alerted with the others.

    `until` can be no later than the level's limit: that for acknowledging while nobody has, that
    for being in touch afterwards.
    """
    begun = begin(connection, "snooze", flag_id, version, staff_id)
    if isinstance(begun, Result):
        return begun
    limit = snooze_limit(begun.standing)
    if not now < until <= limit:
        return Result(False, "too long", until=limit)
    owner = begun.flag.owner_id if begun.flag.status == "acknowledged" else staff_id
    changed = change(
        connection,
        begun,
        "snoozed",
        now,
        detail=until.isoformat(),
        status="snoozed",
        owner_id=owner,
        rung=max(begun.flag.rung, 0),
        snoozed_until=until,
        next_at=until,
    )
    if changed is None:
        return beaten(connection, begun)
    return Result(True, who=begun.staff.name, until=until)
