"""Times as staff type them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.aftercare.typed_times import read_time

LONDON = "Europe/London"
TUESDAY = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Friday", "2026-11-27 09:00"),
        ("until fri 5pm", "2026-11-27 17:00"),
        ("tuesday", "2026-12-01 09:00"),
        ("tomorrow", "2026-11-25 09:00"),
        ("tomorrow at 17:30", "2026-11-25 17:30"),
        ("today 5.30 pm", "2026-11-24 17:30"),
        ("5 pm", "2026-11-24 17:00"),
        ("11", "2026-11-25 11:00"),
        ("noon", "2026-11-25 12:00"),
        ("midnight", "2026-11-25 00:00"),
        ("1 December", "2026-12-01 09:00"),
        ("Dec 1st 8am", "2026-12-01 08:00"),
        ("3 January", "2027-01-03 09:00"),
        ("3 January 2028", "2028-01-03 09:00"),
        ("1/12", "2026-12-01 09:00"),
        ("2026-12-01", "2026-12-01 09:00"),
        ("2026-12-01 18:15", "2026-12-01 18:15"),
        ("2026-12-01T18:15", "2026-12-01 18:15"),
        ("2 days", "2026-11-26 12:00"),
        ("in 3 hours", "2026-11-24 15:00"),
        ("an hour", "2026-11-24 13:00"),
        ("a week", "2026-12-01 12:00"),
        ("12 am", "2026-11-25 00:00"),
    ],
)
def test_a_typed_time_is_what_a_person_would_take_it_for(typed: str, meant: str) -> None:
    wanted = datetime.fromisoformat(meant).replace(tzinfo=ZoneInfo(LONDON))
    assert read_time(typed, TUESDAY, LONDON) == wanted


@pytest.mark.parametrize(
    "typed", ["", "soon", "t", "25:00", "13 pm", "31 February", "friday 5 pm or so", "mar"]
)
def test_what_is_no_time_is_not_guessed(typed: str) -> None:
    assert read_time(typed, TUESDAY, LONDON) is None


@given(
    at=st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2029, 1, 1)),
    wall=st.times().map(lambda one: time(one.hour, one.minute)),
)
def test_a_time_without_a_day_is_the_next_such(at: datetime, wall: time) -> None:
    now = at.replace(tzinfo=UTC)
    found = read_time(wall.isoformat("minutes"), now, LONDON)
    assert found is not None
    assert timedelta(0) < found - now <= timedelta(hours=26)


@given(st.text(max_size=30))
def test_no_words_are_too_strange(typed: str) -> None:
    found = read_time(typed, TUESDAY, LONDON)
    assert found is None or found.tzinfo is UTC
