"""Where people under 18 take part, harm is never of so long ago that it can wait for days."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.triage import Finding
from storage.projects import under_18s_take_part

HARM: Final = frozenset(
    {"abuse", "child", "danger", "domestic", "exploitation", "neglect", "other_person"}
    | {"self_harm", "suicide"}
)


def at_least_soon(connection: Connection, project_id: int | None, finding: Finding) -> Finding:
    """The finding, with anything about harm raised to soon where young people take part.

    What counts for less because it is past ("when I was ten") may be of last year to them.
    """
    if finding.level != "routine" or finding.topic not in HARM:
        return finding
    if not under_18s_take_part(connection, project_id):
        return finding
    return replace(finding, level="soon")
