"""Queries about the rota: shifts, covers, absences, and the gaps that were reported."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import AnyRow, new_id

_TABLES = SQLModel.metadata.tables
SHIFT: Final = _TABLES["rota_shift"]
COVER: Final = _TABLES["rota_cover"]
AWAY: Final = _TABLES["rota_away"]
GAP: Final = _TABLES["rota_gap"]
PERSON: Final = _TABLES["person"]
CHANNEL: Final = _TABLES["channel"]
COHORT: Final = _TABLES["cohort"]


def add_shift(connection: Connection, **values: Any) -> int:
    """Adds a weekly shift (columns of the table `rota_shift`) and returns its id."""
    return new_id(connection, insert(SHIFT).values(**values))


def shifts(connection: Connection, project_id: int) -> list[AnyRow]:
    """The shifts that are on a project's rota, in the order in which they were added."""
    return list(
        connection.execute(
            select(SHIFT)
            .where(SHIFT.c.project_id == project_id, SHIFT.c.removed_at.is_(None))
            .order_by(SHIFT.c.id)
        )
    )


def find_shift(connection: Connection, shift_id: int) -> AnyRow | None:
    return connection.execute(select(SHIFT).where(SHIFT.c.id == shift_id)).one_or_none()


def is_set(connection: Connection, project_id: int) -> bool:
    """Whether a rota was ever set, also when nothing is on it any more."""
    found = select(SHIFT.c.id).where(SHIFT.c.project_id == project_id).limit(1)
    return connection.execute(found).first() is not None


def projects_with_rota(connection: Connection) -> list[int]:
    """The projects for which a rota was ever set."""
    found = select(SHIFT.c.project_id).distinct().order_by(SHIFT.c.project_id)
    return list(connection.execute(found).scalars())


def remove_shift(connection: Connection, shift_id: int, now: datetime) -> bool:
    """Takes a shift off the rota; False when it was not on it."""
    return bool(
        connection.execute(
            update(SHIFT)
            .where(SHIFT.c.id == shift_id, SHIFT.c.removed_at.is_(None))
            .values(removed_at=now)
        ).rowcount
    )


def drop_rota(connection: Connection, project_id: int) -> None:
    """The project has no rota any more, and is as if it had never had one."""
    for table in (SHIFT, COVER, GAP):
        connection.execute(delete(table).where(table.c.project_id == project_id))


def add_cover(
    connection: Connection,
    *,
    project_id: int,
    of_id: int,
    by_id: int,
    starts_at: datetime,
    ends_at: datetime,
    accepted: bool,
    now: datetime,
) -> int:
    """Adds a cover, asked for or accepted already, and returns its id."""
    return new_id(
        connection,
        insert(COVER).values(
            project_id=project_id,
            of_id=of_id,
            by_id=by_id,
            starts_at=starts_at,
            ends_at=ends_at,
            status="accepted" if accepted else "asked",
            asked_at=now,
            answered_at=now if accepted else None,
        ),
    )


def find_cover(connection: Connection, cover_id: int) -> AnyRow | None:
    return connection.execute(select(COVER).where(COVER.c.id == cover_id)).one_or_none()


def answer_cover(connection: Connection, cover_id: int, status: str, now: datetime) -> bool:
    """What was asked is accepted, declined or withdrawn; False when it was answered before."""
    return bool(
        connection.execute(
            update(COVER)
            .where(COVER.c.id == cover_id, COVER.c.status == "asked")
            .values(status=status, answered_at=now)
        ).rowcount
    )


def covers(connection: Connection, project_id: int, since: datetime) -> list[AnyRow]:
    """The covers that were accepted and end after `since`, in the order in which they were."""
    return list(
        connection.execute(
            select(COVER)
            .where(
                COVER.c.project_id == project_id,
                COVER.c.status == "accepted",
                COVER.c.ends_at > since,
            )
            .order_by(COVER.c.answered_at, COVER.c.id)
        )
    )


def add_away(
    connection: Connection, person_id: int, starts_at: datetime, until: datetime, now: datetime
) -> int:
    """Somebody is away; returns the absence's id."""
    return new_id(
        connection,
        insert(AWAY).values(person_id=person_id, starts_at=starts_at, until=until, said_at=now),
    )


def end_aways(connection: Connection, person_id: int, now: datetime) -> bool:
    """Somebody is back: what is under way ends, what was to come is off. False if nothing was."""
    ended = connection.execute(
        update(AWAY)
        .where(AWAY.c.person_id == person_id, AWAY.c.starts_at < now, AWAY.c.until > now)
        .values(until=now)
    ).rowcount
    dropped = connection.execute(
        delete(AWAY).where(AWAY.c.person_id == person_id, AWAY.c.starts_at >= now)
    ).rowcount
    return bool(ended or dropped)


def aways(connection: Connection, project_id: int, since: datetime) -> list[AnyRow]:
    """The absences of a project's staff that end after `since`, in order."""
    return list(
        connection.execute(
            select(AWAY)
            .join(PERSON, PERSON.c.id == AWAY.c.person_id)
            .where(PERSON.c.project_id == project_id, AWAY.c.until > since)
            .order_by(AWAY.c.starts_at, AWAY.c.id)
        )
    )


def staff_channels(
    connection: Connection, project_id: int, bots: Collection[str]
) -> dict[int, tuple[int, ...]]:
    """The working channels of every member of staff of a project who has one, by person id."""
    rows = connection.execute(
        select(CHANNEL.c.person_id, CHANNEL.c.id)
        .join(PERSON, PERSON.c.id == CHANNEL.c.person_id)
        .where(
            PERSON.c.project_id == project_id,
            PERSON.c.role != "participant",
            CHANNEL.c.lost_at.is_(None),
            CHANNEL.c.bot.in_(sorted(bots)),
        )
        .order_by(CHANNEL.c.person_id, CHANNEL.c.id)
    )
    found: dict[int, tuple[int, ...]] = {}
    for person_id, channel_id in rows:
        found[person_id] = (*found.get(person_id, ()), channel_id)
    return found


def place_of(connection: Connection, project_id: int) -> tuple[str, str]:
    """The time zone and nation of a project's first cohort, or London's and England."""
    row = connection.execute(
        select(COHORT.c.timezone, COHORT.c.nation)
        .where(COHORT.c.project_id == project_id)
        .order_by(COHORT.c.id)
        .limit(1)
    ).one_or_none()
    return (row.timezone, row.nation) if row else ("Europe/London", "england")


def gaps_told(connection: Connection, project_id: int) -> list[AnyRow]:
    """The gaps that were reported and are not over."""
    return list(
        connection.execute(
            select(GAP)
            .where(GAP.c.project_id == project_id, GAP.c.over_at.is_(None))
            .order_by(GAP.c.begins)
        )
    )


def last_gap_told(connection: Connection, project_id: int) -> int:
    """The id of the newest gap that was reported, 0 when there was none."""
    newest = select(func.max(GAP.c.id)).where(GAP.c.project_id == project_id)
    return connection.execute(newest).scalar() or 0


def add_gap_told(
    connection: Connection,
    project_id: int,
    begins: datetime,
    ends: datetime | None,
    now: datetime,
) -> None:
    """A gap was reported; `ends` is None when no end is in sight."""
    connection.execute(
        insert(GAP).values(project_id=project_id, begins=begins, ends=ends, told_at=now)
    )


def end_gaps_told(connection: Connection, gap_ids: Collection[int], now: datetime) -> None:
    """These gaps were filled, or have passed."""
    if gap_ids:
        connection.execute(update(GAP).where(GAP.c.id.in_(sorted(gap_ids))).values(over_at=now))
