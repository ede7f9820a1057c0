"""When somebody has to be on call, and when nobody is. Pure.

What the weekly shifts are meant for is needed, whoever is away, and however soon the shifts end. A
rota that serves nights at all is needed at every hour outside working hours, for what is urgent
comes at any; in working hours the named facilitators are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.aftercare.hours import NO_DAYS_OFF, ONE_DAY, Hours
from bot.aftercare.rota import Gap, Rota, Shift, stretches

REMEMBERED: Final = timedelta(days=28)
"""How long after its last day a shift still says what the rota is meant for."""

A_NIGHT: Final = timedelta(hours=2)
"""A shift that goes beyond working hours by less than this is for the working day all the same."""

Span = tuple[datetime, datetime]


def missing(rota: Rota, hours: Hours, since: datetime, until: datetime) -> list[Gap]:
    """When nobody is on call who is needed, in order."""
    there = [(one.begins, one.ends) for one in stretches(rota, since, until)]
    needed = _needed(rota, hours, since, until)
    return [Gap(begins, ends) for begins, ends in _without(needed, _joined(there))]


def covered_until(rota: Rota, since: datetime, until: datetime) -> datetime:
    """Until when somebody is on call at some time or other; `since` when nobody is at all."""
    return max((one.ends for one in stretches(rota, since, until)), default=since)


def _needed(rota: Rota, hours: Hours, since: datetime, until: datetime) -> list[Span]:
    meant = [replace(one, last_day=None) for one in rota.shifts if _counts(one, since)]
    if not meant:
        return [(since, until)]
    pattern = Rota(tuple(meant), days_off=rota.days_off)
    planned = [(one.begins, one.ends) for one in stretches(pattern, since, until)]
    if any(_serves_nights(shift, hours, since) for shift in meant):
        planned += _without([(since, until)], _working(hours, since, until))
    return _joined(planned)


def _serves_nights(shift: Shift, hours: Hours, since: datetime) -> bool:
    """Whether a shift is for times of the day at which nobody works, whichever day it is."""
    longest = max(hours.week, key=len)
    week = tuple(spans or longest for spans in hours.week)
    ordinary = replace(hours, week=week, days_off=NO_DAYS_OFF)
    first = max(since.astimezone(ZoneInfo(shift.zone)).date(), shift.first_day)
    for day in (first + number * ONE_DAY for number in range(7)):
        if day.weekday() in shift.weekdays:
            span = shift.of_day(day)
            outside = _without([span], _working(ordinary, *span))
            if any(ends - begins >= A_NIGHT for begins, ends in outside):
                return True
    return False


def _counts(shift: Shift, since: datetime) -> bool:
    """Whether a shift still says what the rota is meant for."""
    day = (since - REMEMBERED).astimezone(ZoneInfo(shift.zone)).date()
    return shift.last_day is None or shift.last_day >= day


def _working(hours: Hours, since: datetime, until: datetime) -> Iterator[Span]:
    day = since.astimezone(ZoneInfo(hours.zone)).date() - ONE_DAY
    last = until.astimezone(ZoneInfo(hours.zone)).date()
    while day <= last:
        for opens, closes in hours.of_day(day):
            if closes > since and opens < until:
                yield max(opens, since), min(closes, until)
        day += ONE_DAY


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The same time in as few spans as it takes, in order."""
    found: list[Span] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        else:
            found.append((begins, ends))
    return found


def _without(spans: Iterable[Span], taken: Iterable[Span]) -> Iterator[Span]:
    """The parts of `spans` that are in none of `taken`, which are in order and do not meet."""
    away = list(taken)
    for begins, ends in spans:
        free = begins
        for first, last in away:
            if first >= ends:
                break
            if last > free:
                if first > free:
                    yield free, first
                free = last
        if free < ends:
            yield free, ends
