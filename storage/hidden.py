"""Queries that take messages out of a participant's sight. The record stays for staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, func, or_, select, update
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import AnyRow
from storage.sealing import sealer_of

_TABLES = SQLModel.metadata.tables
OUTBOX: Final = _TABLES["outbox"]
INBOUND: Final = _TABLES["inbound_update"]
CHANNEL: Final = _TABLES["channel"]

SCREEN: Final = "outbox.screen"
THEIRS: Final = "~"
"""Begins the id of a message that the person wrote themselves."""


@dataclass(frozen=True, slots=True)
class ChatOf:
    """A channel of a person that is hidden from; `kind` is telegram or web."""

    id: int
    kind: str
    lost: bool


def chats_of(connection: Connection, person_id: int, bots: tuple[str, ...]) -> list[ChatOf]:
    """All channels of a person on these bots, whether or not they work."""
    rows = connection.execute(
        select(CHANNEL.c.id, CHANNEL.c.kind, CHANNEL.c.lost_at)
        .where(CHANNEL.c.person_id == person_id, CHANNEL.c.bot.in_(bots))
        .order_by(CHANNEL.c.id)
    )
    return [ChatOf(row.id, row.kind, row.lost_at is not None) for row in rows]


def screens_since(
    connection: Connection, channel_ids: Sequence[int], since: datetime, limit: int
) -> list[tuple[AnyRow, str]]:
    """What was sent and is not hidden, oldest first: (id, created_at, kind, flag_id), the screen"""
    rows = connection.execute(
        select(
            OUTBOX.c.id,
            OUTBOX.c.created_at,
            OUTBOX.c.kind,
            OUTBOX.c.flag_id,
            OUTBOX.c.screen_sealed,
        )
        .where(
            OUTBOX.c.channel_id.in_(channel_ids),
            OUTBOX.c.act == "send",
            OUTBOX.c.created_at >= since,
            OUTBOX.c.hidden_at.is_(None),
        )
        .order_by(OUTBOX.c.id)
        .limit(limit)
    ).all()
    sealer = sealer_of(connection)
    return [(row, sealer.unseal(row.screen_sealed, SCREEN)) for row in rows]


def first_flagged(
    connection: Connection, channel_ids: Sequence[int], since: datetime
) -> datetime | None:
    """When the first message since then that raised a flag came in."""
    return connection.execute(
        select(func.min(INBOUND.c.received_at)).where(
            INBOUND.c.channel_id.in_(channel_ids),
            INBOUND.c.received_at >= since,
            INBOUND.c.flag_id.is_not(None),
            INBOUND.c.hidden_at.is_(None),
        )
    ).scalar()


def newest_sent(connection: Connection, channel_ids: Sequence[int]) -> datetime | None:
    """When the newest message that still stands was sent."""
    return connection.execute(
        select(func.max(OUTBOX.c.created_at)).where(
            OUTBOX.c.channel_id.in_(channel_ids),
            OUTBOX.c.act == "send",
            OUTBOX.c.hidden_at.is_(None),
        )
    ).scalar()


def last_hidden(connection: Connection, channel_ids: Sequence[int]) -> datetime | None:
    """When something was hidden in these chats last; None when nothing ever was."""
    return connection.execute(
        select(func.max(OUTBOX.c.hidden_at)).where(OUTBOX.c.channel_id.in_(channel_ids))
    ).scalar()


def answered_since(
    connection: Connection, channel_ids: Sequence[int], kind: str, since: datetime
) -> bool:
    """Whether a message of this kind about a flag was sent since then, and is in sight."""
    statement = select(OUTBOX.c.id).where(
        OUTBOX.c.channel_id.in_(channel_ids),
        OUTBOX.c.kind == kind,
        OUTBOX.c.flag_id.is_not(None),
        OUTBOX.c.created_at >= since,
        OUTBOX.c.hidden_at.is_(None),
    )
    return connection.execute(statement.limit(1)).first() is not None


def hide_messages(
    connection: Connection,
    channel_ids: Sequence[int],
    since: datetime,
    kinds: Sequence[str],
    now: datetime,
) -> bool:
    """Hides both sides of the chats since then, and older messages of these kinds.

    What was to go out does not go any more, except what waits for a later time. True when
    something is on its way at this moment, which has to be taken away once it has arrived.
    """
    here = OUTBOX.c.channel_id.in_(channel_ids)
    planned = and_(OUTBOX.c.status == "pending", OUTBOX.c.tries == 0, OUTBOX.c.due_at > now)
    recent = or_(OUTBOX.c.created_at >= since, OUTBOX.c.kind.in_(kinds))
    connection.execute(
        update(OUTBOX)
        .where(here, recent, OUTBOX.c.act == "send", OUTBOX.c.hidden_at.is_(None), ~planned)
        .values(hidden_at=now)
    )
    connection.execute(
        update(OUTBOX)
        .where(here, recent, OUTBOX.c.status == "pending", OUTBOX.c.act != "delete", ~planned)
        .values(status="stale", problem="hidden")
    )
    connection.execute(
        update(INBOUND)
        .where(
            INBOUND.c.channel_id.in_(channel_ids),
            INBOUND.c.received_at >= since,
            INBOUND.c.hidden_at.is_(None),
        )
        .values(hidden_at=now)
    )
    on_its_way = select(OUTBOX.c.id).where(
        here, OUTBOX.c.status == "sending", OUTBOX.c.hidden_at == now
    )
    return connection.execute(on_its_way.limit(1)).first() is not None


def hidden_ids(
    connection: Connection, channel_id: int, hidden_at: datetime, limit: int = 100
) -> list[str]:
    """The channel's ids of what was hidden at this moment, newest first; theirs are marked."""
    sent = connection.execute(
        select(OUTBOX.c.remote_id)
        .where(
            OUTBOX.c.channel_id == channel_id,
            OUTBOX.c.hidden_at == hidden_at,
            OUTBOX.c.remote_id.is_not(None),
        )
        .order_by(OUTBOX.c.id.desc())
        .limit(limit)
    ).scalars()
    said = connection.execute(
        select(INBOUND.c.message_id)
        .where(
            INBOUND.c.channel_id == channel_id,
            INBOUND.c.hidden_at == hidden_at,
            INBOUND.c.message_id.is_not(None),
        )
        .order_by(INBOUND.c.id.desc())
        .limit(limit)
    ).scalars()
    return [*dict.fromkeys(sent), *(THEIRS + one for one in dict.fromkeys(said))]
