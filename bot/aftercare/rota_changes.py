"""Changing the rota: shifts, covers and absences, each checked before it is written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from sqlalchemy import Connection

from bot.aftercare.rota import Away, Gap, Place, Rota, Stretch, gaps, shifts_of, with_away
from bot.aftercare.team import Team, team_of
from bot.texts import Texts
from storage import rota
from storage.people import Someone

AHEAD: Final = timedelta(days=28)
"""How far ahead somebody's shifts are looked up."""

Problem = Literal[
    "elsewhere", "unreachable", "no days", "backwards", "past", "themselves", "not on", "away"
]


class CannotChangeRota(Exception):  # noqa: N818 - it is what staff are told
    """A change that would leave the rota with somebody on it who is not there."""

    def __init__(self, problem: Problem, who: Someone) -> None:
        super().__init__(problem)
        self.problem: Problem = problem
        self.who = who

    def words(self, texts: Texts) -> str:
        """What is wrong, and what to do."""
        who = self.who.name or self.who.code
        return {
            "elsewhere": texts.say("%(who)s works in another project.", who=who),
            "unreachable": texts.say(
                "%(who)s cannot be reached: they have not joined the staff bot, or have blocked "
                "it. Only people whom alerts can reach can be on the rota. Give them a new link, "
                "and try again once they have joined.",
                who=who,
            ),
            "no days": texts.say("A shift needs at least one weekday."),
            "backwards": texts.say("The end must be after the beginning."),
            "past": texts.say("That time has passed already."),
            "themselves": texts.say("Nobody can cover for themselves."),
            "not on": texts.say("%(who)s is not on call then.", who=who),
            "away": texts.say("%(who)s is away then.", who=who),
        }[self.problem]


def add_shift(
    connection: Connection,
    project_id: int,
    person: Someone,
    *,
    place: Place,
    weekdays: Collection[int],
    starts: time,
    ends: time,
    zone: str,
    first_day: date,
    now: datetime,
    last_day: date | None = None,
    on_holidays: bool = True,
) -> int:
    """Puts somebody on the weekly rota and returns the shift's id. Raises CannotChangeRota."""
    _check(connection, project_id, person, now)
    if not weekdays:
        raise CannotChangeRota("no days", person)
    if last_day is not None and last_day < first_day:
        raise CannotChangeRota("backwards", person)
    return rota.add_shift(
        connection,
        project_id=project_id,
        person_id=person.id,
        place=place,
        weekdays="".join(str(day) for day in sorted(set(weekdays))),
        starts=starts.isoformat("minutes"),
        ends=ends.isoformat("minutes"),
        zone=zone,
        first_day=first_day,
        last_day=last_day,
        on_holidays=on_holidays,
        added_at=now,
    )


def add_cover(
    connection: Connection,
    of: Someone,
    by: Someone,
    begins: datetime,
    ends: datetime,
    now: datetime,
    *,
    accepted: bool,
) -> int:
    """Asks `by` to be on call in place of `of`, or settles it; returns the cover's id.

    Raises CannotChangeRota.
    """
    team = _check(connection, of.project_id, by, now)
    if of.id == by.id:
        raise CannotChangeRota("themselves", by)
    if ends <= begins:
        raise CannotChangeRota("backwards", by)
    if ends <= now:
        raise CannotChangeRota("past", by)
    if not shifts_of(as_planned(team), of.id, begins, ends):
        raise CannotChangeRota("not on", of)
    if any(
        away.person_id == by.id and away.begins < ends and begins < away.ends
        for away in team.rota.aways
    ):
        raise CannotChangeRota("away", by)
    return rota.add_cover(
        connection,
        project_id=of.project_id,
        of_id=of.id,
        by_id=by.id,
        starts_at=begins,
        ends_at=ends,
        accepted=accepted,
        now=now,
    )


def as_planned(team: Team) -> Rota:
    """The rota as it was meant: also with those who are away or cannot be reached."""
    return replace(team.rota, aways=(), unreachable=frozenset())


def go_away(
    connection: Connection, person: Someone, begins: datetime, until: datetime, now: datetime
) -> tuple[list[Stretch], list[Gap]]:
    """Somebody is away. Returns their shifts in that time, and the gaps that it makes.

    Raises CannotChangeRota.
    """
    if until <= begins:
        raise CannotChangeRota("backwards", person)
    if until <= now:
        raise CannotChangeRota("past", person)
    before = team_of(connection, person.project_id, now).rota
    rota.add_away(connection, person.id, begins, until, now)
    since, last = max(begins, now), min(until, max(begins, now) + AHEAD)
    after = with_away(before, Away(person.id, begins, until))
    known = set(gaps(before, since, last))
    made = [one for one in gaps(after, since, last) if one not in known] if before.shifts else []
    return shifts_of(before, person.id, since, last), made


def come_back(connection: Connection, person: Someone, now: datetime) -> bool:
    """Somebody is not away any more; False when they were not."""
    return rota.end_aways(connection, person.id, now)


def _check(connection: Connection, project_id: int, person: Someone, now: datetime) -> Team:
    team = team_of(connection, project_id, now)
    if team.find(person.id) is None:
        raise CannotChangeRota("elsewhere", person)
    if person.id not in team.channels:
        raise CannotChangeRota("unreachable", person)
    return team
