"""Core statements that run for every update: compiled once, then run on SQLite's driver itself.

What SQLAlchemy does around a statement costs eight times the statement, even when the compiled
form is cached (35 µs against 4 µs, measured). Most code does not notice. A step of a check-in
does, so its few statements are declared as Prepared, at module level:

    _SESSION = Prepared(select(SESSION.c.turn).where(SESSION.c.id == bindparam("session_id")))
    row = _SESSION.one_or_none(connection, {"session_id": 7})

On PostgreSQL, where the network costs more than all of this, they run as they are.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, CursorResult, Delete, Dialect, Insert, Select, Update
from sqlalchemy.exc import MultipleResultsFound
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from storage.tables.columns import Instant

Values = Mapping[str, Any]
Processor = Callable[[Any], Any]


class _Form(NamedTuple):
    """A statement as SQLite's driver wants it, for one set of names."""

    sql: str
    binds: Sequence[tuple[str, Processor | None]]
    constants: Values
    row: Callable[..., Any]
    results: Sequence[tuple[int, Processor]]


class _UnpreparableError(TypeError):
    """The statement is of a kind that cannot be compiled once for all its uses."""


class Prepared:
    """One Core statement. Rows have an attribute for each column, and are tuples.

    The values of one use are its bind parameters by name; for an INSERT without VALUES, its
    columns. Errors are SQLAlchemy's own.
    """

    def __init__(self, statement: Select[Any] | Insert | Update | Delete) -> None:
        self._statement = statement
        self._forms: dict[tuple[str, ...], _Form] = {}

    def all(self, connection: Connection, values: Values) -> Sequence[Any]:
        """All rows."""
        found = self._on_driver(connection, values)
        if found is None:
            return self._on_core(connection, values).all()
        form, cursor = found
        return [_shaped(form, row) for row in cursor.fetchall()]

    def one_or_none(self, connection: Connection, values: Values) -> Any | None:
        """The only row, or None. Raises MultipleResultsFound when there are more."""
        found = self._on_driver(connection, values)
        if found is None:
            return self._on_core(connection, values).one_or_none()
        form, cursor = found
        rows = cursor.fetchmany(2)
        if len(rows) > 1:
            raise MultipleResultsFound("there are several rows where one or none was expected")
        return _shaped(form, rows[0]) if rows else None

    def change(self, connection: Connection, values: Values) -> int:
        """How many rows an UPDATE or DELETE changed."""
        found = self._on_driver(connection, values)
        if found is None:
            return self._on_core(connection, values).rowcount
        return found[1].rowcount

    def add(self, connection: Connection, values: Values) -> int:
        """The id of the row that an INSERT added."""
        found = self._on_driver(connection, values)
        if found is None:
            key: Any = self._on_core(connection, values).inserted_primary_key
            return int(key[0])
        return cast(int, found[1].lastrowid)

    def add_if_new(self, connection: Connection, values: Values) -> int | None:
        """The id of the row that an INSERT ... ON CONFLICT DO NOTHING added, or None.

        Where it does not run on SQLite, the statement has to return the id.
        """
        found = self._on_driver(connection, values)
        if found is not None:
            return found[1].lastrowid if found[1].rowcount else None
        result = self._on_core(connection, values)
        if not result.returns_rows:
            return result.lastrowid if result.rowcount else None
        return cast("int | None", result.scalar())

    def _on_core(self, connection: Connection, values: Values) -> CursorResult[Any]:
        return cast("CursorResult[Any]", connection.execute(self._statement, values))

    def _on_driver(
        self, connection: Connection, values: Values
    ) -> tuple[_Form, sqlite3.Cursor] | None:
        """Run on SQLite's driver; None where SQLAlchemy is to run the statement."""
        driver = _drivers.get(connection) or _driver_of(connection)
        if driver is None or not driver.in_transaction:
            return None
        try:
            form = self._form(connection.dialect, values)
            given = {**form.constants, **values} if form.constants else values
            bound = [bind(given[name]) if bind else given[name] for name, bind in form.binds]
            return form, driver.execute(form.sql, bound)
        except _UnpreparableError:
            raise
        except Exception:  # noqa: BLE001 - it did nothing; run by SQLAlchemy, it says why
            return None

    def _form(self, dialect: Dialect, values: Values) -> _Form:
        names = tuple(values)
        form = self._forms.get(names)
        if form is None:
            form = self._forms[names] = self._compiled(dialect, values)
        return form

    def _compiled(self, dialect: Dialect, values: Values) -> _Form:
        compiled = self._statement.compile(dialect=dialect, column_keys=list(values))
        assert isinstance(compiled, SQLCompiler)
        if compiled.insert_prefetch or compiled.update_prefetch:
            raise _UnpreparableError("a prepared statement names every column that has a default")
        state = compiled.construct_expanded_state(values, escape_names=False)
        if not state.parameter_expansion.keys().isdisjoint(values):
            raise _UnpreparableError(
                "a prepared statement takes no list: its length is part of the SQL"
            )
        writers = _writers(compiled, dialect)
        writers.update(cast("dict[str, Processor | None]", state.processors))
        names = state.positiontup or ()
        columns = self._statement.exported_columns
        return _Form(
            sql=state.statement,
            binds=[(name, writers.get(name)) for name in names],
            constants={name: state.parameters[name] for name in names if name not in values},
            row=_row_of(columns.keys()),
            results=_readers([column.type for column in columns], dialect),
        )


# Each of SQLAlchemy's connections goes with one of the driver's until it ends. To find it out anew
# for every statement would cost as much as some statements do.
_drivers: Final[WeakKeyDictionary[Connection, sqlite3.Connection]] = WeakKeyDictionary()


def _driver_of(connection: Connection) -> sqlite3.Connection | None:
    if connection.dialect.name != "sqlite" or not connection.in_transaction():
        return None
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    _drivers[connection] = driver
    return driver


def _writers(compiled: SQLCompiler, dialect: Dialect) -> dict[str, Processor | None]:
    """How the value of each bind parameter is turned into what the driver takes."""
    return {name: _writer(bind.type, dialect) for bind, name in compiled.bind_names.items()}


def _writer(type_: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    writer = type_.dialect_impl(dialect).bind_processor(dialect)
    if writer is not None and isinstance(type_, Instant):
        return lru_cache(maxsize=64)(writer)  # one `now` stands in many places of one transaction
    return writer


def _readers(types: Sequence[TypeEngine[Any]], dialect: Dialect) -> list[tuple[int, Processor]]:
    """How what the driver gives is turned into values, where it has to be: place by place."""
    readers = [type_.dialect_impl(dialect).result_processor(dialect, None) for type_ in types]
    return [(place, reader) for place, reader in enumerate(readers) if reader]


def _row_of(names: Iterable[str | None]) -> Callable[[Iterable[Any]], Any]:
    row = cast(Any, namedtuple)("Row", list(names))
    return cast("Callable[[Iterable[Any]], Any]", row._make)


def _shaped(form: _Form, row: tuple[Any, ...]) -> Any:
    if not form.results:
        return form.row(row)
    parts = list(row)
    for place, reader in form.results:
        parts[place] = reader(parts[place])
    return form.row(parts)
