"""Who is told about a flag, in which order.

A project may set a ladder of its own for each level. Those whom a flag is about are never on it,
and those who are away are skipped; but when nobody else is left, those who are away are told.
Without a rota, the rungs of those on call are empty, and the named facilitator is the rota.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.deadlines import Limits
from bot.aftercare.hours import Hours
from bot.aftercare.rota import on_call
from bot.aftercare.team import STAFF_BOTS, Team, team_of
from storage import flags, hours, people
from storage.rows import AnyRow

__all__ = [
    "STAFF_BOTS",
    "Rung",
    "ladder",
    "order_of",
    "own_wait",
    "rung_after",
    "rung_at",
    "until_next",
]

RUNGS: Final = ("named", "on_call", "second", "leads", "coordinators", "everybody")
"""Who may stand on a rung."""

CONDUCT: Final = "conduct"
"""The ladder of flags about staff, whatever their level."""

Order = Sequence[tuple[str, int | None]]
"""Who, and how many seconds they have; None for the level's own limit."""

USUAL: Final[Order] = tuple(
    (who, None) for who in ("named", "on_call", "second", "coordinators", "everybody")
)
ABOUT_STAFF: Final[Order] = (("leads", None), ("coordinators", None))
OF_A_STRANGER: Final[Order] = tuple(
    (who, None) for who in ("coordinators", "on_call", "second", "leads", "everybody")
)


@dataclass(frozen=True, slots=True)
class Rung:
    """The members of staff who are told together, each with the channels that reach them.

    Those who are on duty stand first.
    `place` counts all rungs of the ladder, also those that are empty now: a flag remembers it, so
    that nobody is passed over when others come on duty or go. `wait` is how long they have, None
    for the level's own limit.
    """

    people: tuple[people.Someone, ...]
    channels: tuple[tuple[int, int], ...]
    """(person id, channel id)"""

    who: str = ""
    place: int = 0
    wait: timedelta | None = None


def ladder(
    connection: Connection,
    flag: AnyRow,
    facilitator_id: int | None,
    now: datetime,
    team: Team | None = None,
) -> list[Rung]:
    """The rungs that somebody can be reached on now, the first one first. Empty ones are left out.

    `team` is the flag's project's, where it is known already.
    """
    team = team or team_of(connection, flag.project_id, now)
    hidden = flags.hidden_from(connection, flag.id)
    order = order_of(
        connection, flag.project_id, flag.level, conduct=flag.conduct, joined=bool(flag.person_id)
    )
    staff = [one for one in team.staff if one.id not in hidden]
    rungs = _rungs(team, order, staff, facilitator_id, now)
    if not rungs and not flag.conduct:
        order = (*order, ("everybody", None))
        rungs = _rungs(team, order, staff, facilitator_id, now)
    return rungs or _rungs(team, order, staff, facilitator_id, now, away_too=True)


def order_of(
    connection: Connection, project_id: int, level: str, *, conduct: bool, joined: bool
) -> Order:
    """Who is told, one after the other: the project's own order, or else the usual one."""
    if conduct:
        return hours.ladder_of(connection, project_id, CONDUCT) or ABOUT_STAFF
    if not joined:
        return OF_A_STRANGER
    return hours.ladder_of(connection, project_id, level) or USUAL


def rung_at(rungs: Sequence[Rung], place: int) -> Rung:
    """The rung that a flag stands on: the one at this place, else the next, else the last."""
    return next((one for one in rungs if one.place >= place), rungs[-1])


def rung_after(rungs: Sequence[Rung], place: int) -> Rung:
    """The rung after this place; the last one, again, when there is none."""
    return next((one for one in rungs if one.place > place), rungs[-1])


def until_next(rung: Rung, limits: Limits, level: str, now: datetime, hours: Hours) -> datetime:
    """When a flag climbs on if nobody on this rung acknowledges it."""
    return own_wait(rung, level, now, hours) or limits.acknowledge_by(level, now, hours)


def own_wait(rung: Rung, level: str, now: datetime, hours: Hours) -> datetime | None:
    """Until when those on a rung have, where the ladder says so; None for the level's own limit.

    What is not urgent waits in working time.
    """
    if rung.wait is None:
        return None
    return (
        now + rung.wait if level == "urgent" else hours.after(now, int(rung.wait.total_seconds()))
    )


def _rungs(
    team: Team,
    order: Order,
    staff: Sequence[people.Someone],
    facilitator_id: int | None,
    now: datetime,
    *,
    away_too: bool = False,
) -> list[Rung]:
    groups = _groups(team, staff, facilitator_id, now)
    found = []
    for place, (who, wait_s) in enumerate(order):
        told = [
            one
            for one in groups[who]
            if one.id in team.channels and (away_too or not team.rota.is_away(one.id, now))
        ]
        told.sort(key=lambda one: not team.on_duty(one.id, now))
        if told:
            found.append(
                Rung(
                    people=tuple(told),
                    channels=tuple((one.id, by) for one in told for by in team.channels[one.id]),
                    who=who,
                    place=place,
                    wait=timedelta(seconds=wait_s) if wait_s is not None else None,
                )
            )
    return found


def _groups(
    team: Team, staff: Sequence[people.Someone], facilitator_id: int | None, now: datetime
) -> dict[str, list[people.Someone]]:
    called = on_call(team.rota, now)
    by_id = {one.id: one for one in staff}
    return {
        "named": [one for one in staff if one.id == facilitator_id],
        "on_call": [by_id[one] for one in called.first if one in by_id],
        "second": [by_id[one] for one in called.second if one in by_id],
        "leads": [one for one in staff if one.lead],
        "coordinators": [one for one in staff if one.role == "coordinator"],
        "everybody": list(staff),
    }
