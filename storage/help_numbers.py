"""Queries about the numbers to call that projects add to those that come with the product."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, insert, select, update
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import AnyRow, new_id

HELP_NUMBER: Final = SQLModel.metadata.tables["help_number"]


def add_help_number(
    connection: Connection,
    project_id: int,
    *,
    nation: str | None,
    topic: str | None,
    name: str,
    how: str,
    source: str,
    checked: date,
    now: datetime,
) -> int:
    """Adds a number to call and returns its id; without a nation or topic it is for every one."""
    return new_id(
        connection,
        insert(HELP_NUMBER).values(
            project_id=project_id,
            nation=nation,
            topic=topic,
            name=name,
            how=how,
            source=source,
            checked=checked,
            added_at=now,
        ),
    )


def help_numbers_of(connection: Connection, project_id: int) -> list[AnyRow]:
    """The numbers that a project shows: id, nation, topic, name, how, source and checked."""
    return list(
        connection.execute(
            select(HELP_NUMBER)
            .where(HELP_NUMBER.c.project_id == project_id, HELP_NUMBER.c.removed_at.is_(None))
            .order_by(HELP_NUMBER.c.id)
        )
    )


def mark_help_number_checked(
    connection: Connection, project_id: int, number_id: int, checked: date
) -> bool:
    """Somebody looked whether it still works; False when the project has no such number."""
    return bool(
        connection.execute(
            update(HELP_NUMBER)
            .where(
                HELP_NUMBER.c.id == number_id,
                HELP_NUMBER.c.project_id == project_id,
                HELP_NUMBER.c.removed_at.is_(None),
            )
            .values(checked=checked)
        ).rowcount
    )


def remove_help_number(
    connection: Connection, project_id: int, number_id: int, now: datetime
) -> bool:
    """It is not shown any more; False when the project has no such number."""
    return bool(
        connection.execute(
            update(HELP_NUMBER)
            .where(
                HELP_NUMBER.c.id == number_id,
                HELP_NUMBER.c.project_id == project_id,
                HELP_NUMBER.c.removed_at.is_(None),
            )
            .values(removed_at=now)
        ).rowcount
    )
