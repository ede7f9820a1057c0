"""Errors that say that the database, and not the work, is at fault."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_SQLITE: Mapping[int, str] = {
    sqlite3.SQLITE_BUSY: "Another program has been writing to the database for too long.",
    sqlite3.SQLITE_LOCKED: "Another program has been writing to the database for too long.",
    sqlite3.SQLITE_NOMEM: "The database ran out of memory.",
    sqlite3.SQLITE_READONLY: "The database file cannot be written to.",
    sqlite3.SQLITE_IOERR: "The disk that the database is on does not work.",
    sqlite3.SQLITE_CORRUPT: "The database file is damaged; restore it from a backup.",
    sqlite3.SQLITE_FULL: "The disk that the database is on is full.",
    sqlite3.SQLITE_CANTOPEN: "The database file cannot be opened.",
    sqlite3.SQLITE_PROTOCOL: "Another program has been writing to the database for too long.",
    sqlite3.SQLITE_NOTADB: "The database file is not a database, or is damaged.",
}

# The first two characters of an SQLSTATE, or all five.
_POSTGRESQL: Mapping[str, str] = {
    "08": "The connection to the database was lost.",
    "28": "The database did not accept the user name or password in DATABASE_URL.",
    "3D": "The database that DATABASE_URL names does not exist.",
    "53": "The database server has run out of connections, memory or disk.",
    "55P03": "Another program has been writing to the database for too long.",
    "57P": "The database server is stopping or starting.",
    "58": "The disk that the database server is on does not work.",
    "25006": "The database server only allows reading at the moment.",
}


class DatabaseUnavailable(Exception):  # noqa: N818 - reads as the sentence it stands for
    """The database could not do the work, and nothing of it was kept.

    An update whose work met this must not be confirmed: it is to come again.
    """


class OutcomeUnknown(DatabaseUnavailable):
    """The database went away while it was saving: the work may have been kept, or not.

    Do it again: work is written so that a second time changes nothing.
    """


def unavailable(error: BaseException) -> DatabaseUnavailable | None:
    """The error as one of the database's own, or None when the work itself was at fault."""
    if isinstance(error, DatabaseUnavailable):
        return error
    if isinstance(error, PoolTimeout):
        return DatabaseUnavailable("All connections to the database are busy.")
    driver_error = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(driver_error, sqlite3.Error):
        return _sqlite_unavailable(driver_error)
    if isinstance(error, DBAPIError):
        return _postgresql_unavailable(error)
    return None


def as_told(error: BaseException) -> BaseException:
    """The error as whoever asked for the work is told it, with its cause behind it."""
    told = unavailable(error)
    if told is None or told is error:
        return error
    told.__cause__ = error
    return told


def sqlstate(error: DBAPIError) -> str:
    """PostgreSQL's five-character code of what went wrong, or an empty text."""
    return getattr(error.orig, "sqlstate", None) or ""


def _sqlite_unavailable(error: sqlite3.Error) -> DatabaseUnavailable | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    sentence = _SQLITE.get(code & 0xFF)  # the higher bits tell variants of one code apart
    return DatabaseUnavailable(sentence) if sentence else None


def _postgresql_unavailable(error: DBAPIError) -> DatabaseUnavailable | None:
    state = sqlstate(error)
    for length in (5, 3, 2):
        sentence = _POSTGRESQL.get(state[:length])
        if sentence:
            return DatabaseUnavailable(sentence)
    if error.connection_invalidated:
        return DatabaseUnavailable("The connection to the database was lost.")
    if isinstance(error, OperationalError) and not state:
        return DatabaseUnavailable("The database server cannot be reached; see DATABASE_URL.")
    return None
