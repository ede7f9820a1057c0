"""Queries that list what there is: projects, cohorts, participants and rounds."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.people import NOT_STAFF
from storage.rows import AnyRow

_TABLES = SQLModel.metadata.tables
PROJECT: Final = _TABLES["project"]
COHORT: Final = _TABLES["cohort"]
PERSON: Final = _TABLES["person"]
CHANNEL: Final = _TABLES["channel"]
ROUND: Final = _TABLES["round"]
OCCURRENCE: Final = _TABLES["occurrence"]
INVITATION: Final = _TABLES["invitation"]

_IS_PARTICIPANT: Final = PERSON.c.role == "participant"


def people_per_project(connection: Connection) -> dict[int, tuple[int, int]]:
    """How many members of staff and how many participants each project (by id) has."""
    staff = func.count().filter(PERSON.c.role.not_in(sorted(NOT_STAFF)))
    participants = func.count().filter(_IS_PARTICIPANT)
    rows = connection.execute(
        select(PERSON.c.project_id, staff, participants).group_by(PERSON.c.project_id)
    )
    return {project: (some, others) for project, some, others in rows}


def participants_per_cohort(connection: Connection) -> dict[int, int]:
    """How many participants each cohort (by id) has; those without any are left out."""
    rows = connection.execute(
        select(PERSON.c.cohort_id, func.count().label("number"))
        .where(_IS_PARTICIPANT, PERSON.c.cohort_id.is_not(None))
        .group_by(PERSON.c.cohort_id)
    )
    return {row.cohort_id: row.number for row in rows}


def participants(
    connection: Connection, project_id: int | None = None, cohort_id: int | None = None
) -> list[AnyRow]:
    """Participants, in the order in which they were added, without their names.

    Rows: id, code, cohort and timezone (None without a cohort), facilitator_id, joined_at and
    stopped_at.
    """
    statement = (
        select(
            PERSON.c.id,
            PERSON.c.code,
            COHORT.c.name.label("cohort"),
            COHORT.c.timezone,
            PERSON.c.facilitator_id,
            PERSON.c.joined_at,
            PERSON.c.stopped_at,
        )
        .select_from(PERSON.outerjoin(COHORT, COHORT.c.id == PERSON.c.cohort_id))
        .where(_IS_PARTICIPANT)
        .order_by(PERSON.c.id)
    )
    if project_id is not None:
        statement = statement.where(PERSON.c.project_id == project_id)
    if cohort_id is not None:
        statement = statement.where(PERSON.c.cohort_id == cohort_id)
    return list(connection.execute(statement))


def channels(connection: Connection, person_ids: list[int]) -> list[AnyRow]:
    """How people can be reached (person_id, kind, used_at, lost_at), the oldest way first."""
    return list(
        connection.execute(
            select(CHANNEL.c.person_id, CHANNEL.c.kind, CHANNEL.c.used_at, CHANNEL.c.lost_at)
            .where(CHANNEL.c.person_id.in_(person_ids))
            .order_by(CHANNEL.c.id)
        )
    )


def without_facilitator(connection: Connection, project_id: int) -> int:
    """How many participants of a project have no named facilitator."""
    return int(
        connection.execute(
            select(func.count()).where(
                _IS_PARTICIPANT,
                PERSON.c.project_id == project_id,
                PERSON.c.facilitator_id.is_(None),
            )
        ).scalar_one()
    )


def rounds(connection: Connection, project_id: int | None = None) -> list[AnyRow]:
    """Rounds, the oldest first: id, flow, cohort, timezone, created_at."""
    statement = (
        select(
            ROUND.c.id,
            ROUND.c.flow,
            COHORT.c.name.label("cohort"),
            COHORT.c.timezone,
            ROUND.c.created_at,
        )
        .join(COHORT, COHORT.c.id == ROUND.c.cohort_id)
        .order_by(ROUND.c.id)
    )
    if project_id is not None:
        statement = statement.where(COHORT.c.project_id == project_id)
    return list(connection.execute(statement))


def invitations_per_round(connection: Connection) -> dict[int, dict[str, int]]:
    """How many invitations of each round (by id) have which status."""
    rows = connection.execute(
        select(OCCURRENCE.c.round_id, INVITATION.c.status, func.count())
        .join(OCCURRENCE, OCCURRENCE.c.id == INVITATION.c.occurrence_id)
        .group_by(OCCURRENCE.c.round_id, INVITATION.c.status)
    )
    counts: dict[int, dict[str, int]] = {}
    for round_id, status, number in rows:
        counts.setdefault(round_id, {})[status] = number
    return counts
