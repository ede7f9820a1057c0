"""A time to be asked again: its text form, and the moment it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.times import When, moment

NOW = datetime(2026, 11, 23, 14, 20)
"""A Monday afternoon."""


def at(when: str, now: datetime = NOW) -> datetime:
    return moment(When.parse(when), now)


@pytest.mark.parametrize(
    ("when", "day", "hour"),
    [
        *(
            ("", 23, "17:20"),
            ("later", 23, "17:20"),
            ("in 45", 23, "15:05"),
            ("in 1440", 24, "14:20"),
        ),
        *(
            ("tonight", 23, "19:00"),
            ("tonight 08:00?", 23, "20:00"),
            ("tonight 20:00", 23, "20:00"),
        ),
        *(
            ("tonight 00:00?", 24, "00:00"),
            ("tonight 01:30?", 24, "01:30"),
            ("tonight 06:00?", 23, "18:00"),
        ),
        *(
            ("tomorrow", 24, "10:00"),
            ("tomorrow 06:00?", 24, "18:00"),
            ("tomorrow 09:00?", 24, "09:00"),
        ),
        *(
            ("tomorrow 00:30?", 24, "12:30"),
            ("tomorrow 07:00", 24, "07:00"),
            ("day 3", 26, "10:00"),
        ),
        *(
            ("today 06:00?", 23, "18:00"),
            ("today 02:00?", 24, "02:00"),
            ("today 10:00", 24, "10:00"),
        ),
        *(("today 14:20", 24, "14:20"), ("today 14:21", 23, "14:21"), ("today", 23, "17:20")),
        *(
            ("weekday 5", 27, "10:00"),
            ("weekday 5 10:00?", 27, "10:00"),
            ("weekday 1", 30, "10:00"),
        ),
        *(("week 1", 30, "10:00"), ("date 30", 30, "10:00"), ("date 24/11 06:00?", 24, "18:00")),
    ],
)
def test_the_moment_of_a_time(when: str, day: int, hour: str) -> None:
    assert at(when) == datetime.combine(date(2026, 11, day), time.fromisoformat(hour))


def test_the_next_six_may_be_in_the_morning() -> None:
    assert at("today 06:00?", datetime(2026, 11, 23, 20)) == datetime(2026, 11, 24, 6)
    assert at("today 06:00?", datetime(2026, 11, 23, 5)) == datetime(2026, 11, 23, 6)


def test_tonight_said_in_the_evening_is_in_a_while() -> None:
    assert at("tonight", datetime(2026, 11, 23, 18, 45)) == datetime(2026, 11, 23, 21, 45)


def test_a_date_that_has_gone_is_in_the_next_month_or_year_that_has_it() -> None:
    assert at("date 23") == datetime(2026, 12, 23, 10)
    assert at("date 31") == datetime(2026, 12, 31, 10)
    assert at("date 31", datetime(2027, 1, 31)) == datetime(2027, 3, 31, 10)
    assert at("date 29/2") == datetime(2028, 2, 29, 10)


def test_two_hours_are_two_hours_when_the_clocks_change() -> None:
    zone = ZoneInfo("Europe/London")
    before = datetime(2027, 3, 28, 0, 30, tzinfo=zone)
    found = moment(When("in", 120), before)
    assert found.astimezone(UTC) - before.astimezone(UTC) == timedelta(hours=2)
    assert (found.hour, found.tzinfo) == (3, zone)


def test_tomorrow_at_six_is_six_by_the_clock_when_the_clocks_change() -> None:
    zone = ZoneInfo("Europe/London")
    found = moment(When.parse("tomorrow 18:00"), datetime(2027, 3, 27, 18, tzinfo=zone))
    assert found == datetime(2027, 3, 28, 18, tzinfo=zone)


@pytest.mark.parametrize(
    "text",
    [
        *("soon", "Tomorrow", "tomorrow 6", "tomorrow 25:00", "day", "day 1", "day 0", "day 400"),
        *(
            "weekday 0",
            "weekday 8",
            "date 0",
            "in 0",
            "in",
            "later 7",
            " later",
            "whenever",
            "today?",
        ),
        *("date 30/2", "date 3/13", "later 10:00", "in 5 10:00", "tomorrow 18:00?", "weekday 5/3"),
    ],
)
def test_another_text_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match="no time to go on at"):
        When.parse(text)


_TIMES = st.one_of(
    st.just((None, False)),
    st.tuples(st.times().map(lambda at: at.replace(second=0, microsecond=0)), st.just(False)),
    st.tuples(
        st.builds(
            time, st.integers(min_value=0, max_value=11), st.integers(min_value=0, max_value=59)
        ),
        st.just(True),
    ),
)
_DAYS = st.one_of(
    st.just(("tonight", 0, 0)),
    st.tuples(st.just("day"), st.integers(min_value=0, max_value=366), st.just(0)),
    st.tuples(st.just("weekday"), st.integers(min_value=1, max_value=7), st.just(0)),
    st.tuples(st.just("week"), st.integers(min_value=1, max_value=52), st.just(0)),
    st.tuples(st.just("date"), st.integers(min_value=1, max_value=31), st.just(0)),
    st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: ("date", day.day, day.month)),
)
_WHENS = st.one_of(
    st.sampled_from([When("whenever"), When("later")]),
    st.builds(When, st.just("in"), st.integers(min_value=1, max_value=500_000)),
    st.builds(lambda day, at: When(*day, *at), _DAYS, _TIMES),
)


@given(_WHENS)
def test_a_time_is_read_from_the_text_that_it_gives(when: When) -> None:
    assert When.parse(when.text()) == when


@given(_WHENS, st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))
def test_the_moment_is_always_still_to_come(when: When, now: datetime) -> None:
    assert moment(when, now) > now
