"""Dates as people write and say them, what may be one of two, and what there is not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.dates import DateMeant, EitherDate, ImpossibleDate, read_date
from tests.flows.languages import english_with
from tests.flows.talking import ENGLISH

MONDAY = date(2026, 11, 23)
DATES = st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31))


def read(text: str, today: date | None = MONDAY) -> DateMeant:
    return read_date(text, ENGLISH, today)


@pytest.mark.parametrize(
    "text",
    [
        *("3 March 2027", "3rd March 2027", "3rd of March, 2027", "the 3rd of March 2027"),
        *("March 3rd 2027", "March 3, 2027", "Mar 3 2027", "3 mar 27", "3 MARCH 2027."),
        *("3/3/2027", "03/03/2027", "3/3/27", "3.3.2027", "3-3-27", "3 3 2027", "3 / 3 / 2027"),
        *("2027-03-03", "2027/3/3", "٣/٣/٢٠٢٧", "third of March 2027", "the third of March 2027"),
        *(
            "Wednesday 3 March 2027",
            "Wed, 3rd March 2027",
            "on 3 March 2027",
            "it was 3 March 2027",
        ),
        *("3 March 2027 please", "I think it was 3 March 2027", "around 3 March 2027"),
    ],
)
def test_a_whole_date_is_understood_however_it_is_written(text: str) -> None:
    assert read(text) == date(2027, 3, 3)
    assert read(text, today=None) == date(2027, 3, 3)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        *(("today", 0), ("yesterday", -1), ("tomorrow", 1), ("it was yesterday", -1)),
        *(("the day before yesterday", -2), ("day after tomorrow", 2), ("last night", -1)),
        *(("two weeks ago", -14), ("2 weeks ago", -14), ("a week ago", -7), ("3 days ago", -3)),
        *(("in 3 days", 3), ("in a fortnight", 14), ("a couple of days ago", -2)),
        *(("about two weeks ago", -14), ("yesterday morning", -1), ("ten days from now", 10)),
        *(("last Friday", -3), ("last Tuesday", -6), ("Friday last", -3), ("next Monday", 7)),
    ],
)
def test_a_day_is_counted_from_today(text: str, days: int) -> None:
    assert read(text) == MONDAY + timedelta(days=days)
    assert read(text, today=None) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(("a month ago", date(2026, 10, 23)), ("a year ago", date(2025, 11, 23))),
        *(("two years ago", date(2024, 11, 23)), ("in 3 months", date(2027, 2, 23))),
    ],
)
def test_months_and_years_are_counted_too(text: str, day: date) -> None:
    assert read(text) == day


def test_a_month_back_from_a_day_that_it_has_not_is_its_last_day() -> None:
    assert read("a month ago", date(2027, 3, 31)) == date(2027, 2, 28)
    assert read("a year ago", date(2028, 2, 29)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("3 March", date(2026, 3, 3), date(2027, 3, 3)),
        ("March 3rd", date(2026, 3, 3), date(2027, 3, 3)),
        ("3/3", date(2026, 3, 3), date(2027, 3, 3)),
        ("the 3rd", date(2026, 11, 3), date(2026, 12, 3)),
        ("the 31st", date(2026, 10, 31), date(2026, 12, 31)),
        ("29 February", date(2024, 2, 29), date(2028, 2, 29)),
        ("Friday", date(2026, 11, 20), date(2026, 11, 27)),
        ("on Friday", date(2026, 11, 20), date(2026, 11, 27)),
        ("next Friday", date(2026, 11, 27), date(2026, 12, 4)),
    ],
)
def test_a_day_that_may_be_before_or_after_is_one_of_two(text: str, one: date, other: date) -> None:
    assert read(text) == EitherDate(one, other)
    assert read(text, today=None) is None


def test_last_tuesday_said_on_the_thursday_after_is_one_of_two() -> None:
    thursday = date(2026, 11, 26)
    assert read("last Tuesday", thursday) == EitherDate(date(2026, 11, 17), date(2026, 11, 24))
    assert read("last Friday", thursday) == date(2026, 11, 20)


def test_a_day_that_is_today_is_today() -> None:
    assert [read(text) for text in ("Monday", "23 November", "the 23rd", "23/11")] == [MONDAY] * 4


def test_the_day_of_the_week_chooses_between_two_and_must_be_right() -> None:
    assert read("Tuesday 3 March") == date(2026, 3, 3)
    assert read("Wednesday 3 March") == date(2027, 3, 3)
    assert read("Monday 3 March") is None
    assert read("Monday 3 March 2027") == ImpossibleDate()


def test_limits_choose_between_two_dates() -> None:
    found = read("3 March")
    assert isinstance(found, EitherDate)
    assert found.within(None, MONDAY) == date(2026, 3, 3)
    assert found.within(MONDAY, None) == date(2027, 3, 3)
    assert found.within(None, None) == found
    assert found.within(MONDAY, MONDAY) == found


@pytest.mark.parametrize(
    "text",
    [
        *("31 February", "31 February 2027", "29 Feb 2027", "30/2/2027", "31/4", "31st of June"),
        *(
            "3/13/2027",
            "2027-02-30",
            "0/0/0",
            "the 32nd",
            "31 November 2026",
            "2027-13-01",
            "0/5/2026",
        ),
    ],
)
def test_a_date_that_there_is_not_is_known_as_one(text: str) -> None:
    assert read(text) == ImpossibleDate()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "...",
            "purple",
            "March",
            "may",
            "2027",
            "3",
            "third",
            "next week",
            "last week",
            "soon",
        ),
        *(
            "I think about 3 March every day",
            "since yesterday",
            "not yesterday",
            "3 March or 4 March",
        ),
        *(
            "an hour ago",
            "99999 years ago",
            "a thousand weeks ago today and more",
            "1/2/3/4",
            "9" * 99,
        ),
        *("every Tuesday", "yesterday he hit me", "tomorrow I will be gone", "3 March " * 40),
    ],
)
def test_anything_else_is_no_date(text: str) -> None:
    assert read(text) is None


def test_a_year_of_two_figures_is_near() -> None:
    assert read("12 May 65") == date(1965, 5, 12)
    assert read("12 May 40") == date(2040, 5, 12)
    assert read("12/5/65", today=None) == date(2065, 5, 12)
    assert read("12/5/70", today=None) == date(1970, 5, 12)


def test_a_language_says_which_of_day_and_month_comes_first() -> None:
    american = english_with("dates", order="mdy")
    assert read_date("3/4/2027", american, MONDAY) == date(2027, 3, 4)
    assert read_date("25/12/2027", american, MONDAY) == ImpossibleDate()
    years = english_with("dates", order="ymd")
    assert read_date("27/3/4", years, MONDAY) == date(2027, 3, 4)


def test_where_the_order_is_not_sure_both_are_meant() -> None:
    unsure = english_with("dates", order="unsure")
    assert read_date("3/4/2027", unsure, MONDAY) == EitherDate(date(2027, 3, 4), date(2027, 4, 3))
    assert read_date("25/12/2027", unsure, MONDAY) == date(2027, 12, 25)
    assert read_date("5/5/2027", unsure, MONDAY) == date(2027, 5, 5)
    assert read_date("3/4", unsure, MONDAY) is None
    assert read_date("25/12", unsure, MONDAY) == EitherDate(date(2025, 12, 25), date(2026, 12, 25))


@given(
    DATES,
    st.sampled_from(["%d %B %Y", "%d/%m/%Y", "%Y-%m-%d", "%B %d, %Y", "%a %d %b %Y", "%d.%m.%Y"]),
)
def test_a_written_date_is_that_date(day: date, form: str) -> None:
    assert read(day.strftime(form)) == day
    assert read(day.strftime(form), today=None) == day


@given(st.text(), DATES)
def test_any_text_is_read_without_an_error(text: str, today: date) -> None:
    read(text, today)
    read(text, None)


@given(
    st.lists(
        st.sampled_from(
            [
                "3",
                "31",
                "99",
                "2027",
                "the",
                "of",
                "march",
                "feb",
                "tuesday",
                "last",
                "next",
                "ago",
                "weeks",
                "a",
                "/",
                "-",
                ".",
            ]
        )
    ),
    DATES,
)
def test_any_mixture_of_the_parts_of_dates_is_read_without_an_error(
    parts: list[str], today: date
) -> None:
    found = read(" ".join(parts), today)
    assert not isinstance(found, EitherDate) or found.one < found.other
