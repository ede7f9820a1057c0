"""Queries about rounds, their occurrences and each person's invitation."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, exists, insert, or_, select, update
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import AnyRow, new_id

_TABLES = SQLModel.metadata.tables
ROUND: Final = _TABLES["round"]
OCCURRENCE: Final = _TABLES["occurrence"]
INVITATION: Final = _TABLES["invitation"]
COHORT: Final = _TABLES["cohort"]
PERSON: Final = _TABLES["person"]
CHANNEL: Final = _TABLES["channel"]
CONSENT: Final = _TABLES["consent"]
SESSION: Final = _TABLES["session"]
FLAG: Final = _TABLES["flag"]


def add_round(
    connection: Connection, cohort_id: int, flow: str, anyway: bool, now: datetime
) -> int:
    """Adds a round and returns its id."""
    return new_id(
        connection,
        insert(ROUND).values(cohort_id=cohort_id, flow=flow, anyway=anyway, created_at=now),
    )


def add_occurrence(
    connection: Connection, round_id: int, number: int, local: str, zone: str, at: datetime
) -> int:
    """Adds one dated instance of a round and returns its id."""
    return new_id(
        connection,
        insert(OCCURRENCE).values(round_id=round_id, number=number, local=local, zone=zone, at=at),
    )


def due_occurrences(connection: Connection, now: datetime, limit: int) -> list[AnyRow]:
    """Occurrences (with their round's cohort, flow and anyway) that have no invitations yet."""
    return list(
        connection.execute(
            select(
                OCCURRENCE.c.id,
                OCCURRENCE.c.at,
                OCCURRENCE.c.zone,
                ROUND.c.cohort_id,
                ROUND.c.flow,
                ROUND.c.anyway,
            )
            .join(ROUND, ROUND.c.id == OCCURRENCE.c.round_id)
            .where(OCCURRENCE.c.planned_at.is_(None), OCCURRENCE.c.at <= now)
            .order_by(OCCURRENCE.c.at)
            .limit(limit)
        )
    )


def mark_planned(connection: Connection, occurrence_id: int, now: datetime) -> bool:
    """Claims the occurrence for planning; False when it was planned before."""
    return bool(
        connection.execute(
            update(OCCURRENCE)
            .where(OCCURRENCE.c.id == occurrence_id, OCCURRENCE.c.planned_at.is_(None))
            .values(planned_at=now)
        ).rowcount
    )


def add_invitations(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Adds invitations: occurrence_id, person_id, status, reason, due_at."""
    if rows:
        connection.execute(insert(INVITATION), rows)


def due_invitations(connection: Connection, now: datetime, limit: int) -> list[AnyRow]:
    """Planned invitations whose time has come, with flow, anyway and zone."""
    return list(
        connection.execute(
            select(
                INVITATION.c.id,
                INVITATION.c.person_id,
                ROUND.c.flow,
                ROUND.c.anyway,
                COHORT.c.timezone,
            )
            .join(OCCURRENCE, OCCURRENCE.c.id == INVITATION.c.occurrence_id)
            .join(ROUND, ROUND.c.id == OCCURRENCE.c.round_id)
            .join(COHORT, COHORT.c.id == ROUND.c.cohort_id)
            .where(INVITATION.c.status == "planned", INVITATION.c.due_at <= now)
            .order_by(INVITATION.c.due_at, INVITATION.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=INVITATION)
        )
    )


def mark_invitation(
    connection: Connection,
    invitation_id: int,
    status: str,
    *,
    reason: str | None = None,
    due_at: datetime | None = None,
    sent_at: datetime | None = None,
) -> None:
    """Moves an invitation on; times that are None stay as they are."""
    values: dict[str, Any] = {"status": status, "reason": reason}
    if due_at is not None:
        values["due_at"] = due_at
    if sent_at is not None:
        values["sent_at"] = sent_at
    connection.execute(update(INVITATION).where(INVITATION.c.id == invitation_id).values(values))


def invitations_of(connection: Connection, round_id: int) -> list[AnyRow]:
    """The invitations of a round (person_id, status, reason), for showing who was skipped."""
    return list(
        connection.execute(
            select(INVITATION.c.person_id, INVITATION.c.status, INVITATION.c.reason)
            .join(OCCURRENCE, OCCURRENCE.c.id == INVITATION.c.occurrence_id)
            .where(OCCURRENCE.c.round_id == round_id)
            .order_by(INVITATION.c.id)
        )
    )


def candidates(
    connection: Connection, *, use: str, cohort_id: int | None = None, person_id: int | None = None
) -> list[AnyRow]:
    """What decides whether participants get a round, in one query for a whole cohort.

    Rows: id, joined_at, stopped_at, consented (the newest decision about `use`), busy (in a
    session that they have begun and not ended) and reachable (a participants' channel works).
    """
    newest = (
        select(CONSENT.c.given)
        .where(CONSENT.c.person_id == PERSON.c.id, CONSENT.c.use == use)
        .order_by(CONSENT.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    busy = exists().where(
        SESSION.c.person_id == PERSON.c.id,
        SESSION.c.status.in_(("asking", "held", "paused")),
        or_(SESSION.c.active_at > SESSION.c.started_at, SESSION.c.invitation_id.is_(None)),
        # How to reach them is asked beside check-ins, and keeps nobody from one.
        ~exists().where(FLAG.c.contact_session_id == SESSION.c.id),
    )
    reachable = exists().where(
        CHANNEL.c.person_id == PERSON.c.id,
        CHANNEL.c.lost_at.is_(None),
        CHANNEL.c.bot.in_(("participant", "web")),
    )
    statement = select(
        PERSON.c.id,
        PERSON.c.joined_at,
        PERSON.c.stopped_at,
        newest.label("consented"),
        busy.label("busy"),
        reachable.label("reachable"),
    ).where(PERSON.c.role == "participant")
    if cohort_id is not None:
        statement = statement.where(PERSON.c.cohort_id == cohort_id)
    if person_id is not None:
        statement = statement.where(PERSON.c.id == person_id)
    return list(connection.execute(statement.order_by(PERSON.c.id)))
