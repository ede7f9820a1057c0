"""Queries about alerts in the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, select, update
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import AnyRow

OUTBOX: Final = SQLModel.metadata.tables["outbox"]
_GIVEN_UP: Final = ("failed", "stale")


def newest_alerts(connection: Connection, flag_id: int) -> list[AnyRow]:
    """The last alert of a flag in each channel that took one: channel_id, person_id, remote_id."""
    newest = (
        select(func.max(OUTBOX.c.id))
        .where(
            OUTBOX.c.flag_id == flag_id,
            OUTBOX.c.kind == "alert",
            OUTBOX.c.status == "sent",
            OUTBOX.c.remote_id.is_not(None),
            OUTBOX.c.remote_id != "",
        )
        .group_by(OUTBOX.c.channel_id)
    )
    return list(
        connection.execute(
            select(OUTBOX.c.channel_id, OUTBOX.c.person_id, OUTBOX.c.remote_id)
            .where(OUTBOX.c.id.in_(newest))
            .order_by(OUTBOX.c.id)
        )
    )


def withdraw_held(connection: Connection, flag_id: int, now: datetime) -> int:
    """Takes back the alerts of a flag that wait for the morning; how many there were."""
    return connection.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.flag_id == flag_id,
            OUTBOX.c.kind == "alert",
            OUTBOX.c.status == "pending",
            OUTBOX.c.tries == 0,
            OUTBOX.c.due_at > now,
        )
        .values(status="stale", problem="no longer so")
    ).rowcount


def is_on_its_way(
    connection: Connection, flag_id: int, person_id: int, since: datetime, besides: int
) -> bool:
    """Whether an alert to somebody, made since then, may arrive by a channel besides this one."""
    return (
        connection.execute(
            select(OUTBOX.c.id)
            .where(
                OUTBOX.c.flag_id == flag_id,
                OUTBOX.c.person_id == person_id,
                OUTBOX.c.kind == "alert",
                OUTBOX.c.created_at >= since,
                OUTBOX.c.channel_id != besides,
                OUTBOX.c.status.not_in(_GIVEN_UP),
            )
            .limit(1)
        ).first()
        is not None
    )


def last_one_arrives(connection: Connection, flag_id: int, person_id: int) -> bool:
    """Whether the newest alert to somebody about a flag did not fail on every channel."""
    newest = (
        select(func.max(OUTBOX.c.created_at))
        .where(
            OUTBOX.c.flag_id == flag_id,
            OUTBOX.c.person_id == person_id,
            OUTBOX.c.kind == "alert",
        )
        .scalar_subquery()
    )
    found = connection.execute(
        select(OUTBOX.c.status).where(
            OUTBOX.c.flag_id == flag_id,
            OUTBOX.c.person_id == person_id,
            OUTBOX.c.kind == "alert",
            OUTBOX.c.created_at == newest,
        )
    ).scalars()
    states = list(found)
    return not states or any(state not in _GIVEN_UP for state in states)
