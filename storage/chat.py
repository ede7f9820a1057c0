"""Queries for a conversation as its participant sees it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import AnyRow
from storage.sealing import sealer_of

_TABLES = SQLModel.metadata.tables
OUTBOX: Final = _TABLES["outbox"]
CHANNEL: Final = _TABLES["channel"]

SCREEN: Final = "outbox.screen"


def sent_screens(
    connection: Connection, person_id: int, bots: tuple[str, ...], limit: int
) -> list[tuple[AnyRow, str]]:
    """What was sent to a person, newest first: rows (id, created_at, session_id, turn, bot, act)
    and the screen as JSON. Edits of earlier messages are left out, and so is what was hidden."""
    rows = connection.execute(
        select(
            OUTBOX.c.id,
            OUTBOX.c.created_at,
            OUTBOX.c.session_id,
            OUTBOX.c.turn,
            OUTBOX.c.bot,
            OUTBOX.c.kind,
            OUTBOX.c.screen_sealed,
        )
        .join(CHANNEL, CHANNEL.c.id == OUTBOX.c.channel_id)
        .where(
            CHANNEL.c.person_id == person_id,
            CHANNEL.c.bot.in_(bots),
            OUTBOX.c.act == "send",
            OUTBOX.c.hidden_at.is_(None),
        )
        .order_by(OUTBOX.c.id.desc())
        .limit(limit)
    ).all()
    sealer = sealer_of(connection)
    return [(row, sealer.unseal(row.screen_sealed, SCREEN)) for row in rows]


def last_sent_id(connection: Connection, person_id: int) -> int:
    """The newest message to a person, for pages that ask whether there is anything new."""
    return int(
        connection.execute(
            select(OUTBOX.c.id)
            .where(OUTBOX.c.person_id == person_id)
            .order_by(OUTBOX.c.id.desc())
            .limit(1)
        ).scalar()
        or 0
    )
