"""Queries about people: members of staff, participants, and what they have agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    insert,
    literal_column,
    select,
    update,
)
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.prepared import Prepared
from storage.rows import AnyRow, new_id
from storage.sealed_names import NAME, name_of, staff_name
from storage.sealing import sealer_of

_TABLES = SQLModel.metadata.tables
PERSON: Final = _TABLES["person"]
CONSENT: Final = _TABLES["consent"]

LEFT: Final = "left"
"""The role of somebody who was a member of staff and is none any more."""
NOT_STAFF: Final = frozenset({"participant", LEFT})


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as staff screens and commands see them; the name is unsealed."""

    id: int
    code: str
    role: str
    project_id: int
    cohort_id: int | None
    facilitator_id: int | None
    lead: bool
    name: str
    locale: str
    joined_at: datetime | None


def add_person(
    connection: Connection,
    *,
    code: str,
    role: str,
    project_id: int,
    now: datetime,
    name: str = "",
    cohort_id: int | None = None,
    facilitator_id: int | None = None,
    lead: bool = False,
    locale: str = "en",
) -> int:
    """Adds a person and returns their id; the name is sealed."""
    sealer = sealer_of(connection)
    return new_id(
        connection,
        insert(PERSON).values(
            code=code,
            role=role,
            project_id=project_id,
            cohort_id=cohort_id,
            facilitator_id=facilitator_id,
            lead=lead,
            locale=locale,
            name_sealed=sealer.seal(name, NAME) if name else None,
            created_at=now,
        ),
    )


def code_is_taken(connection: Connection, code: str) -> bool:
    return connection.execute(select(PERSON.c.id).where(PERSON.c.code == code)).first() is not None


def find_person(connection: Connection, person_id: int) -> Someone | None:
    row = connection.execute(select(PERSON).where(PERSON.c.id == person_id)).one_or_none()
    return _someone(connection, row) if row else None


def find_person_by_code(connection: Connection, code: str) -> Someone | None:
    row = connection.execute(select(PERSON).where(PERSON.c.code == code)).one_or_none()
    return _someone(connection, row) if row else None


# Written out, not bound, so that the index over staff can serve it.
_IS_STAFF: Final = PERSON.c.role != literal_column("'participant'")
_STAFF: Final = Prepared(
    select(PERSON)
    .where(
        PERSON.c.project_id == bindparam("project_id"),
        _IS_STAFF,
        PERSON.c.role != literal_column(f"'{LEFT}'"),
    )
    .order_by(PERSON.c.id)
)
_STAFF_NAMES: Final = Prepared(
    select(PERSON.c.name_sealed).where(PERSON.c.project_id == bindparam("project_id"), _IS_STAFF)
)


def staff_of(connection: Connection, project_id: int) -> list[Someone]:
    """All members of staff of a project, the longest-serving first; not those who have left."""
    rows = _STAFF.all(connection, {"project_id": project_id})
    return [_someone(connection, row) for row in rows]


def staff_names(connection: Connection, project_id: int) -> list[str]:
    """The names of all members of staff of a project, as they are now. On the path of each text.

    Those who have left are among them: what they did can still be told.
    """
    sealer = sealer_of(connection)
    rows = _STAFF_NAMES.all(connection, {"project_id": project_id})
    return [staff_name(sealer, row.name_sealed) for row in rows]


def participants_of(connection: Connection, cohort_id: int) -> list[Someone]:
    rows = connection.execute(
        select(PERSON)
        .where(PERSON.c.cohort_id == cohort_id, PERSON.c.role == "participant")
        .order_by(PERSON.c.id)
    )
    return [_someone(connection, row) for row in rows]


def keep_name(connection: Connection, person_id: int, name: str) -> None:
    """What the person wants to be called, sealed."""
    sealed = sealer_of(connection).seal(name, NAME)
    connection.execute(update(PERSON).where(PERSON.c.id == person_id).values(name_sealed=sealed))


def mark_joined(connection: Connection, person_id: int, now: datetime) -> None:
    connection.execute(
        update(PERSON)
        .where(PERSON.c.id == person_id, PERSON.c.joined_at.is_(None))
        .values(joined_at=now)
    )


def mark_stopped(connection: Connection, person_id: int, at: datetime | None) -> None:
    """The person wants no more messages (from `at`), or with None has come back."""
    connection.execute(update(PERSON).where(PERSON.c.id == person_id).values(stopped_at=at))


def add_consent(
    connection: Connection,
    person_id: int,
    use: str,
    given: bool,
    session_id: int | None,
    now: datetime,
) -> None:
    """Adds a decision; earlier ones stay as history."""
    connection.execute(
        insert(CONSENT).values(
            person_id=person_id, use=use, given=given, at=now, session_id=session_id
        )
    )


def keep_locale(connection: Connection, person_id: int, locale: str) -> None:
    """From now on the person is written to in this locale."""
    connection.execute(update(PERSON).where(PERSON.c.id == person_id).values(locale=locale))


def consented(connection: Connection, person_id: int, use: str) -> bool:
    """Whether the newest decision about this use is a yes."""
    given = connection.execute(
        select(CONSENT.c.given)
        .where(and_(CONSENT.c.person_id == person_id, CONSENT.c.use == use))
        .order_by(CONSENT.c.id.desc())
        .limit(1)
    ).scalar()
    return bool(given)


def _someone(connection: Connection, row: AnyRow) -> Someone:
    return Someone(
        id=row.id,
        code=row.code,
        role=row.role,
        project_id=row.project_id,
        cohort_id=row.cohort_id,
        facilitator_id=row.facilitator_id,
        lead=row.lead,
        name=name_of(sealer_of(connection), row.name_sealed),
        locale=row.locale,
        joined_at=row.joined_at,
    )
