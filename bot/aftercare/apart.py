"""What is due is done one by one: where one cannot be done, all the others still are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from storage.rows import AnyRow
from storage.unavailable import unavailable

REST: Final = timedelta(minutes=1)
"""How long what could not be done is left alone, so that it keeps nothing else waiting."""

T = TypeVar("T")

log = structlog.get_logger()


class AsOne:
    """All of it or nothing: whoever asked hears of the first error."""

    def due(
        self, find: Callable[[int], Sequence[AnyRow]], limit: int, _now: datetime, /
    ) -> Sequence[AnyRow]:
        """The first rows (with an `id`) of those that `find` finds, so many at most."""
        return find(limit)

    def do(
        self, _connection: Connection, _key: int, work: Callable[[], T], _now: datetime, /
    ) -> T | None:
        """Does it; None when it could not be done."""
        return work()


AS_ONE: Final = AsOne()


class Apart(AsOne):
    """For a tick: each in a savepoint of its own. What fails is logged, keeps nothing of what it
    did, and comes up again after a rest; what it rests from stays due, so that the auditor sees it.
    """

    def __init__(self, what: str) -> None:
        """`what` is the name of such a row in the log."""
        self._what = what
        self._rests_until: dict[int, datetime] = {}

    def due(
        self, find: Callable[[int], Sequence[AnyRow]], limit: int, now: datetime, /
    ) -> Sequence[AnyRow]:
        for key in [key for key in self._rests_until if not self._rests(key, now)]:
            del self._rests_until[key]
        found = find(limit + len(self._rests_until))
        return [row for row in found if row.id not in self._rests_until][:limit]

    def do(
        self, connection: Connection, key: int, work: Callable[[], T], now: datetime, /
    ) -> T | None:
        if self._rests(key, now):
            return None
        try:
            with connection.begin_nested():
                return work()
        except Exception as error:
            if isinstance(error, OperationalError) or unavailable(error) is not None:
                raise  # it is the database, and not this one
            kind = type(error).__name__
            log.error("due.failed", what=self._what, id=key, error=kind)  # noqa: TRY400 - no words
            self._rests_until[key] = now + REST
            return None

    def _rests(self, key: int, now: datetime) -> bool:
        """A clock that was put back makes no rest longer."""
        until = self._rests_until.get(key)
        return until is not None and now < until <= now + REST
