"""Adds the rows of a spreadsheet a few at a time, so that a running bot is not kept waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from bot.people.importing import Imported, NamedRow, NameList, RowProblem
    from storage.rows import AnyRow


def add_rows(
    store: Store, listed: NameList, cohort: AnyRow, facilitator_id: int | None
) -> tuple[list[Imported], list[RowProblem]]:
    """Those who were added, and the rows that could not be because the database went away."""
    from bot.people.importing import AT_ONCE, RowProblem, import_rows
    from storage.unavailable import DatabaseUnavailable

    def adding(rows: Sequence[NamedRow]) -> Callable[[Connection], list[Imported]]:
        return lambda connection: import_rows(connection, rows, cohort, facilitator_id, store.now)

    made: list[Imported] = []
    for start in range(0, len(listed.rows), AT_ONCE):
        try:
            made += store.database.transact_now(adding(listed.rows[start : start + AT_ONCE]))
        except DatabaseUnavailable as error:
            # What was added before stands, and its codes must not be lost.
            if not made:
                raise
            reason = f"the database could not be written to. {error}"
            return made, [RowProblem(one.row, reason) for one in listed.rows[start:]]
    return made, []
