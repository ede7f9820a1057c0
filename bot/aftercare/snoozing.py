"""Putting a flag off for a while, never beyond its limit, and taking it up again before that."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.acknowledging import own
from bot.aftercare.acting import Result, beaten, begin, change
from bot.aftercare.deadlines import Limits
from bot.aftercare.life import snooze_limit
from storage.flag_history import last_kind

TAKEN: Final = ("acknowledged", "accepted", "took over", "took up")
"""Kinds of events after which the participant knows who looks after the flag."""
OPENED: Final = (
    "opened",
    "reopened",
    "escalated",
    "woke",
    "not accepted",
    "not contacted",
    "owner lost",
    "owner gone",
    "owner left",
    "level rose",
    "opened by a signal",
)
"""Kinds of events after which nobody looks after it."""


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


def take_up(
    connection: Connection, limits: Limits, flag_id: int, staff_id: int, now: datetime
) -> Result:
    """Whoever put the flag off looks after it again at once; what was promised stands.

    It does not matter what version they looked at: somebody sees to it, whatever was said since.
    """
    begun = begin(connection, "take_up", flag_id, None, staff_id)
    if isinstance(begun, Result):
        return begun
    known = last_kind(connection, flag_id, TAKEN + OPENED) in TAKEN
    return own(connection, limits, begun, "took up", now, known=known)
