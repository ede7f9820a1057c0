"""Changing members of staff: what they do, who they look after, and that they have left."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, exists, or_, select, update
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.people import LEFT
from storage.rota import COVER, SHIFT
from storage.rows import AnyRow

_TABLES = SQLModel.metadata.tables
PERSON: Final = _TABLES["person"]
CHANNEL: Final = _TABLES["channel"]
JOIN_CODE: Final = _TABLES["join_code"]
WEB_SESSION: Final = _TABLES["web_session"]
FLAG: Final = _TABLES["flag"]
PROMISE: Final = _TABLES["promise"]


def change_staff(connection: Connection, person_id: int, **values: Any) -> None:
    """Sets `role` or `lead` (columns of the table `person`)."""
    connection.execute(update(PERSON).where(PERSON.c.id == person_id).values(**values))


def set_facilitator(connection: Connection, person_id: int, facilitator_id: int | None) -> None:
    """From now on this is the participant's named facilitator; None: they have none."""
    connection.execute(
        update(PERSON).where(PERSON.c.id == person_id).values(facilitator_id=facilitator_id)
    )


def in_their_care(connection: Connection, staff_id: int) -> list[AnyRow]:
    """The participants (id, code) whose named facilitator somebody is."""
    return list(
        connection.execute(
            select(PERSON.c.id, PERSON.c.code)
            .where(PERSON.c.facilitator_id == staff_id, PERSON.c.role == "participant")
            .order_by(PERSON.c.id)
        )
    )


def shifts_of_person(connection: Connection, person_id: int) -> list[AnyRow]:
    """The weekly shifts that somebody has on the rota."""
    return list(
        connection.execute(
            select(SHIFT)
            .where(SHIFT.c.person_id == person_id, SHIFT.c.removed_at.is_(None))
            .order_by(SHIFT.c.id)
        )
    )


def take_off_the_rota(connection: Connection, person_id: int, now: datetime) -> None:
    """Somebody's shifts are over, and so is every cover that they give, get or were asked for."""
    connection.execute(
        update(SHIFT)
        .where(SHIFT.c.person_id == person_id, SHIFT.c.removed_at.is_(None))
        .values(removed_at=now)
    )
    connection.execute(
        update(COVER)
        .where(
            or_(COVER.c.of_id == person_id, COVER.c.by_id == person_id),
            COVER.c.status.in_(("asked", "accepted")),
            COVER.c.ends_at > now,
        )
        .values(status="withdrawn", answered_at=now)
    )


def mark_left(connection: Connection, person_id: int, now: datetime) -> None:
    """Somebody works here no more: no channel, code or browser of theirs opens anything.

    What they did stays as it is, under their name.
    """
    change_staff(connection, person_id, role=LEFT, lead=False)
    for table, values in (
        (CHANNEL, {"person_id": None}),
        (WEB_SESSION, {"revoked_at": now}),
    ):
        connection.execute(update(table).where(table.c.person_id == person_id).values(**values))
    connection.execute(
        update(JOIN_CODE)
        .where(
            JOIN_CODE.c.person_id == person_id,
            JOIN_CODE.c.redeemed_at.is_(None),
            JOIN_CODE.c.expires_at > now,
        )
        .values(expires_at=now)
    )


def flags_handed_to(connection: Connection, person_id: int) -> list[int]:
    """The flags (their ids) that somebody was asked to take over and has not."""
    return list(
        connection.execute(
            select(FLAG.c.id)
            .where(FLAG.c.handed_to_id == person_id, FLAG.c.status == "handing_over")
            .order_by(FLAG.c.id)
        ).scalars()
    )


def flags_owned_by(connection: Connection, person_id: int) -> list[int]:
    """The flags (their ids) that somebody looks after."""
    return list(
        connection.execute(
            select(FLAG.c.id)
            .where(FLAG.c.owner_id == person_id, FLAG.c.status != "closed")
            .order_by(FLAG.c.id)
        ).scalars()
    )


def flags_waiting_for(connection: Connection, person_id: int) -> list[AnyRow]:
    """The open flags of which somebody was told, or was said to come."""
    promised = exists().where(
        PROMISE.c.flag_id == FLAG.c.id,
        PROMISE.c.staff_id == person_id,
        PROMISE.c.ended_at.is_(None),
    )
    return list(
        connection.execute(
            select(FLAG)
            .where(
                and_(FLAG.c.status == "open", FLAG.c.rung >= 0),
                or_(FLAG.c.promised_id == person_id, promised),
            )
            .order_by(FLAG.c.id)
        )
    )


def has_open_flags(connection: Connection, project_id: int) -> bool:
    """Whether any flag of the project is not closed."""
    found = select(FLAG.c.id).where(FLAG.c.project_id == project_id, FLAG.c.status != "closed")
    return connection.execute(found.limit(1)).first() is not None
