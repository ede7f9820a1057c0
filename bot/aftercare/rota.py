"""Who is on call when: weekly shifts, covers, absences. Pure; the rows are read in team.py.

A shift is from one time on the wall to another; the clocks may change within it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from bot.aftercare.hours import NO_DAYS_OFF, ONE_DAY, DaysOff, instant

Place = Literal["first", "second"]
PLACES: Final[tuple[Place, ...]] = ("first", "second")


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody is on call every week on `weekdays` (0 is Monday), from `starts` to `ends`.

    An end that is not after the start is on the next day. A shift belongs to the day on which it
    starts, which is from `first_day` to `last_day`; without `on_holidays`, none starts on a day
    off.
    """

    person_id: int
    place: Place
    weekdays: frozenset[int]
    starts: time
    ends: time
    zone: str
    first_day: date
    last_day: date | None = None
    on_holidays: bool = True

    def falls_on(self, day: date, days_off: DaysOff) -> bool:
        """Whether one starts on this day."""
        return (
            day.weekday() in self.weekdays
            and self.first_day <= day
            and (self.last_day is None or day <= self.last_day)
            and (self.on_holidays or not days_off.off(day))
        )

    def of_day(self, day: date) -> tuple[datetime, datetime]:
        """Its instants when it starts on this day, in UTC."""
        last = day if self.ends > self.starts else day + ONE_DAY
        return instant(day, self.starts, self.zone), instant(last, self.ends, self.zone)


@dataclass(frozen=True, slots=True)
class Cover:
    """`by_id` is on call where `of_id` would be, from one instant to another."""

    of_id: int
    by_id: int
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody cannot be asked from one instant to another."""

    person_id: int
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Rota:
    """What the rota is made of. Covers are in the order in which they were agreed.

    `unreachable` are those whom no message reaches: they are as good as away.
    """

    shifts: tuple[Shift, ...] = ()
    covers: tuple[Cover, ...] = ()
    aways: tuple[Away, ...] = ()
    days_off: DaysOff = NO_DAYS_OFF
    unreachable: frozenset[int] = frozenset()

    def is_away(self, person_id: int, at: datetime) -> bool:
        """Whether somebody has said that they are away at this instant."""
        return any(one.person_id == person_id and one.begins <= at < one.ends for one in self.aways)


class Stretch(NamedTuple):
    """Somebody is on call from one instant to another."""

    begins: datetime
    ends: datetime
    person_id: int
    place: Place


class Gap(NamedTuple):
    """Nobody is on call from one instant to another."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class OnCall:
    """Those on call at one instant: first, and second who are not first as well."""

    first: tuple[int, ...] = ()
    second: tuple[int, ...] = ()

    @property
    def everybody(self) -> tuple[int, ...]:
        return self.first + self.second


def on_call(rota: Rota, at: datetime) -> OnCall:
    """Who is on call at an instant, after covers and without those who are away."""
    here = [one for one in stretches(rota, at, at + timedelta(microseconds=1)) if one.begins <= at]
    first = _people(one for one in here if one.place == "first")
    second = _people(one for one in here if one.place == "second" and one.person_id not in first)
    return OnCall(first, second)


def stretches(rota: Rota, since: datetime, until: datetime) -> list[Stretch]:
    """Who is on call in a stretch of time: in order, cut off at both its ends."""
    found = [one for shift in rota.shifts for one in _planned(shift, rota.days_off, since, until)]
    for cover in rota.covers:
        found = [part for one in found for part in _covered(one, cover)]
    for away in rota.aways:
        found = [part for one in found for part in _without(one, away)]
    return sorted(one for one in found if one.person_id not in rota.unreachable)


def gaps(
    rota: Rota, since: datetime, until: datetime, places: tuple[Place, ...] = PLACES
) -> list[Gap]:
    """When nobody is on call in any of the places, in order."""
    found, covered = [], since
    for one in stretches(rota, since, until):
        if one.place not in places:
            continue
        if one.begins > covered:
            found.append(Gap(covered, one.begins))
        covered = max(covered, one.ends)
    if covered < until:
        found.append(Gap(covered, until))
    return found


def shifts_of(rota: Rota, person_id: int, since: datetime, until: datetime) -> list[Stretch]:
    """When somebody is on call, in order."""
    return [one for one in stretches(rota, since, until) if one.person_id == person_id]


def _planned(
    shift: Shift, days_off: DaysOff, since: datetime, until: datetime
) -> Iterator[Stretch]:
    tz = ZoneInfo(shift.zone)
    day, last = since.astimezone(tz).date() - 2 * ONE_DAY, until.astimezone(tz).date()
    while day <= last:
        if shift.falls_on(day, days_off):
            begins, ends = shift.of_day(day)
            begins, ends = max(begins, since), min(ends, until)
            if begins < ends:
                yield Stretch(begins, ends, shift.person_id, shift.place)
        day += ONE_DAY


def _covered(one: Stretch, cover: Cover) -> Iterator[Stretch]:
    if one.person_id != cover.of_id:
        yield one
        return
    yield from _outside(one, cover.begins, cover.ends)
    begins, ends = max(one.begins, cover.begins), min(one.ends, cover.ends)
    if begins < ends:
        yield Stretch(begins, ends, cover.by_id, one.place)


def _without(one: Stretch, away: Away) -> Iterator[Stretch]:
    if one.person_id != away.person_id:
        yield one
    else:
        yield from _outside(one, away.begins, away.ends)


def _outside(one: Stretch, begins: datetime, ends: datetime) -> Iterator[Stretch]:
    """The parts of a stretch before and after a time; all of it when they do not meet."""
    if begins >= ends or ends <= one.begins or one.ends <= begins:
        yield one
        return
    if one.begins < begins:
        yield one._replace(ends=begins)
    if ends < one.ends:
        yield one._replace(begins=ends)


def _people(found: Iterable[Stretch]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(one.person_id for one in found))


def with_away(rota: Rota, away: Away) -> Rota:
    """The rota as it would be with one more absence."""
    return replace(rota, aways=(*rota.aways, away))
