"""Queries about promises: who was said to be in touch, by when, and how it ended."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select, update
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import AnyRow, new_id

_TABLES = SQLModel.metadata.tables
PROMISE: Final = _TABLES["promise"]
FLAG: Final = _TABLES["flag"]


def add_promise(
    connection: Connection,
    *,
    flag_id: int,
    staff_id: int,
    contact_by: datetime,
    now: datetime,
) -> int:
    """Keeps a promise and returns its id. Whatever stood before is replaced."""
    end_promise(connection, flag_id, "replaced", now)
    return new_id(
        connection,
        insert(PROMISE).values(
            flag_id=flag_id,
            staff_id=staff_id,
            contact_by=contact_by,
            made_at=now,
        ),
    )


def live_promise(connection: Connection, flag_id: int) -> AnyRow | None:
    """The promise that stands."""
    return connection.execute(
        select(PROMISE)
        .where(PROMISE.c.flag_id == flag_id, PROMISE.c.ended_at.is_(None))
        .order_by(PROMISE.c.id.desc())
        .limit(1)
    ).one_or_none()


def end_promise(connection: Connection, flag_id: int, ending: str, now: datetime) -> bool:
    """The promise that stands was kept, replaced or broken; False when none stood."""
    return bool(
        connection.execute(
            update(PROMISE)
            .where(PROMISE.c.flag_id == flag_id, PROMISE.c.ended_at.is_(None))
            .values(ended_at=now, ending=ending)
        ).rowcount
    )


def mark_told(connection: Connection, flag_id: int, now: datetime) -> None:
    """The participant was told of the promise that stands."""
    connection.execute(
        update(PROMISE)
        .where(
            PROMISE.c.flag_id == flag_id,
            PROMISE.c.ended_at.is_(None),
            PROMISE.c.told_at.is_(None),
        )
        .values(told_at=now)
    )


def standing(connection: Connection, now: datetime) -> list[AnyRow]:
    """The promises that stand, are not due yet, and are about flags that wait for contact."""
    return list(
        connection.execute(
            select(PROMISE)
            .join(FLAG, FLAG.c.id == PROMISE.c.flag_id)
            .where(
                PROMISE.c.ended_at.is_(None),
                PROMISE.c.contact_by > now,
                FLAG.c.status.not_in(("contacted", "closed")),
            )
            .order_by(PROMISE.c.contact_by, PROMISE.c.id)
        )
    )
