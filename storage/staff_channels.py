"""How members of staff are reached, besides the bot that they wrote to themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select, update
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.contacts import ADDRESS
from storage.rows import AnyRow
from storage.sealing import sealer_of

_TABLES = SQLModel.metadata.tables
CHANNEL: Final = _TABLES["channel"]
PERSON: Final = _TABLES["person"]
OUTBOX: Final = _TABLES["outbox"]

REFUSED: Final = "refused"
NOT_SET_UP: Final = "not set up"
REMOVED: Final = "removed"


def note_set_up(connection: Connection, bot: str, works: bool, now: datetime) -> int:
    """Whether this installation has such a channel at all; how many people that concerns.

    Those who have nothing else then count as not to be reached, and when it is set up again, as
    reached. Addresses that were refused stay lost.
    """
    if works:
        change = (
            update(CHANNEL)
            .where(CHANNEL.c.bot == bot, CHANNEL.c.lost_why == NOT_SET_UP)
            .values(lost_at=None, lost_why=None)
        )
    else:
        change = (
            update(CHANNEL)
            .where(CHANNEL.c.bot == bot, CHANNEL.c.lost_at.is_(None))
            .values(lost_at=now, lost_why=NOT_SET_UP)
        )
    return connection.execute(change).rowcount


def lose_channel(connection: Connection, channel_id: int, why: str, now: datetime) -> None:
    """Nothing goes there any more, for this reason, which replaces an earlier one."""
    connection.execute(
        update(CHANNEL).where(CHANNEL.c.id == channel_id).values(lost_at=now, lost_why=why)
    )


def lost_since(connection: Connection, channel_id: int) -> datetime | None:
    """Since when a channel is lost because the platform refused; None when it is not."""
    found: datetime | None = connection.execute(
        select(CHANNEL.c.lost_at).where(CHANNEL.c.id == channel_id, CHANNEL.c.lost_why == REFUSED)
    ).scalar()
    return found


def channels_of_staff(connection: Connection, project_id: int) -> list[AnyRow]:
    """All ways to the staff of a project: id, person_id, bot, lost_at and lost_why, oldest first.

    Those that were removed are left out.
    """
    return list(
        connection.execute(
            select(
                CHANNEL.c.id,
                CHANNEL.c.person_id,
                CHANNEL.c.bot,
                CHANNEL.c.lost_at,
                CHANNEL.c.lost_why,
            )
            .join(PERSON, PERSON.c.id == CHANNEL.c.person_id)
            .where(
                PERSON.c.project_id == project_id,
                PERSON.c.role != "participant",
                CHANNEL.c.lost_why.is_distinct_from(REMOVED),
            )
            .order_by(CHANNEL.c.id)
        )
    )


def email_of(connection: Connection, person_id: int) -> tuple[int, str] | None:
    """A person's e-mail: the channel's id and the address, unsealed; None when they have none."""
    row = connection.execute(
        select(CHANNEL.c.id, CHANNEL.c.address_sealed)
        .where(
            CHANNEL.c.person_id == person_id,
            CHANNEL.c.bot == "email",
            CHANNEL.c.lost_why.is_distinct_from(REMOVED),
        )
        .order_by(CHANNEL.c.id.desc())
        .limit(1)
    ).one_or_none()
    return (row.id, sealer_of(connection).unseal(row.address_sealed, ADDRESS)) if row else None


def mailed_message(connection: Connection, outbox_id: int) -> AnyRow | None:
    """The flag_id, person_id and created_at of a message about a flag that went to somebody's
    e-mail; None for any other message, and when the address is not theirs any more."""
    return connection.execute(
        select(OUTBOX.c.flag_id, OUTBOX.c.person_id, OUTBOX.c.created_at)
        .join(CHANNEL, CHANNEL.c.id == OUTBOX.c.channel_id)
        .where(
            OUTBOX.c.id == outbox_id,
            OUTBOX.c.bot == "email",
            OUTBOX.c.flag_id.is_not(None),
            OUTBOX.c.person_id == CHANNEL.c.person_id,
            CHANNEL.c.lost_why.is_distinct_from(REMOVED),
        )
    ).one_or_none()


def failed_before(
    connection: Connection, flag_id: int, channel_id: int, outbox_id: int, since: datetime
) -> bool:
    """Whether an alert of the flag before this one, made since then, failed on the same channel."""
    return (
        connection.execute(
            select(OUTBOX.c.id)
            .where(
                OUTBOX.c.flag_id == flag_id,
                OUTBOX.c.channel_id == channel_id,
                OUTBOX.c.id < outbox_id,
                OUTBOX.c.kind == "alert",
                OUTBOX.c.status == "failed",
                OUTBOX.c.created_at > since,
            )
            .limit(1)
        ).first()
        is not None
    )
