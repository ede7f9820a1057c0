"""Queries about the question that a session stands at, as it was put into the outbox."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.prepared import Prepared

OUTBOX: Final = SQLModel.metadata.tables["outbox"]

_STATUS: Final = Prepared(
    select(OUTBOX.c.status)
    .where(
        OUTBOX.c.channel_id == bindparam("channel_id"),
        OUTBOX.c.session_id == bindparam("session_id"),
        OUTBOX.c.turn == bindparam("turn"),
        OUTBOX.c.act == "send",
    )
    .order_by(OUTBOX.c.id)
    .limit(1)
)


def question_still_waits(
    connection: Connection, channel_id: int, session_id: int, turn: int
) -> bool:
    """Whether the question of this turn was not yet handed to the channel, so nobody saw it."""
    asked = {"channel_id": channel_id, "session_id": session_id, "turn": turn}
    found = _STATUS.one_or_none(connection, asked)
    return found is not None and found.status == "pending"
