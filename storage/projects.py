"""Queries about projects and their cohorts."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, insert, select, update
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import AnyRow, new_id

_TABLES = SQLModel.metadata.tables
PROJECT: Final = _TABLES["project"]
COHORT: Final = _TABLES["cohort"]


def projects(connection: Connection) -> list[AnyRow]:
    """All projects, the oldest, which is the default one, first.

    Rows: id, name, approval_needed and under_18s (None when nobody has stated it).
    """
    columns = (PROJECT.c.id, PROJECT.c.name, PROJECT.c.approval_needed, PROJECT.c.under_18s)
    return list(connection.execute(select(*columns).order_by(PROJECT.c.id)))


def cohorts(connection: Connection, project_id: int | None = None) -> list[AnyRow]:
    """All cohorts, or those of one project: id, project_id, name, timezone, nation and project."""
    statement = (
        select(
            COHORT.c.id,
            COHORT.c.project_id,
            COHORT.c.name,
            COHORT.c.timezone,
            COHORT.c.nation,
            PROJECT.c.name.label("project"),
        )
        .join(PROJECT, PROJECT.c.id == COHORT.c.project_id)
        .order_by(COHORT.c.project_id, COHORT.c.id)
    )
    if project_id is not None:
        statement = statement.where(COHORT.c.project_id == project_id)
    return list(connection.execute(statement))


def add_project(connection: Connection, name: str, now: datetime) -> int:
    """Adds a project and returns its id."""
    return new_id(
        connection, insert(PROJECT).values(name=name, approval_needed=False, created_at=now)
    )


def need_approval(connection: Connection, project_id: int, *, needed: bool) -> None:
    """Whether flows of the project are sent only once they are approved."""
    connection.execute(
        update(PROJECT).where(PROJECT.c.id == project_id).values(approval_needed=needed)
    )


def state_under_18s(connection: Connection, project_id: int, *, take_part: bool) -> None:
    """Whether people under 18 take part in the project."""
    connection.execute(
        update(PROJECT).where(PROJECT.c.id == project_id).values(under_18s=take_part)
    )


def under_18s_of(connection: Connection, project_id: int) -> bool | None:
    """Whether people under 18 take part in the project; None when nobody has stated it."""
    return connection.execute(
        select(PROJECT.c.under_18s).where(PROJECT.c.id == project_id)
    ).scalar()


def under_18s_take_part(connection: Connection, project_id: int | None) -> bool:
    """Whether people under 18 take part in the project, or without one in any."""
    statement = select(PROJECT.c.id).where(PROJECT.c.under_18s).limit(1)
    if project_id is not None:
        statement = statement.where(PROJECT.c.id == project_id)
    return connection.execute(statement).first() is not None


def find_project(connection: Connection, name: str) -> int | None:
    return connection.execute(select(PROJECT.c.id).where(PROJECT.c.name == name)).scalar()


def first_project(connection: Connection) -> int | None:
    """The oldest project, which is the default one."""
    return connection.execute(select(func.min(PROJECT.c.id))).scalar()


def add_cohort(
    connection: Connection, project_id: int, name: str, timezone: str, nation: str, now: datetime
) -> int:
    """Adds a cohort and returns its id."""
    return new_id(
        connection,
        insert(COHORT).values(
            project_id=project_id, name=name, timezone=timezone, nation=nation, created_at=now
        ),
    )


def find_cohort(connection: Connection, project_id: int, name: str) -> AnyRow | None:
    """The cohort's row (id, project_id, name, timezone, nation)."""
    return connection.execute(
        select(COHORT).where(COHORT.c.project_id == project_id, COHORT.c.name == name)
    ).one_or_none()


def cohort_names(connection: Connection, project_id: int) -> list[str]:
    return list(
        connection.execute(
            select(COHORT.c.name).where(COHORT.c.project_id == project_id).order_by(COHORT.c.name)
        ).scalars()
    )
