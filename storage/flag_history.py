"""Queries about what happened to flags: who did what last, notes, and flags that were closed."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, exists, func, or_, select

from storage.flags import EVENT, FLAG, HIDDEN, NOTE
from storage.people import PERSON
from storage.rows import AnyRow
from storage.sealing import sealer_of

BEGINNINGS: Final = ("opened", "reopened")


def history_of(connection: Connection, flag_id: int) -> list[tuple[AnyRow, str]]:
    """Everything that happened to a flag, in order, with the unsealed words of notes."""
    sealer = sealer_of(connection)
    rows = connection.execute(select(EVENT).where(EVENT.c.flag_id == flag_id).order_by(EVENT.c.id))
    return [
        (row, sealer.unseal(row.words_sealed, NOTE) if row.words_sealed else "") for row in rows
    ]


def last_actor(connection: Connection, flag_id: int, kinds: tuple[str, ...]) -> int | None:
    """Who did the last of these things to the flag; None when it happened by itself."""
    return connection.execute(
        select(EVENT.c.actor_id)
        .where(EVENT.c.flag_id == flag_id, EVENT.c.kind.in_(kinds))
        .order_by(EVENT.c.id.desc())
        .limit(1)
    ).scalar()


def last_kind(connection: Connection, flag_id: int, kinds: tuple[str, ...]) -> str | None:
    """Which of these things happened to the flag last."""
    return connection.execute(
        select(EVENT.c.kind)
        .where(EVENT.c.flag_id == flag_id, EVENT.c.kind.in_(kinds))
        .order_by(EVENT.c.id.desc())
        .limit(1)
    ).scalar()


def times_since_opened(connection: Connection, flag_id: int, kind: str) -> int:
    """How often something happened to the flag since it was opened, or opened anew, last."""
    begun = (
        select(func.max(EVENT.c.id))
        .where(EVENT.c.flag_id == flag_id, EVENT.c.kind.in_(BEGINNINGS))
        .scalar_subquery()
    )
    return int(
        connection.execute(
            select(func.count()).where(
                EVENT.c.flag_id == flag_id,
                EVENT.c.kind == kind,
                EVENT.c.id > func.coalesce(begun, 0),
            )
        ).scalar_one()
    )


def has_read(connection: Connection, flag_id: int, actor_id: int) -> bool:
    """Whether this member of staff has ever opened the flag to read it."""
    found = select(EVENT.c.id).where(
        EVENT.c.flag_id == flag_id, EVENT.c.kind == "read", EVENT.c.actor_id == actor_id
    )
    return connection.execute(found.limit(1)).first() is not None


def seen_besides(
    connection: Connection, person_id: int, flag_id: int, since: datetime
) -> AnyRow | None:
    """Another flag of this person that somebody has, or closed since then; the newest."""
    return connection.execute(
        select(FLAG)
        .where(
            FLAG.c.person_id == person_id,
            FLAG.c.id != flag_id,
            or_(
                and_(FLAG.c.status != "closed", FLAG.c.owner_id.is_not(None)),
                and_(FLAG.c.status == "closed", FLAG.c.closed_at >= since),
            ),
        )
        .order_by(FLAG.c.id.desc())
        .limit(1)
    ).one_or_none()


def newest_closed(
    connection: Connection, *, person_id: int | None, channel_id: int | None
) -> int | None:
    """The flag of this person that was closed last."""
    who = FLAG.c.person_id == person_id if person_id else FLAG.c.channel_id == channel_id
    return connection.execute(
        select(FLAG.c.id)
        .where(who, FLAG.c.status == "closed")
        .order_by(FLAG.c.closed_at.desc(), FLAG.c.id.desc())
        .limit(1)
    ).scalar()


def closed_flags_for(
    connection: Connection, viewer_id: int, project_id: int, since: datetime, limit: int
) -> list[AnyRow]:
    """Flags closed since then that this member of staff may see, the newest first."""
    about_viewer = exists().where(HIDDEN.c.flag_id == FLAG.c.id, HIDDEN.c.person_id == viewer_id)
    return list(
        connection.execute(
            select(FLAG)
            .where(
                FLAG.c.status == "closed",
                FLAG.c.closed_at >= since,
                FLAG.c.project_id == project_id,
                ~about_viewer,
            )
            .order_by(FLAG.c.closed_at.desc(), FLAG.c.id.desc())
            .limit(limit)
        )
    )


def staff_who_may_see(connection: Connection, flag_id: int, project_id: int) -> list[int]:
    """Members of staff of the project whom the flag is not about."""
    about = exists().where(HIDDEN.c.flag_id == flag_id, HIDDEN.c.person_id == PERSON.c.id)
    return list(
        connection.execute(
            select(PERSON.c.id)
            .where(PERSON.c.project_id == project_id, PERSON.c.role != "participant", ~about)
            .order_by(PERSON.c.id)
        ).scalars()
    )
