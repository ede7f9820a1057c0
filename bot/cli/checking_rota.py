"""What `wesaid doctor` says of the rota: who on it cannot be reached, and when nobody is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from bot.cli.checking import Check

if TYPE_CHECKING:
    from sqlalchemy import Connection


def rota_checks(
    connection: Connection, project_id: int, project: str, now: datetime
) -> Iterator[Check]:
    """Nothing for a project without a rota."""
    from bot.aftercare.rota_watch import rota_problems
    from storage.rota import is_set

    if not is_set(connection, project_id):
        return
    name = f"rota ({project})"
    problems = list(rota_problems(connection, project_id, now))
    for words in problems:
        yield Check(name, "warning", words)
    if not problems:
        there = "Somebody is on call whenever they are needed in the next seven days."
        yield Check(name, "ok", there)
