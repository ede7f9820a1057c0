"""A project's staff as they are at one moment: who can be reached, who is on call, who is away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.hours import NINE_TO_FIVE, DaysOff, Hours, Span
from bot.aftercare.rota import Away, Cover, Rota, Shift, on_call, stretches
from storage import hours as kept_hours
from storage import people, rota
from storage.contacts import Contact
from storage.people import Someone

STAFF_BOTS: Final = ("staff", "inbox", "email")
"""The bots that alerts to staff go out by."""

NO_BANK_HOLIDAYS: Final = "none"


@dataclass(frozen=True, slots=True)
class Team:
    """Staff of a project, the longest-serving first; `channels` has those who can be reached.

    `rota_set` is False where there never was a rota: then whoever is asked counts as on duty.
    `hours` are the participant's own where the project has said nothing else.
    """

    staff: tuple[Someone, ...]
    channels: Mapping[int, tuple[int, ...]]
    rota: Rota
    rota_set: bool
    hours: Hours

    def find(self, person_id: int | None) -> Someone | None:
        """The member of staff with this id."""
        return next((one for one in self.staff if one.id == person_id), None)

    def available(self, person_id: int, at: datetime) -> bool:
        """Whether somebody can be reached, and is not away."""
        return person_id in self.channels and not self.rota.is_away(person_id, at)

    def on_duty(self, person_id: int, at: datetime) -> bool:
        """Whether an answer can be expected of somebody at this instant.

        They can be reached, are not away, and it is working time or they are on call. Where no
        rota was ever set, whoever can be reached is the rota, at any hour.
        """
        if not self.available(person_id, at):
            return False
        if not self.rota_set or self.hours.is_open(at):
            return True
        return person_id in on_call(self.rota, at).everybody

    def duties(
        self, person_id: int, since: datetime, until: datetime
    ) -> Iterator[tuple[datetime, datetime]]:
        """When an answer can be expected of somebody; absences are not taken off yet."""
        if person_id not in self.channels:
            return
        if not self.rota_set:
            yield since, until
            return
        for one in stretches(self.rota, since, until):
            if one.person_id == person_id:
                yield one.begins, one.ends
        opens = self.hours.next_opening(since)
        while opens < until:
            closes = self.hours.closing(opens)
            yield opens, min(closes, until)
            opens = self.hours.next_opening(closes)

    def next_duty(self, person_id: int, since: datetime, until: datetime) -> datetime | None:
        """The first instant in a stretch of time at which somebody is on duty; None without."""
        found = (
            begins
            for duty in self.duties(person_id, since, until)
            if (begins := self._present(person_id, *duty)) is not None
        )
        return min(found, default=None)

    def _present(self, person_id: int, begins: datetime, ends: datetime) -> datetime | None:
        """The first instant of a stretch at which somebody is not away."""
        moved = True
        while moved and begins < ends:
            moved = False
            for one in self.rota.aways:
                if one.person_id == person_id and one.begins <= begins < one.ends:
                    begins, moved = one.ends, True
        return begins if begins < ends else None


def team_for(connection: Connection, contact: Contact, project_id: int, now: datetime) -> Team:
    """The staff who see to a participant, or to somebody unknown."""
    return _team(connection, project_id, hours_for(connection, contact), now)


def team_of(connection: Connection, project_id: int, now: datetime) -> Team:
    """The staff of a project, with the hours in the zone of its first cohort or its own."""
    return _team(connection, project_id, hours_of_project(connection, project_id), now)


def _team(connection: Connection, project_id: int, hours: Hours, now: datetime) -> Team:
    channels = rota.staff_channels(connection, project_id, STAFF_BOTS)
    staff = tuple(people.staff_of(connection, project_id))
    unreachable = frozenset(one.id for one in staff if one.id not in channels)
    return Team(
        staff=staff,
        channels=channels,
        rota=rota_of(connection, project_id, now, unreachable),
        rota_set=rota.is_set(connection, project_id),
        hours=hours,
    )


def rota_of(
    connection: Connection,
    project_id: int,
    since: datetime,
    unreachable: frozenset[int] = frozenset(),
) -> Rota:
    """A project's rota from `since` on; what was over before is left out."""
    shifts = tuple(
        Shift(
            person_id=row.person_id,
            place=row.place,
            weekdays=frozenset(int(digit) for digit in row.weekdays),
            starts=time.fromisoformat(row.starts),
            ends=time.fromisoformat(row.ends),
            zone=row.zone,
            first_day=row.first_day,
            last_day=row.last_day,
            on_holidays=row.on_holidays,
        )
        for row in rota.shifts(connection, project_id)
    )
    aways = tuple(
        Away(row.person_id, row.starts_at, row.until)
        for row in rota.aways(connection, project_id, since)
    )
    if not shifts:
        return Rota(aways=aways, unreachable=unreachable)
    covers = tuple(
        Cover(row.of_id, row.by_id, row.starts_at, row.ends_at)
        for row in rota.covers(connection, project_id, since)
    )
    days_off = hours_of_project(connection, project_id).days_off
    return Rota(shifts, covers, aways, days_off, unreachable)


def hours_for(connection: Connection, contact: Contact) -> Hours:
    """The working hours that count for a participant, or for somebody unknown."""
    return hours_in(connection, contact.project_id, contact.timezone, contact.nation)


def hours_of_project(connection: Connection, project_id: int) -> Hours:
    """A project's working hours: its own zone and nation, or those of its first cohort."""
    return hours_in(connection, project_id, *rota.place_of(connection, project_id))


def hours_in(connection: Connection, project_id: int | None, zone: str, nation: str) -> Hours:
    """A project's working hours, in this zone and nation unless it has its own."""
    if project_id is None:
        return Hours(zone, days_off=DaysOff(nation))
    calendar = kept_hours.calendar_of(connection, project_id)
    if calendar is not None:
        zone, nation = calendar.zone or zone, calendar.nation or nation
    days = kept_hours.days_of(connection, project_id)
    days_off = DaysOff(
        nation="" if nation == NO_BANK_HOLIDAYS else nation,
        closed=frozenset(row.day for row in days if not row.works),
        works=frozenset(row.day for row in days if row.works),
    )
    return Hours(zone, _week(connection, project_id), days_off)


def _week(connection: Connection, project_id: int) -> tuple[tuple[Span, ...], ...]:
    rows = kept_hours.hours_of(connection, project_id)
    if not rows:
        return NINE_TO_FIVE
    week: list[list[Span]] = [[] for _ in range(7)]
    for row in rows:
        week[row.weekday].append((time.fromisoformat(row.opens), time.fromisoformat(row.closes)))
    return tuple(tuple(spans) for spans in week)
