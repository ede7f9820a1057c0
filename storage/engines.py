"""SQLAlchemy engines for the addresses that DATABASE_URL may hold."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from storage.unavailable import DatabaseUnavailable

BUSY_TIMEOUT_S = 10
"""How long a write waits for another program that is writing, in seconds."""

_NETWORK: Final = {
    "connect_timeout": 10,
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""So that a server that has gone without a word is noticed within half a minute, and nobody who
raised a flag waits for it: in seconds, the last in milliseconds. The address may say otherwise."""

_POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")


class AddressError(ValueError):
    """DATABASE_URL holds something that cannot be used; the message says what to write."""


def parse(url: str) -> URL:
    """The address with its driver named: `sqlite+pysqlite` or `postgresql+psycopg`.

    Raises AddressError. Its message never holds the address, which may hold a password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise AddressError(
            "DATABASE_URL is not an address of a database. "
            "It looks like sqlite:///wesaid.db or postgresql://user:password@host/name."
        ) from None
    if parsed.drivername in _POSTGRESQL:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise AddressError(
            f"DATABASE_URL begins with {parsed.drivername}:, which WeSaid does not use. "
            "It uses sqlite: and postgresql: databases."
        )
    if not parsed.database or parsed.database == ":memory:" or parsed.query:
        raise AddressError("DATABASE_URL must name a database file, as in sqlite:///wesaid.db.")
    return parsed.set(drivername="sqlite+pysqlite")


def sqlite_path(url: URL) -> Path | None:
    """The file of a SQLite database, absolute; None for PostgreSQL."""
    if url.get_backend_name() != "sqlite" or url.database is None:
        return None
    return Path(url.database).absolute()


def make_file(path: Path) -> None:
    """Make the database's file and its folder where they are missing, for its owner only.

    Raises DatabaseUnavailable when the file cannot be made, or cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DatabaseUnavailable(
            f"The database file {path} cannot be opened: {error.strerror}."
        ) from error


class _Deferred(SQLiteDialect_pysqlite):
    """SQLite whose transactions are begun here, and not by the driver.

    The driver begins late, and before DDL not at all. A dialect of our own, because an event
    listener that did the same would cost each statement a tenth of its time.
    """

    supports_statement_cache = True
    begin = "BEGIN"

    def do_begin(self, dbapi_connection: Any) -> None:
        dbapi_connection.execute(self.begin)


class _Immediate(_Deferred):
    """For writers: whoever is second waits at the beginning, and never fails half-way."""

    supports_statement_cache = True
    begin = "BEGIN IMMEDIATE"


registry.register("sqlite.wesaid_reader", __name__, _Deferred.__name__)
registry.register("sqlite.wesaid_writer", __name__, _Immediate.__name__)


def sqlite_engine(path: Path, *, writes: bool, setup: tuple[str, ...], **options: Any) -> Engine:
    """An engine for a database file; `setup` are pragmas beside those that always hold."""
    driver = "sqlite+wesaid_writer" if writes else "sqlite+wesaid_reader"
    engine = create_engine(
        URL.create(driver, database=str(path)),
        connect_args={
            "timeout": BUSY_TIMEOUT_S,
            "isolation_level": None,  # see _Deferred
            "check_same_thread": False,
            "cached_statements": 256,
        },
        hide_parameters=True,
        **options,
    )

    def on_connect(connection: Any, _record: object) -> None:
        for pragma in ("foreign_keys = ON", "synchronous = FULL", *setup):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", on_connect)
    return engine


def postgresql_engine(url: URL, **options: Any) -> Engine:
    """An engine for PostgreSQL; a statement waits no longer for a lock than on SQLite."""
    network = {name: value for name, value in _NETWORK.items() if name not in url.query}
    engine = create_engine(
        url,
        connect_args={**network, "application_name": "wesaid"},
        isolation_level="READ COMMITTED",
        hide_parameters=True,
        **options,
    )

    def on_connect(connection: Any, _record: object) -> None:
        connection.execute(f"SET lock_timeout = '{BUSY_TIMEOUT_S}s'")
        connection.commit()

    event.listen(engine, "connect", on_connect)
    return engine
