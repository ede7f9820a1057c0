"""Queries about messages that go out of their own accord."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Update, update
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up

OUTBOX: Final = SQLModel.metadata.tables["outbox"]

NEWS: Final = "seen"
UNPROMPTED: Final = (NEWS, "invite", "reminder")
"""Kinds of messages that nobody asked for in this moment."""


def withdraw_unprompted(connection: Connection, person_id: int, reason: str) -> int:
    """Takes back what waits to go to a person unasked; how many messages there were."""
    return connection.execute(_waiting(person_id).values(status="stale", problem=reason)).rowcount


def withdraw_news(
    connection: Connection, person_id: int, flag_id: int, reason: str, now: datetime
) -> int:
    """Takes back news about a flag that waits for a later time; not what is being sent or tried."""
    statement = _waiting(person_id).where(
        OUTBOX.c.flag_id == flag_id, OUTBOX.c.due_at > now, OUTBOX.c.tries == 0
    )
    return connection.execute(statement.values(status="stale", problem=reason)).rowcount


def withdraw_waiting_news(connection: Connection, person_id: int, reason: str) -> int:
    """Takes back all news about flags that waits to go out unasked, for whatever time."""
    statement = _waiting(person_id).where(OUTBOX.c.kind == NEWS)
    return connection.execute(statement.values(status="stale", problem=reason)).rowcount


def _waiting(person_id: int) -> Update:
    return update(OUTBOX).where(
        OUTBOX.c.person_id == person_id,
        OUTBOX.c.status == "pending",
        OUTBOX.c.kind.in_(UNPROMPTED),
    )
