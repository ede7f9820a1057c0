"""Queries about flows: their versions, and which of them a project has."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, NamedTuple, TypeAlias

from sqlalchemy import Connection, and_, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import AnyRow

_TABLES = SQLModel.metadata.tables
FLOW_VERSION: Final = _TABLES["flow_version"]
PROJECT: Final = _TABLES["project"]
PROJECT_FLOW: Final = _TABLES["project_flow"]

Origin: TypeAlias = Literal["own", "library"]


class TakenVersion(NamedTuple):
    """A version of a flow that a project has taken; `id` is the version's own."""

    id: int
    version: str
    origin: Origin
    file: str | None
    added_at: datetime


def keep_flow_version(
    connection: Connection, flow: str, version: str, definition: str, now: datetime
) -> int:
    """The id of this version of a flow, which is kept if it was not yet.

    Several processes may keep the same one at the same time.
    """
    found = flow_version_id(connection, flow, version)
    if found is None:
        insert_new = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(
            insert_new(FLOW_VERSION)
            .values(flow=flow, version=version, definition=definition, created_at=now)
            .on_conflict_do_nothing()
        )
        found = flow_version_id(connection, flow, version)
        assert found is not None
    return found


def flow_version_id(connection: Connection, flow: str, version: str) -> int | None:
    """The id of this version of a flow, if it is kept."""
    found = connection.execute(
        select(FLOW_VERSION.c.id).where(
            FLOW_VERSION.c.flow == flow, FLOW_VERSION.c.version == version
        )
    ).scalar()
    return None if found is None else int(found)


def flow_definition(connection: Connection, flow: str, version: str) -> str:
    """The definition of a version as it was stored, as JSON. Raises NoResultFound."""
    return str(
        connection.execute(
            select(FLOW_VERSION.c.definition).where(
                FLOW_VERSION.c.flow == flow, FLOW_VERSION.c.version == version
            )
        ).scalar_one()
    )


def take_flow(
    connection: Connection,
    project_id: int,
    flow_version_id: int,
    now: datetime,
    *,
    origin: Origin = "library",
    file: str | None = None,
    written: str | None = None,
) -> None:
    """This version is from now on the project's newest of its flow's name."""
    connection.execute(
        insert(PROJECT_FLOW).values(
            project_id=project_id,
            flow_version_id=flow_version_id,
            origin=origin,
            file=file,
            written=written,
            added_at=now,
        )
    )


def taken(
    connection: Connection, project_id: int, flow: str
) -> tuple[bool, tuple[TakenVersion, ...]]:
    """Whether the project's flows need approval, and its versions of this one, the newest first.

    One that was taken more than once is there more than once.
    """
    rows = connection.execute(
        select(
            PROJECT.c.approval_needed,
            FLOW_VERSION.c.id,
            FLOW_VERSION.c.version,
            PROJECT_FLOW.c.origin,
            PROJECT_FLOW.c.file,
            PROJECT_FLOW.c.added_at,
        )
        .select_from(
            PROJECT.outerjoin(
                PROJECT_FLOW.join(
                    FLOW_VERSION, FLOW_VERSION.c.id == PROJECT_FLOW.c.flow_version_id
                ),
                and_(PROJECT_FLOW.c.project_id == PROJECT.c.id, FLOW_VERSION.c.flow == flow),
            )
        )
        .where(PROJECT.c.id == project_id)
        .order_by(PROJECT_FLOW.c.id.desc())
    ).all()
    needed = any(row.approval_needed for row in rows)
    return needed, tuple(
        TakenVersion(row.id, row.version, row.origin, row.file, row.added_at)
        for row in rows
        if row.id is not None
    )


def taken_flows(connection: Connection, project_id: int) -> list[AnyRow]:
    """The newest version of each flow that a project has taken, by the flow's name.

    Rows: flow, version, definition, origin, file and written, the text of the file.
    """
    newest = (
        select(func.max(PROJECT_FLOW.c.id))
        .join(FLOW_VERSION, FLOW_VERSION.c.id == PROJECT_FLOW.c.flow_version_id)
        .where(PROJECT_FLOW.c.project_id == project_id)
        .group_by(FLOW_VERSION.c.flow)
    )
    return list(
        connection.execute(
            select(
                FLOW_VERSION.c.flow,
                FLOW_VERSION.c.version,
                FLOW_VERSION.c.definition,
                PROJECT_FLOW.c.origin,
                PROJECT_FLOW.c.file,
                PROJECT_FLOW.c.written,
            )
            .join(FLOW_VERSION, FLOW_VERSION.c.id == PROJECT_FLOW.c.flow_version_id)
            .where(PROJECT_FLOW.c.id.in_(newest))
            .order_by(FLOW_VERSION.c.flow)
        )
    )
