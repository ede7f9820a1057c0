"""Queries about a project's working hours, its days off, and its ladders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import AnyRow

_TABLES = SQLModel.metadata.tables
HOURS: Final = _TABLES["working_hours"]
CALENDAR: Final = _TABLES["working_calendar"]
DAY: Final = _TABLES["special_day"]
RUNG: Final = _TABLES["ladder_rung"]


def set_hours(
    connection: Connection, project_id: int, spans: Sequence[tuple[int, str, str]]
) -> None:
    """Puts these spans (weekday, opens, closes) in place of a project's working hours."""
    connection.execute(delete(HOURS).where(HOURS.c.project_id == project_id))
    for weekday, opens, closes in spans:
        connection.execute(
            insert(HOURS).values(project_id=project_id, weekday=weekday, opens=opens, closes=closes)
        )


def hours_of(connection: Connection, project_id: int) -> list[AnyRow]:
    """A project's own working hours; empty when it has not set any."""
    return list(
        connection.execute(
            select(HOURS.c.weekday, HOURS.c.opens, HOURS.c.closes)
            .where(HOURS.c.project_id == project_id)
            .order_by(HOURS.c.weekday, HOURS.c.opens)
        )
    )


def set_calendar(connection: Connection, project_id: int, **values: Any) -> None:
    """Sets `zone` or `nation` (columns of `working_calendar`); what is not named stays."""
    row = calendar_of(connection, project_id)
    kept = {"zone": row.zone, "nation": row.nation} if row else {}
    connection.execute(delete(CALENDAR).where(CALENDAR.c.project_id == project_id))
    connection.execute(insert(CALENDAR).values(project_id=project_id, **(kept | values)))


def calendar_of(connection: Connection, project_id: int) -> AnyRow | None:
    """A project's own zone and nation, each of which may be None."""
    return connection.execute(
        select(CALENDAR.c.zone, CALENDAR.c.nation).where(CALENDAR.c.project_id == project_id)
    ).one_or_none()


def set_day(
    connection: Connection, project_id: int, day: date, *, works: bool, name: str = ""
) -> None:
    """The project works, or is closed, on this day, whatever it would be without."""
    forget_day(connection, project_id, day)
    connection.execute(insert(DAY).values(project_id=project_id, day=day, works=works, name=name))


def forget_day(connection: Connection, project_id: int, day: date) -> bool:
    """The day is like any other again; False when it was."""
    found = (DAY.c.project_id == project_id, DAY.c.day == day)
    return bool(connection.execute(delete(DAY).where(*found)).rowcount)


def days_of(connection: Connection, project_id: int) -> list[AnyRow]:
    """A project's own days (day, works, name), in order."""
    return list(
        connection.execute(
            select(DAY.c.day, DAY.c.works, DAY.c.name)
            .where(DAY.c.project_id == project_id)
            .order_by(DAY.c.day)
        )
    )


def set_ladder(
    connection: Connection, project_id: int, level: str, rungs: Sequence[tuple[str, int | None]]
) -> None:
    """Puts these rungs (who, seconds to wait) in place of a level's ladder; none: the default."""
    connection.execute(delete(RUNG).where(RUNG.c.project_id == project_id, RUNG.c.level == level))
    for place, (who, wait_s) in enumerate(rungs):
        connection.execute(
            insert(RUNG).values(
                project_id=project_id, level=level, place=place, who=who, wait_s=wait_s
            )
        )


def ladder_of(connection: Connection, project_id: int, level: str) -> list[tuple[str, int | None]]:
    """A level's own rungs, in order; empty when the project has set none."""
    rows = connection.execute(
        select(RUNG.c.who, RUNG.c.wait_s)
        .where(RUNG.c.project_id == project_id, RUNG.c.level == level)
        .order_by(RUNG.c.place)
    )
    return [(row.who, row.wait_s) for row in rows]
