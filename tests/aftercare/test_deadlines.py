"""By when somebody must answer, in working hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.aftercare.deadlines import Limits
from bot.aftercare.hours import Hours

LONDON = Hours("Europe/London")
INSTANTS = st.datetimes(
    min_value=datetime(2025, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC)
)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-24T10:00", "2026-11-24T14:00"),  # Tuesday morning: the same day
        ("2026-11-24T15:00", "2026-11-25T11:00"),  # two hours today, two tomorrow
        ("2026-11-27T16:00", "2026-11-30T12:00"),  # over the weekend
        ("2026-11-24T23:00", "2026-11-25T13:00"),  # at night: from nine
        ("2026-11-28T12:00", "2026-11-30T13:00"),  # on a Saturday
    ],
)
def test_four_working_hours_are_counted_in_working_time(now: str, expected: str) -> None:
    begins = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert Limits().acknowledge_by("soon", begins, LONDON) == datetime.fromisoformat(
        expected
    ).replace(tzinfo=UTC)


def test_soon_means_contact_by_the_end_of_the_next_working_day() -> None:
    friday = datetime(2026, 11, 27, 22, 0, tzinfo=UTC)
    assert Limits().contact_by("soon", friday, LONDON) == datetime(2026, 11, 30, 17, 0, tzinfo=UTC)


def test_routine_means_contact_within_three_working_days() -> None:
    tuesday = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    expected = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
    assert Limits().contact_by("routine", tuesday, LONDON) == expected


@given(now=INSTANTS, seconds=st.integers(min_value=1, max_value=200_000))
def test_working_time_between_now_and_a_deadline_is_what_was_asked(
    now: datetime, seconds: int
) -> None:
    end = LONDON.after(now, seconds)
    assert end > now
    assert LONDON.is_open(end - timedelta(microseconds=1))
    # Going on from halfway gives the same end.
    half = LONDON.after(now, seconds // 2) if seconds > 1 else now
    assert LONDON.after(half, seconds - seconds // 2) == end


@given(now=INSTANTS, days=st.integers(min_value=1, max_value=10))
def test_the_end_of_a_working_day_is_five_on_a_weekday_after_today(
    now: datetime, days: int
) -> None:
    end = LONDON.end_of_day(now, days)
    assert end > now
    assert LONDON.is_open(end - timedelta(microseconds=1))
    assert not LONDON.is_open(end)
