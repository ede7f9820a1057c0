"""Column types that several tables share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, text
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

# Every constraint and index has a name of its own, the same in both databases, so that a later
# migration can find it. Set here because each module of tables imports this one first.
SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


def only(columns_where: str) -> dict[str, Any]:
    """What makes an Index hold only the rows that a condition holds for, on either database.

    Rows that nobody looks for then cost nothing when they are written. SQLite uses such an index
    where the query says the same condition, written out and not bound.
    """
    return {f"{name}_where": text(columns_where) for name in ("sqlite", "postgresql")}


BigId = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit key; SQLite numbers rows by itself only in columns that are plain INTEGER."""


class Instant(TypeDecorator[datetime]):
    """An aware datetime in UTC; naive ones are refused on the way in, aware ones come out.

    SQLite keeps no zone, so it is put back when read.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy passes it by name
    ) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(
        self,
        value: Any,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy passes it by name
    ) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            return value.replace(tzinfo=UTC)  # type: ignore[no-any-return]
        return value.astimezone(UTC)  # type: ignore[no-any-return]
