"""Working hours: weekdays, several spans, bank holidays by nation, days of a project's own."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.aftercare.deadlines import Limits
from bot.aftercare.hours import DaysOff, Hours, bank_holidays
from bot.aftercare.team import hours_of_project
from storage import hours as stored
from tests.checkins.scene import Scene

LONDON = "Europe/London"
MINUTE = timedelta(minutes=1)
SPLIT = Hours(LONDON, (((time(9), time(12)), (time(13), time(17, 30))),) * 4 + ((), (), ()))
"""Monday to Thursday, with a break."""

TIMES = st.sampled_from([time(0), time(1, 30), time(2), time(9), time(17), time(23, 30)])
SPANS = st.tuples(TIMES, TIMES).filter(lambda span: span[0] < span[1] or span[1] == time(0))
WEEKS = (
    st.lists(st.one_of(st.just(()), st.tuples(SPANS)), min_size=7, max_size=7)
    .filter(any)
    .map(tuple)
)
CHANGES = [date(2026, 10, 25), date(2027, 3, 28), date(2026, 12, 25), date(2026, 11, 24)]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(LONDON)).astimezone(UTC)


@given(
    week=WEEKS,
    day=st.sampled_from(CHANGES),
    minutes=st.integers(-2000, 2000),
    seconds=st.integers(1, 6).map(lambda hours: hours * 3600),
)
@settings(max_examples=40)
def test_working_time_is_what_a_walk_along_the_clock_finds(
    week: tuple[tuple[tuple[time, time], ...], ...], day: date, minutes: int, seconds: int
) -> None:
    hours = Hours(LONDON, week, DaysOff("england"))
    now = datetime.combine(day, time(12), UTC) + minutes * MINUTE
    end, left, moment = hours.after(now, seconds), seconds // 60, now
    limit = now + timedelta(days=4)
    while left and moment < limit:
        left -= hours.is_open(moment)
        moment += MINUTE
    assert end == moment if not left else end > limit
    opening = hours.next_opening(now)
    assert hours.is_open(opening)
    assert opening == now or not hours.is_open(opening - MINUTE)
    assert hours.closing(opening) > opening


def test_a_break_is_no_working_time() -> None:
    assert SPLIT.is_open(at("2026-11-24T11:59"))
    assert not SPLIT.is_open(at("2026-11-24T12:30"))
    assert SPLIT.after(at("2026-11-24T11:00"), 7200) == at("2026-11-24T14:00")
    assert SPLIT.end_of_day(at("2026-11-26T10:00"), 1) == at("2026-11-30T17:30")


def test_hours_may_last_until_midnight() -> None:
    late = Hours(LONDON, (((time(18), time(0)),),) * 7)
    assert late.is_open(at("2026-11-24T23:59"))
    assert not late.is_open(at("2026-11-25T00:00"))
    assert late.closing(at("2026-11-24T18:00")) == at("2026-11-25T00:00")


def test_a_week_without_working_time_is_refused() -> None:
    with pytest.raises(ValueError, match="some working hours"):
        Hours(LONDON, ((),) * 7)


def test_bank_holidays_are_those_of_the_nation() -> None:
    andrew = date(2027, 11, 30)
    assert andrew in bank_holidays("scotland", 2027)
    assert andrew not in bank_holidays("england", 2027)
    assert date(2027, 7, 12) in bank_holidays("northern-ireland", 2027)
    assert date(2027, 12, 27) in bank_holidays("wales", 2027)
    assert bank_holidays("atlantis", 2027) == frozenset()


def test_over_christmas_soon_is_after_the_holidays_and_urgent_is_within_the_hour() -> None:
    hours = Hours(LONDON, days_off=DaysOff("england"))
    eve = at("2026-12-24T16:00")
    assert Limits().contact_by("soon", eve, hours) == at("2026-12-29T17:00")
    assert Limits().acknowledge_by("soon", eve, hours) == at("2026-12-29T12:00")
    assert Limits().contact_by("urgent", eve, hours) == at("2026-12-24T17:00")


def test_a_project_closes_on_days_of_its_own_and_may_work_on_a_holiday() -> None:
    own = DaysOff(
        "england",
        closed=frozenset({date(2026, 11, 25)}),
        works=frozenset({date(2026, 12, 25), date(2026, 11, 28)}),
    )
    hours = Hours(LONDON, days_off=own)
    assert not hours.is_open(at("2026-11-25T10:00"))
    assert hours.is_open(at("2026-12-25T10:00"))
    assert hours.is_open(at("2026-11-28T10:00"))  # a Saturday


def test_a_projects_hours_zone_and_holidays_are_kept(scene: Scene) -> None:
    def read() -> Hours:
        return scene.database.read_now(
            lambda connection: hours_of_project(connection, scene.project)
        )

    assert read() == Hours(LONDON, days_off=DaysOff("england"))

    def work(connection: Connection) -> None:
        stored.set_hours(connection, scene.project, [(6, "10:00", "00:00")])
        stored.set_calendar(connection, scene.project, nation="none")
        stored.set_calendar(connection, scene.project, zone="Europe/Paris")
        stored.set_day(connection, scene.project, date(2026, 12, 1), works=True)
        stored.set_day(connection, scene.project, date(2026, 12, 1), works=False)

    scene.database.transact_now(work)
    kept = read()
    assert kept.zone == "Europe/Paris"
    assert kept.week[6] == ((time(10), time(0)),)
    assert kept.days_off == DaysOff("", closed=frozenset({date(2026, 12, 1)}))
