"""The shape of a database: every table, column, constraint and index, as it describes itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, NullPool, text
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - completes the metadata
from storage.engines import parse, postgresql_engine, sqlite_engine, sqlite_path

Shape = set[tuple[Any, ...]]

_POSTGRESQL = (
    "SELECT table_name, column_name, ordinal_position, data_type, is_nullable, column_default "
    "FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) "
    "FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT sequencename FROM pg_sequences",
)


def shape_of(url: str) -> Shape:
    """The shape of the database at `url`, without alembic's own table."""
    found = _within(url, _shape)
    return {row for row in found if not any("alembic" in str(part) for part in row)}


def make_from_models(url: str) -> None:
    """Make the tables of storage/tables, without migrations."""
    _within(url, SQLModel.metadata.create_all)


def drop_all(url: str) -> None:
    """Drop the tables of storage/tables."""
    _within(url, SQLModel.metadata.drop_all)


def run(url: str, statement: str) -> Sequence[Any]:
    """Run one statement."""
    return list(_within(url, lambda c: _rows(c, statement)))


def _within(url: str, work: Any) -> Any:
    address = parse(url)
    path = sqlite_path(address)
    if path is None:
        engine = postgresql_engine(address, poolclass=NullPool)
    else:
        engine = sqlite_engine(path, writes=True, setup=(), poolclass=NullPool)
    with engine.begin() as connection:
        return work(connection)


def _rows(connection: Connection, statement: str) -> list[tuple[Any, ...]]:
    result = connection.execute(text(statement))
    return [tuple(row) for row in result] if result.returns_rows else []


def _shape(connection: Connection) -> Shape:
    if connection.dialect.name == "postgresql":
        return {row for statement in _POSTGRESQL for row in _rows(connection, statement)}
    return {
        (kind, name, part)
        for kind, name, sql in _rows(connection, "SELECT type, name, sql FROM sqlite_master")
        for part in _parts(sql or "")
    }


def _parts(sql: str) -> list[str]:
    """The columns, in order, and the constraints of one CREATE statement."""
    lines = [re.sub(r"[\s,]+$", "", line).strip() for line in sql.splitlines()]
    columns = [line for line in lines if not line.startswith("CONSTRAINT")]
    return [f"{number} {line}" for number, line in enumerate(columns)] + [
        line for line in lines if line.startswith("CONSTRAINT")
    ]
