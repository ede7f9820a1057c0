"""Which summaries staff have had: each of them once."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, exists, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up

_TABLES = SQLModel.metadata.tables
SUMMARY: Final = _TABLES["summary"]
PERSON: Final = _TABLES["person"]
CHANNEL: Final = _TABLES["channel"]
FLAG: Final = _TABLES["flag"]

_INSERT: Final[dict[str, Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def add_summary(
    connection: Connection, person_id: int, kind: str, about: str, *, sent: bool, now: datetime
) -> bool:
    """Notes that somebody has this summary; False when they had it before.

    `sent` False: there was nothing in it, so nothing was sent.
    """
    insert = _INSERT[connection.dialect.name](SUMMARY)
    values = {"person_id": person_id, "kind": kind, "about": about, "sent": sent, "at": now}
    return bool(connection.execute(insert.values(values).on_conflict_do_nothing()).rowcount)


def staff_without(
    connection: Connection, kind: str, about: str, project_id: int, joined_by: datetime
) -> list[int]:
    """Staff of a project (their ids) who had joined by then, and have not had this summary."""
    had = exists().where(
        SUMMARY.c.person_id == PERSON.c.id, SUMMARY.c.kind == kind, SUMMARY.c.about == about
    )
    return list(
        connection.execute(
            select(PERSON.c.id)
            .where(
                PERSON.c.project_id == project_id,
                # Written out, not bound, so that the index over staff can serve it.
                PERSON.c.role != literal_column("'participant'"),
                PERSON.c.joined_at <= joined_by,
                ~had,
            )
            .order_by(PERSON.c.id)
        ).scalars()
    )
