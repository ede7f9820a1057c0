"""Flags that nobody is looking after, for the check-up."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, or_, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up

FLAG: Final = SQLModel.metadata.tables["flag"]


def stuck_flags(connection: Connection, since: datetime) -> list[int]:
    """Open flags (their ids) without a next step, or whose next step was due before `since`."""
    return list(
        connection.execute(
            select(FLAG.c.id)
            .where(
                FLAG.c.status == "open",
                or_(FLAG.c.next_at.is_(None), FLAG.c.next_at < since),
            )
            .order_by(FLAG.c.id)
        ).scalars()
    )


def late_flags(connection: Connection, now: datetime) -> int:
    """How many open flags nobody has acknowledged in time."""
    return int(
        connection.execute(
            select(func.count()).where(FLAG.c.status == "open", FLAG.c.acknowledge_by < now)
        ).scalar_one()
    )
