"""Queries about what the staff bot has asked somebody to type."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import AnyRow

ASKED: Final = SQLModel.metadata.tables["staff_asked"]


def ask_for(
    connection: Connection, channel_id: int, flag_id: int, version: int, what: str, now: datetime
) -> None:
    """The next thing that is typed in this chat is `what`; whatever was asked before is not."""
    asked_no_more(connection, channel_id)
    connection.execute(
        insert(ASKED).values(
            channel_id=channel_id, flag_id=flag_id, version=version, what=what, at=now
        )
    )


def asked_for(connection: Connection, channel_id: int) -> AnyRow | None:
    """What was asked for: flag_id, version, what and at."""
    return connection.execute(select(ASKED).where(ASKED.c.channel_id == channel_id)).one_or_none()


def asked_no_more(connection: Connection, channel_id: int) -> None:
    """What is typed next belongs to nothing."""
    connection.execute(delete(ASKED).where(ASKED.c.channel_id == channel_id))
