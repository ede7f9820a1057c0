"""Whom a member of staff looks after, and when each of them was last heard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, exists, func, literal_column, or_, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.sealed_names import name_of
from storage.sealing import sealer_of

_TABLES = SQLModel.metadata.tables
PERSON: Final = _TABLES["person"]
FLAG: Final = _TABLES["flag"]
HIDDEN: Final = _TABLES["flag_hidden"]
INBOUND: Final = _TABLES["inbound_update"]
CHANNEL: Final = _TABLES["channel"]
COHORT: Final = _TABLES["cohort"]


class LookedAfter(NamedTuple):
    """A participant in somebody's caseload; the name is unsealed. `own`: they are the facilitator.

    `heard_at` is when they last sent anything that the viewer may know of.
    """

    id: int
    code: str
    name: str
    own: bool
    timezone: str
    joined_at: datetime | None
    stopped_at: datetime | None
    heard_at: datetime | None


def looked_after_by(connection: Connection, staff_id: int) -> list[LookedAfter]:
    """The participants whose named facilitator somebody is, and those whose flags they have.

    Once a participant has said something about the viewer, nothing that they send after that
    shows, not even that they did.
    """
    about_viewer = exists().where(HIDDEN.c.flag_id == FLAG.c.id, HIDDEN.c.person_id == staff_id)
    has_flag = exists().where(
        FLAG.c.person_id == PERSON.c.id,
        FLAG.c.owner_id == staff_id,
        FLAG.c.status != "closed",
        ~about_viewer,
    )
    kept_since = (
        select(func.min(FLAG.c.opened_at))
        .where(FLAG.c.person_id == PERSON.c.id, FLAG.c.conduct, about_viewer)
        .correlate(PERSON)
        .scalar_subquery()
    )
    heard = (
        select(func.max(INBOUND.c.received_at))
        .join(CHANNEL, CHANNEL.c.id == INBOUND.c.channel_id)
        .where(
            CHANNEL.c.person_id == PERSON.c.id,
            or_(kept_since.is_(None), INBOUND.c.received_at < kept_since),
        )
        .correlate(PERSON)
        .scalar_subquery()
    )
    rows = connection.execute(
        select(
            PERSON.c.id,
            PERSON.c.code,
            PERSON.c.name_sealed,
            PERSON.c.facilitator_id,
            PERSON.c.joined_at,
            PERSON.c.stopped_at,
            COHORT.c.timezone,
            heard.label("heard_at"),
        )
        .select_from(PERSON.outerjoin(COHORT, COHORT.c.id == PERSON.c.cohort_id))
        .where(
            PERSON.c.role == "participant",
            or_(PERSON.c.facilitator_id == staff_id, has_flag),
        )
        .order_by(PERSON.c.id)
    ).all()
    sealer = sealer_of(connection)
    return [
        LookedAfter(
            id=row.id,
            code=row.code,
            name=name_of(sealer, row.name_sealed),
            own=row.facilitator_id == staff_id,
            timezone=row.timezone or "Europe/London",
            joined_at=row.joined_at,
            stopped_at=row.stopped_at,
            heard_at=row.heard_at,
        )
        for row in rows
    ]


def projects_with_staff(connection: Connection) -> Sequence[int]:
    """Projects that somebody of the staff has joined."""
    return (
        connection.execute(
            select(PERSON.c.project_id)
            # Written out, not bound, so that the index over staff can serve it.
            .where(
                PERSON.c.role != literal_column("'participant'"), PERSON.c.joined_at.is_not(None)
            )
            .distinct()
            .order_by(PERSON.c.project_id)
        )
        .scalars()
        .all()
    )


def last_heard(connection: Connection, person_id: int | None, channel_id: int) -> datetime | None:
    """When somebody last sent anything; somebody who has not joined, by this channel."""
    who = CHANNEL.c.person_id == person_id if person_id else CHANNEL.c.id == channel_id
    found: datetime | None = connection.execute(
        select(func.max(INBOUND.c.received_at))
        .join(CHANNEL, CHANNEL.c.id == INBOUND.c.channel_id)
        .where(who)
    ).scalar()
    return found
