"""Tells at once when a database is opened with another key than it was sealed with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection, inspect, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.sealing import SealError, WrongKeyError, sealer_of
from storage.tables import SealCheck

T = TypeVar("T")

_NAME = "first opened with"
_TEXT = "the key of this database"
_PLACE = "seal_check.sealed"
_CHECK = SealCheck.__table__  # type: ignore[attr-defined]


class NotMigratedError(Exception):
    """The database has no tables yet, or older ones."""


class Opened(Protocol):
    """What the check needs of a database."""

    def transact_now(self, work: Callable[[Connection], T]) -> T: ...

    def read_now(self, work: Callable[[Connection], T]) -> T: ...


def check_key(database: Opened) -> None:
    """Raise WrongKeyError unless the database was sealed with this key, or is new.

    A new database remembers the key. Raises NotMigratedError when it has no tables.
    """
    if not database.read_now(_knows_its_key):
        database.transact_now(_remember)
        database.read_now(_knows_its_key)


def _knows_its_key(connection: Connection) -> bool:
    if not inspect(connection).has_table(_CHECK.name):
        raise NotMigratedError("This database has no tables yet. Run: wesaid migrate")
    sealed = connection.scalar(select(_CHECK.c.sealed).where(_CHECK.c.name == _NAME))
    if sealed is None:
        return False
    try:
        sealer_of(connection).unseal(sealed, _PLACE)
    except SealError:
        raise WrongKeyError(
            "This database was sealed with another key. Set WESAID_SECRET_KEY to the key that it "
            "was first opened with; or, where its key is in a file beside it, leave "
            "WESAID_SECRET_KEY unset and put that file back."
        ) from None
    return True


def _remember(connection: Connection) -> None:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    sealed = sealer_of(connection).seal(_TEXT, _PLACE)
    # Somebody else may open it at this moment; the first one's key stands.
    connection.execute(insert(_CHECK).values(name=_NAME, sealed=sealed).on_conflict_do_nothing())
