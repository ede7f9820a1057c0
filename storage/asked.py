"""Queries about the question that a session stands at, as it was put into the outbox."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from sqlalchemy import Connection, bindparam, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.prepared import Prepared

Shown: TypeAlias = Literal["here", "waiting", "elsewhere"]

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


def question_shown(connection: Connection, channel_id: int, session_id: int, turn: int) -> Shown:
    """Whether somebody can have seen the question of this turn in this channel.

    `waiting`: it was not yet handed to the channel. `elsewhere`: it was only ever asked in another.
    """
    asked = {"channel_id": channel_id, "session_id": session_id, "turn": turn}
    found = _STATUS.one_or_none(connection, asked)
    if found is None:
        return "elsewhere"
    return "waiting" if found.status == "pending" else "here"
