"""Work on one project: what `wesaid rota`, `ladder` and `hours` do within its database."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from bot.cli.looking_up import find_project
from bot.cli.saying import CannotDo
from bot.cli.store import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

Made = TypeVar("Made")


def changed_in(project: str | None, work: Callable[[Connection, int, datetime], Made]) -> Made:
    """What `work` makes of the project's id and the moment. Raises CannotDo."""
    from bot.aftercare.rota_changes import CannotChangeRota
    from bot.texts import texts_for

    with opened() as store:
        try:
            return store.database.transact_now(
                lambda connection: work(connection, _id_of(connection, project), store.now)
            )
        except CannotChangeRota as problem:
            raise CannotDo(problem.words(texts_for("en"))) from None


def looked_in(project: str | None, look: Callable[[Connection, int, datetime], Made]) -> Made:
    """The same, without changing anything."""
    with opened() as store:
        return store.database.read_now(
            lambda connection: look(connection, _id_of(connection, project), store.now)
        )


def _id_of(connection: Connection, project: str | None) -> int:
    found = find_project(connection, project)
    if found is None:
        raise CannotDo("There is no project yet. Add one with: wesaid project add NAME")
    return int(found.id)
