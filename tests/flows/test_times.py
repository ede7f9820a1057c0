"""When somebody wants to be asked again: what they say, its text form, and the moment it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.meaning import ControlMeant
from flows.times import When, moment, read_when
from tests.flows.talking import ENGLISH

NOW = datetime(2026, 11, 23, 14, 20)
"""A Monday afternoon."""


def read(text: str) -> str | None:
    when = read_when(ENGLISH.normalise(text), ENGLISH)
    return None if when is None else when.text()


def at(when: str, now: datetime = NOW) -> datetime:
    return moment(When.parse(when), now)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        *(("pause", ""), ("hold on", ""), ("later", "later"), ("not now", "later")),
        *(("ask me later", "later"), ("Can we do this later please?", "later"), ("busy", "later")),
        *(("tonight", "tonight"), ("this evening", "tonight"), ("ask me tonight", "tonight")),
        *(("tonight at 8", "tonight 08:00?"), ("at 8pm tonight", "tonight 20:00")),
        *(("quarter to 9 tonight", "tonight 08:45?"), ("tonight at half past 7", "tonight 07:30?")),
        *(("tomorrow", "tomorrow"), ("2moro", "tomorrow"), ("ask me tomorrow", "tomorrow")),
        *(
            ("can I do it tomorrow", "tomorrow"),
            ("maybe tomorrow", "tomorrow"),
            ("not today", "tomorrow"),
        ),
        *(("can we do it tomorrow?", "tomorrow"), ("tomorrow is better", "tomorrow")),
        *(("tomorrow at 6", "tomorrow 06:00?"), ("tomorrow at six", "tomorrow 06:00?")),
        *(("Tomorrow at 6 pm, please", "tomorrow 18:00"), ("tomorrow 6pm", "tomorrow 18:00")),
        *(("tomorrow at 18:00", "tomorrow 18:00"), ("tomorrow at 7.30", "tomorrow 07:30?")),
        *(
            ("half past six tomorrow", "tomorrow 06:30?"),
            ("tomorrow at 6 o'clock", "tomorrow 06:00?"),
        ),
        *(("tomorrow morning", "tomorrow 10:00"), ("tomorrow afternoon", "tomorrow 14:00")),
        *(("tomorrow evening at 8", "tomorrow 20:00"), ("tomorrow morning at 8", "tomorrow 08:00")),
        *(("at 7pm", "today 19:00"), ("at 19:30", "today 19:30"), ("at 7 p.m.", "today 19:00")),
        *(
            ("today at 5", "today 05:00?"),
            ("ask me at 7", "today 07:00?"),
            ("after lunch", "today 14:00"),
        ),
        *(("in two hours", "in 120"), ("in 20 min", "in 20"), ("in half an hour", "in 30")),
        *(("in an hour", "in 60"), ("in 20mins", "in 20"), ("in an hour and a half", "in 90")),
        *(
            ("give me 10 minutes", "in 10"),
            ("in about an hour", "in 60"),
            ("in 2 hours' time", "in 120"),
        ),
        *(
            ("in 3 days", "day 3"),
            ("in a week", "day 7"),
            ("in a month", "day 30"),
            ("in 1 day", "tomorrow"),
        ),
        *(
            ("on Friday", "weekday 5"),
            ("ask me on Friday", "weekday 5"),
            ("until Friday", "weekday 5"),
        ),
        *(
            ("Friday at 10", "weekday 5 10:00?"),
            ("Fri 10am", "weekday 5 10:00"),
            ("next Friday", "weekday 5"),
        ),
        *(
            ("Friday morning", "weekday 5 10:00"),
            ("on Friday at half past two", "weekday 5 02:30?"),
        ),
        *(("next week", "week 1"), ("ask me next week", "week 1"), ("at the weekend", "weekday 6")),
        *(
            ("on the 3rd", "date 3"),
            ("on 3 March", "date 3/3"),
            ("on the 3rd of March", "date 3/3"),
        ),
        *(("ask me on the 3rd at 10am", "date 3 10:00"), ("ask me again on 29 Feb", "date 29/2")),
    ],
)
def test_a_time_to_be_asked_again_is_understood(text: str, when: str) -> None:
    assert read(text) == when
    assert ENGLISH.control(text) == ControlMeant("pause", when)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "7",
            "at 7",
            "7pm",
            "18:30",
            "Friday",
            "the 3rd",
            "3 March",
            "2 hours",
            "morning",
            "evening",
        ),
        *(
            "in the morning",
            "in the evening",
            "twenty minutes",
            "seven",
            "half",
            "10",
            "last Friday",
        ),
        *(
            "yesterday",
            "two hours ago",
            "every Friday",
            "since Friday",
            "in 0 minutes",
            "in 5 years",
        ),
        *(
            "tomorrow at 27",
            "tomorrow at 7:75",
            "at 13pm",
            "on 31 February",
            "on the 32nd",
            "",
            "...",
        ),
    ],
)
def test_what_may_be_an_answer_or_is_no_time_is_no_pause(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("I can't do this tomorrow", "tomorrow I will be dead", "I won't be here tomorrow"),
        *(
            "he is coming back tonight",
            "he comes home at 7pm",
            "it happens on Friday",
            "goodbye until never",
        ),
        *("I want to sleep until next week", "don't ask me tomorrow", "there is no tomorrow"),
        *(
            "in two hours it will be over",
            "not tonight, not ever",
            "call me tomorrow at 6",
            "why not later",
        ),
    ],
)
def test_a_time_in_what_somebody_tells_is_no_pause(text: str) -> None:
    assert ENGLISH.control(text) is None


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


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    read(text)
    read_when(text, ENGLISH)


@given(
    st.lists(
        st.sampled_from(
            [
                "ask",
                "me",
                "at",
                "in",
                "on",
                "the",
                "7",
                "7:30",
                "99",
                "3rd",
                "half",
                "past",
                "quarter",
                "to",
                "pm",
                "tomorrow",
                "tonight",
                "friday",
                "march",
                "morning",
                "an",
                "hour",
                "two",
                "minutes",
                "weeks",
                "next",
                "please",
            ]
        )
    )
)
def test_any_mixture_of_the_parts_of_times_is_read_and_can_be_kept(parts: list[str]) -> None:
    when = read_when(" ".join(parts), ENGLISH)
    if when is not None:
        assert When.parse(when.text()) == when
        assert moment(when, NOW) > NOW
