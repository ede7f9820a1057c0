"""Leases: who may do what only one may do at a time. A lease that is not renewed lapses."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up

LEASE: Final = SQLModel.metadata.tables["lease"]


def _taking(
    insert: sqlite.Insert | postgresql.Insert,
) -> sqlite.Insert | postgresql.Insert:
    insert = insert.values(
        name=bindparam("name"), holder=bindparam("holder"), until=bindparam("until")
    )
    return insert.on_conflict_do_update(
        index_elements=["name"],
        set_={"holder": insert.excluded.holder, "until": insert.excluded.until},
        where=or_(
            LEASE.c.holder == insert.excluded.holder,
            LEASE.c.until <= bindparam("now", type_=LEASE.c.until.type),
        ),
    )


_TAKE: Final = {
    "sqlite": _taking(sqlite.insert(LEASE)).returning(LEASE.c.holder),
    "postgresql": _taking(postgresql.insert(LEASE)).returning(LEASE.c.holder),
}


def take_lease(
    connection: Connection, name: str, holder: str, now: datetime, seconds: float
) -> bool:
    """Takes or renews a lease for `seconds` from `now`; False while somebody else has it."""
    until = now + timedelta(seconds=seconds)
    taken = connection.execute(
        _TAKE[connection.dialect.name],
        {"name": name, "holder": holder, "now": now, "until": until},
    )
    return taken.first() is not None


def give_lease_back(connection: Connection, name: str, holder: str) -> None:
    """Ends a lease before its time, if this holder has it."""
    connection.execute(delete(LEASE).where(LEASE.c.name == name, LEASE.c.holder == holder))


def server_time(connection: Connection) -> datetime:
    """PostgreSQL's own clock.

    Several machines compare the time of a lease, and their clocks need not agree.
    """
    now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return now
