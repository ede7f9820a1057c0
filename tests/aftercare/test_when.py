"""Times as they are said: right, and well to hear when they are read aloud."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.aftercare.rota_words import short_words
from bot.aftercare.when import clock_words, when_words
from bot.texts import texts_for

LONDON = "Europe/London"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""A Tuesday."""


def said(at: datetime, now: datetime = NOW, zone: str = LONDON) -> str:
    return when_words(texts_for("en"), at, now, zone)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 24, 17, 0), "5 pm today"),
        (datetime(2026, 11, 24, 12, 0), "12 noon today"),
        (datetime(2026, 11, 24, 12, 5), "12:05 pm today"),
        (datetime(2026, 11, 25, 0, 5), "12:05 am tomorrow"),
        (datetime(2026, 11, 25, 9, 40), "9:40 am tomorrow"),
        (datetime(2026, 11, 23, 17, 0), "5 pm yesterday"),
        (datetime(2026, 11, 26, 17, 0), "5 pm on Thursday"),
        (datetime(2026, 11, 30, 17, 0), "5 pm on Monday"),
        (datetime(2026, 12, 1, 17, 0), "5 pm on Tuesday 1 December"),
        (datetime(2026, 11, 16, 17, 0), "5 pm on Monday 16 November"),
    ],
)
def test_a_time_has_its_day(at: datetime, words: str) -> None:
    assert said(at.replace(tzinfo=UTC)) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (24, "midnight last night"),
        (25, "midnight tonight"),
        (26, "midnight tomorrow night"),
        (27, "midnight at the end of Thursday"),
    ],
)
def test_midnight_is_said_of_the_day_that_it_ends(day: int, words: str) -> None:
    """`midnight tomorrow` would be a day late to most who hear it."""
    assert said(datetime(2026, 11, day, 0, 0, tzinfo=UTC)) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "1:30 am today, before the clocks go back"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "1:30 am today, after the clocks go back"),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), "1:59 am today, before the clocks go back"),
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), "2 am today"),
        (datetime(2026, 10, 24, 23, 59, tzinfo=UTC), "12:59 am today"),
    ],
)
def test_of_the_hour_that_comes_twice_it_is_said_which(at: datetime, words: str) -> None:
    assert said(at, datetime(2026, 10, 25, 0, 10, tzinfo=UTC)) == words


def test_it_is_said_the_evening_before_as_well() -> None:
    evening = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)
    at = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert said(at, evening) == "1:30 am tomorrow, after the clocks go back"
    assert clock_words(texts_for("en"), at, LONDON) == "1:30 am, after the clocks go back"


def test_when_midnight_comes_twice_it_is_said_which() -> None:
    """In Havana the clocks go back from one o'clock to midnight."""
    now = datetime(2026, 10, 31, 20, 0, tzinfo=UTC)
    first, second = (datetime(2026, 11, 1, hour, 0, tzinfo=UTC) for hour in (4, 5))
    assert said(first, now, "America/Havana") == "midnight tonight, before the clocks go back"
    assert said(second, now, "America/Havana") == "midnight tonight, after the clocks go back"


def test_in_spring_no_hour_comes_twice() -> None:
    at = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert said(at, datetime(2027, 3, 28, 0, 10, tzinfo=UTC)) == "2:30 am today"


def test_a_shift_that_ends_in_the_hour_that_comes_twice_reads_well_on_a_button() -> None:
    begins, ends = (datetime(2026, 10, 24, 17), datetime(2026, 10, 25, 1))
    words = short_words(
        texts_for("en"), begins.replace(tzinfo=UTC), ends.replace(tzinfo=UTC), LONDON
    )
    assert words == "Sat 24 Oct, 6 pm to 1 am, after the clocks go back"
