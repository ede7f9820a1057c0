"""What is wrong with a ladder's end: whom it leaves out, and whether it can end with nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from bot.cli.checking import Check

if TYPE_CHECKING:
    from sqlalchemy import Connection

LEVELS = ("urgent", "soon", "routine", "conduct")


def left_out(level: str, rungs: Collection[str]) -> str:
    """A warning where neither the coordinators nor everybody is told; "" when they are."""
    if not rungs or not {"coordinators", "everybody"}.isdisjoint(rungs):
        return ""
    return (
        f"The ladder for {level} does not tell the coordinators any more: when nobody on it "
        "answers, its last people are asked again and again. Put coordinators or everybody at "
        "its end, unless this is meant."
    )


def ends_with_nobody(
    connection: Connection, project_id: int, level: str, rungs: Collection[str]
) -> str:
    """Why it can be that nobody at all is told; "" when somebody always stands on the ladder.

    The named facilitator is not enough: somebody may have none, or speak about them. Nor is the
    rota for what is said about staff, since whoever it is about may be on call.
    """
    from storage.people import staff_of
    from storage.rota import is_set

    staff = staff_of(connection, project_id)
    groups = {
        "everybody": True,
        "coordinators": not staff or any(one.role == "coordinator" for one in staff),
        "leads": not staff or any(one.lead for one in staff),
        "on_call": level != "conduct" and is_set(connection, project_id),
    }
    if not rungs or any(there for who, there in groups.items() if who in rungs):
        return ""
    return (
        f"On this ladder for {level} it can be that nobody is told: {', '.join(rungs)} can all be "
        "empty at once. Put everybody at its end, or coordinators where there are some."
    )


def ladder_checks(connection: Connection, project_id: int, project: str) -> Iterator[Check]:
    """The project's own ladders; nothing for those that it has not set."""
    from storage.hours import ladder_of

    for level in LEVELS:
        rungs = [who for who, _ in ladder_of(connection, project_id, level)]
        name = f"ladder for {level} ({project})"
        if words := ends_with_nobody(connection, project_id, level, rungs):
            yield Check(name, "broken", f"{words} Run: wesaid ladder set {level} default")
        elif words := left_out(level, rungs):
            yield Check(name, "warning", words)
