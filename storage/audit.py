"""The auditor's own look at the flags: is somebody or something going to see to each of them?

Nothing here is shared with the code that makes flags climb. What that code believes is not asked;
only what stands in the database counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up

_TABLES = SQLModel.metadata.tables
FLAG: Final = _TABLES["flag"]
OUTBOX: Final = _TABLES["outbox"]

LATE_STEP: Final = timedelta(minutes=2)
"""What is due is done within seconds; after this long, nothing is doing it."""

FARTHEST: Final = timedelta(days=45)
FARTHEST_URGENT: Final = timedelta(days=1)
"""A next step that is farther away than any limit allows is none."""

LATE_MESSAGE: Final = timedelta(minutes=5)
"""An alert that has not gone out after so long is late."""

_ALERTS: Final = 0
_NOT_CLOSED: Final = FLAG.c.status != literal_column("'closed'")


@dataclass(frozen=True, slots=True)
class LateMessages:
    """Alerts, signposting and replies from staff that should have gone out by now."""

    count: int
    oldest: datetime | None


def unattended_flags(connection: Connection, now: datetime, limit: int = 200) -> list[int]:
    """Flags (their ids) that nobody and nothing is going to see to, and that have no alarm yet."""
    return list(
        connection.execute(
            select(FLAG.c.id)
            .where(_NOT_CLOSED, FLAG.c.stuck_at.is_(None), ~_attended(now))
            .order_by(FLAG.c.id)
            .limit(limit)
        ).scalars()
    )


def alarms(connection: Connection) -> list[int]:
    """Flags (their ids) that have an alarm."""
    return list(
        connection.execute(
            select(FLAG.c.id).where(FLAG.c.stuck_at.is_not(None)).order_by(FLAG.c.id)
        ).scalars()
    )


def set_alarm(connection: Connection, flag_id: int, now: datetime) -> bool:
    """Marks the flag as stuck, if it still is and nobody marked it before."""
    return bool(
        connection.execute(
            update(FLAG)
            .where(FLAG.c.id == flag_id, FLAG.c.stuck_at.is_(None), _NOT_CLOSED, ~_attended(now))
            .values(stuck_at=now)
        ).rowcount
    )


def end_alarm(connection: Connection, flag_id: int, now: datetime) -> bool:
    """Takes the mark back, if somebody or something sees to the flag again or it is closed."""
    return bool(
        connection.execute(
            update(FLAG)
            .where(
                FLAG.c.id == flag_id,
                FLAG.c.stuck_at.is_not(None),
                or_(FLAG.c.status == "closed", _attended(now)),
            )
            .values(stuck_at=None)
        ).rowcount
    )


def late_messages(connection: Connection, now: datetime) -> LateMessages:
    """What of the highest lane waits for too long.

    Not counted: what waits for a time of its own, changes to earlier messages, what is about a
    flag that is closed, and what the same person was told about the same flag by another channel.
    """
    other = OUTBOX.alias("other")
    arrived_elsewhere = exists().where(
        other.c.flag_id == OUTBOX.c.flag_id,
        other.c.person_id == OUTBOX.c.person_id,
        other.c.kind == OUTBOX.c.kind,
        other.c.status == "sent",
        other.c.created_at >= OUTBOX.c.created_at,
    )
    closed = exists().where(FLAG.c.id == OUTBOX.c.flag_id, FLAG.c.status == "closed")
    row = connection.execute(
        select(func.count(), func.min(OUTBOX.c.created_at)).where(
            # Written out, not bound, so that an index over open messages only can serve it.
            OUTBOX.c.status.in_([literal_column("'pending'"), literal_column("'sending'")]),
            OUTBOX.c.lane == _ALERTS,
            OUTBOX.c.act == "send",
            OUTBOX.c.created_at <= now - LATE_MESSAGE,
            or_(OUTBOX.c.due_at <= now - LATE_MESSAGE, OUTBOX.c.tries > 0),
            ~arrived_elsewhere,
            ~closed,
        )
    ).one()
    return LateMessages(int(row[0]), row[1])


def _attended(now: datetime) -> ColumnElement[bool]:
    """Something will be done about the flag, or somebody said that they would and still has time.

    Never null: what is not known does not count.
    """
    urgent = and_(FLAG.c.level == "urgent", FLAG.c.status.in_(("open", "snoozed", "handing_over")))
    instant = FLAG.c.next_at.type
    farthest = case(
        (urgent, literal(now + FARTHEST_URGENT, instant)),
        else_=literal(now + FARTHEST, instant),
    )
    something = and_(
        FLAG.c.next_at.is_not(None),
        FLAG.c.next_at > now - LATE_STEP,
        FLAG.c.next_at <= farthest,
    )
    somebody = and_(
        FLAG.c.status == "acknowledged",
        FLAG.c.owner_id.is_not(None),
        FLAG.c.contact_by > now - LATE_STEP,
    )
    return case((or_(something, somebody), 1), else_=0) == 1


def late_flags(connection: Connection, now: datetime) -> int:
    """How many open flags nobody has acknowledged in time."""
    return int(
        connection.execute(
            select(func.count()).where(FLAG.c.status == "open", FLAG.c.acknowledge_by < now)
        ).scalar_one()
    )
