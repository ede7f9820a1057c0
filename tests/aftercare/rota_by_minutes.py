"""Rotas drawn at random, and a walk along the clock that finds who is on call, minute by minute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.aftercare.hours import DaysOff
from bot.aftercare.rota import (
    PLACES,
    Away,
    Cover,
    Place,
    Rota,
    Shift,
)

MINUTE = timedelta(minutes=1)
SAM, PRIYA, LEE = 1, 2, 3
EVERY_DAY = frozenset(range(7))
WEEKDAYS = frozenset(range(5))
LONDON = "Europe/London"
AUTUMN, SPRING = date(2026, 10, 25), date(2027, 3, 28)
"""The Sundays on which the clocks of London change."""

ZONES = st.sampled_from([LONDON, "Europe/Dublin", "America/New_York", "Australia/Lord_Howe"])
DAYS = st.sampled_from([AUTUMN, SPRING, date(2026, 11, 1), date(2027, 4, 4), date(2026, 12, 25)])
"""Sundays on which clocks change somewhere, and a holiday."""
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30]))


def shift(person: int = SAM, **given: object) -> Shift:
    values: dict[str, object] = {
        "place": "first",
        "weekdays": EVERY_DAY,
        "starts": time(18),
        "ends": time(9),
        "zone": LONDON,
        "first_day": date(2026, 1, 1),
    }
    return Shift(person, **(values | given))  # type: ignore[arg-type]


def at(text: str, zone: str = LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def with_cover(rota: Rota, cover: Cover) -> Rota:
    return replace(rota, covers=(*rota.covers, cover))


# A reference that knows nothing but what clocks on walls show, minute by minute.


@lru_cache(maxsize=32)
def walls(zone: str, day: date) -> dict[datetime, datetime]:
    """What the clock shows around a day, and when it first does; what it jumps over is later."""
    tz = ZoneInfo(zone)
    since = datetime.combine(day, time(12), UTC) - timedelta(days=6)
    until = since + timedelta(days=12)
    first: dict[datetime, datetime] = {}
    moment, before = since, since.astimezone(tz).replace(tzinfo=None) - MINUTE
    skipped: list[tuple[datetime, timedelta]] = []
    while moment < until:
        shown = moment.astimezone(tz).replace(tzinfo=None)
        skipped += [
            (before + MINUTE * n, shown - before - MINUTE)
            for n in range(1, 61)
            if before + MINUTE * n < shown
        ]
        first.setdefault(shown, moment)
        moment, before = moment + MINUTE, shown
    for shown, length in skipped:
        first[shown] = first[shown + length]
    return first


def walk(
    rota: Rota, since: datetime, until: datetime, day: date
) -> dict[datetime, dict[Place, set[int]]]:
    """Who is on call in each minute."""
    known = {one.zone: walls(one.zone, day) for one in rota.shifts}
    found = {}
    moment = since
    while moment < until:
        found[moment] = {
            place: set(_people(rota, known, place, moment)) - rota.unreachable for place in PLACES
        }
        moment += MINUTE
    return found


def _people(
    rota: Rota, known: dict[str, dict[datetime, datetime]], place: str, moment: datetime
) -> Iterator[int]:
    for one in rota.shifts:
        if one.place != place or not _is_on(one, known[one.zone], rota.days_off, moment):
            continue
        person = one.person_id
        for cover in rota.covers:
            if cover.of_id == person and cover.begins <= moment < cover.ends:
                person = cover.by_id
        if not any(
            away.person_id == person and away.begins <= moment < away.ends for away in rota.aways
        ):
            yield person


def _is_on(
    one: Shift, clock: dict[datetime, datetime], days_off: DaysOff, moment: datetime
) -> bool:
    today = moment.astimezone(ZoneInfo(one.zone)).date()
    for day in (today - timedelta(days=1), today, today + timedelta(days=1)):
        if (
            day.weekday() not in one.weekdays
            or day < one.first_day
            or (one.last_day is not None and day > one.last_day)
            or (not one.on_holidays and days_off.off(day))
        ):
            continue
        last = day if one.starts < one.ends else day + timedelta(days=1)
        begins = clock[datetime.combine(day, one.starts)]
        if begins <= moment < clock[datetime.combine(last, one.ends)]:
            return True
    return False


class Drawn(NamedTuple):
    """A rota, a stretch of time, and the day around which both are."""

    rota: Rota
    since: datetime
    until: datetime
    day: date


@st.composite
def rotas(draw: st.DrawFn) -> Drawn:
    """A rota around a day on which the clocks change, and a stretch of time to look at."""
    day = draw(DAYS)
    noon = datetime.combine(day, time(12), UTC)
    moments = st.integers(-2400, 2400).map(lambda minutes: noon + minutes * MINUTE)
    people = st.sampled_from([SAM, PRIYA, LEE])
    shifts = st.builds(
        Shift,
        person_id=people,
        place=st.sampled_from(PLACES),
        weekdays=st.frozensets(st.integers(0, 6), min_size=1),
        starts=TIMES,
        ends=TIMES,
        zone=ZONES,
        first_day=st.sampled_from([date(2026, 1, 1), day]),
        last_day=st.sampled_from([None, day]),
        on_holidays=st.booleans(),
    )
    pairs = st.tuples(moments, moments).map(sorted)
    covers = st.builds(lambda of, by, pair: Cover(of, by, *pair), people, people, pairs).filter(
        lambda one: one.of_id != one.by_id
    )
    aways = st.builds(lambda who, pair: Away(who, *pair), people, pairs)
    rota = Rota(
        tuple(draw(st.lists(shifts, min_size=1, max_size=3))),
        tuple(draw(st.lists(covers, max_size=2))),
        tuple(draw(st.lists(aways, max_size=2))),
        DaysOff("england", closed=frozenset({day})),
        draw(st.frozensets(people, max_size=1)),
    )
    since = draw(moments)
    return Drawn(rota, since, since + draw(st.integers(1, 900)) * MINUTE, day)
