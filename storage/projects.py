"""Queries about projects and cohorts by name, as commands look them up."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import AnyRow

_TABLES = SQLModel.metadata.tables
PROJECT: Final = _TABLES["project"]
COHORT: Final = _TABLES["cohort"]


def projects(connection: Connection) -> list[AnyRow]:
    """All projects (id, name), the oldest, which is the default one, first."""
    return list(connection.execute(select(PROJECT.c.id, PROJECT.c.name).order_by(PROJECT.c.id)))


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
