"""Queries about flags that wait: for a participant to choose, for one of the staff, for anybody."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, bindparam, literal_column, or_, select, update

from storage.flags import FLAG, LIVE
from storage.prepared import Prepared
from storage.rows import AnyRow

_IS_CHOOSING: Final = Prepared(
    select(FLAG.c.id)
    .where(
        FLAG.c.person_id == bindparam("person_id"),
        FLAG.c.status == literal_column("'open'"),
        FLAG.c.rung < literal_column("0"),
    )
    .limit(1)
)


def is_choosing(connection: Connection, person_id: int) -> bool:
    """Whether `undecided_flag` would find one. On the path of each typed text, so it locks none."""
    return _IS_CHOOSING.one_or_none(connection, {"person_id": person_id}) is not None


def undecided_flag(connection: Connection, person_id: int) -> AnyRow | None:
    """The newest open flag of a person about which they still choose whom to tell."""
    return connection.execute(
        select(FLAG)
        .where(FLAG.c.person_id == person_id, FLAG.c.status == "open", FLAG.c.rung < 0)
        .order_by(FLAG.c.id.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()


def flags_resting_on(connection: Connection, staff_id: int) -> list[AnyRow]:
    """Flags that are not closed and that wait for this member of staff to do something."""
    waits = or_(
        and_(FLAG.c.status == "open", FLAG.c.promised_id == staff_id),
        and_(FLAG.c.status != "open", FLAG.c.owner_id == staff_id),
        FLAG.c.handed_to_id == staff_id,
    )
    return list(
        connection.execute(select(FLAG).where(LIVE, waits).order_by(FLAG.c.id).with_for_update())
    )


def look_for_somebody(connection: Connection, project_id: int, now: datetime) -> None:
    """Open flags that nobody could be told about are due now."""
    connection.execute(
        update(FLAG)
        .where(
            FLAG.c.project_id == project_id,
            FLAG.c.status == "open",
            FLAG.c.promised_id.is_(None),
            FLAG.c.rung >= 0,
            FLAG.c.next_at > now,
        )
        .values(next_at=now)
    )
