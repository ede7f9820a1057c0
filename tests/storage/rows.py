"""Small works that leave a trace: a row for each name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from storage.tables import Lease

LEASE = Lease.__table__  # type: ignore[attr-defined]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def keep(*names: str) -> Callable[[Connection], str]:
    """Work that keeps a row for each name, and answers the last one."""

    def work(connection: Connection) -> str:
        for name in names:
            connection.execute(insert(LEASE).values(name=name, holder="test", until=NOON))
        return names[-1]

    return work


def fail_after(*names: str) -> Callable[[Connection], str]:
    """Work that keeps a row for each name, and then fails."""

    def work(connection: Connection) -> str:
        keep(*names)(connection)
        raise LookupError("no " + names[-1])

    return work


def kept(connection: Connection) -> set[str]:
    """The names that are kept."""
    return set(connection.scalars(select(LEASE.c.name)))
