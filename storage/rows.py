"""What queries give back."""

from __future__ import annotations

from typing import Any, TypeAlias

from sqlalchemy import Connection, Insert, Row

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row whose columns are named where the query stands."""


def new_id(connection: Connection, statement: Insert) -> int:
    """Inserts one row and returns its id."""
    key = connection.execute(statement).inserted_primary_key
    assert key is not None
    return int(key[0])
