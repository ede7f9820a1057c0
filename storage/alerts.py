"""Queries about alerts in the outbox."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import AnyRow

OUTBOX: Final = SQLModel.metadata.tables["outbox"]


def sent_alerts(connection: Connection, flag_id: int) -> list[AnyRow]:
    """The alerts of a flag that a channel has taken: channel_id, person_id and remote_id."""
    return list(
        connection.execute(
            select(OUTBOX.c.channel_id, OUTBOX.c.person_id, OUTBOX.c.remote_id)
            .where(
                OUTBOX.c.flag_id == flag_id,
                OUTBOX.c.kind == "alert",
                OUTBOX.c.status == "sent",
                OUTBOX.c.remote_id.is_not(None),
                OUTBOX.c.remote_id != "",
            )
            .order_by(OUTBOX.c.id)
        )
    )
