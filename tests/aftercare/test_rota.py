"""Who is on call, and when nobody is: against a walk along the clock, minute by minute."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.aftercare.hours import DaysOff
from bot.aftercare.rota import (
    PLACES,
    Away,
    Cover,
    Gap,
    OnCall,
    Rota,
    Stretch,
    gaps,
    on_call,
    shifts_of,
    stretches,
    with_away,
)
from tests.aftercare.rota_by_minutes import (
    AUTUMN,
    LEE,
    LONDON,
    MINUTE,
    PRIYA,
    SAM,
    SPRING,
    TIMES,
    WEEKDAYS,
    ZONES,
    Drawn,
    at,
    rotas,
    shift,
    walk,
    with_cover,
)


@given(rotas())
@settings(max_examples=12)
def test_who_is_on_call_is_what_a_walk_along_the_clock_finds(
    drawn: Drawn,
) -> None:
    rota, since, until, day = drawn
    found = stretches(rota, since, until)
    for moment, people in walk(rota, since, until, day).items():
        for place in PLACES:
            now = {o.person_id for o in found if o.place == place and o.begins <= moment < o.ends}
            assert now == people[place], moment


@given(rotas())
@settings(max_examples=12)
def test_gaps_are_exactly_the_minutes_in_which_nobody_is_on_call(
    drawn: Drawn,
) -> None:
    rota, since, until, day = drawn
    found = gaps(rota, since, until)
    for moment, people in walk(rota, since, until, day).items():
        inside = any(gap.begins <= moment < gap.ends for gap in found)
        assert inside == (not any(people.values())), moment
    assert all(one.ends < after.begins for one, after in itertools.pairwise(found))


@given(rotas())
@settings(max_examples=60)
def test_asking_for_one_instant_says_the_same_as_asking_for_a_stretch(
    drawn: Drawn,
) -> None:
    rota, since, until, _ = drawn
    found = stretches(rota, since, until)
    here = [one for one in found if one.begins <= since]
    now = on_call(rota, since)
    assert set(now.first) == {one.person_id for one in here if one.place == "first"}
    assert set(now.everybody) == {one.person_id for one in here}
    assert not set(now.first) & set(now.second)
    for one in found:
        assert one in shifts_of(rota, one.person_id, since, until)


@given(day=st.sampled_from([AUTUMN, SPRING, date(2026, 6, 7)]), change=TIMES, zone=ZONES)
@example(day=AUTUMN, change=time(1, 30), zone=LONDON)
@example(day=SPRING, change=time(1, 30), zone=LONDON)
def test_two_who_take_turns_leave_no_gap_and_no_overlap_when_the_clocks_change(
    day: date, change: time, zone: str
) -> None:
    other = time((change.hour + 12) % 24, change.minute)
    rota = Rota(
        (
            shift(SAM, starts=change, ends=other, zone=zone),
            shift(PRIYA, starts=other, ends=change, zone=zone),
        )
    )
    since = datetime.combine(day, time(0), UTC) - timedelta(days=1)
    found = stretches(rota, since, since + timedelta(days=3))
    assert gaps(rota, since, since + timedelta(days=3)) == []
    assert all(one.ends == after.begins for one, after in itertools.pairwise(found))


def test_a_night_in_which_the_clocks_go_back_is_an_hour_longer() -> None:
    rota = Rota((shift(weekdays=frozenset({5})),))
    begins = at("2026-10-24T18:00")
    (night,) = stretches(rota, begins - MINUTE, begins + timedelta(days=2))
    assert night == Stretch(begins, at("2026-10-25T09:00"), SAM, "first")
    assert night.ends - night.begins == timedelta(hours=16)


def test_a_shift_past_midnight_belongs_to_the_day_on_which_it_starts() -> None:
    rota = Rota((shift(weekdays=frozenset({4}), last_day=date(2026, 11, 27)),))
    assert on_call(rota, at("2026-11-28T08:59")) == OnCall((SAM,))
    assert on_call(rota, at("2026-11-28T09:00")) == OnCall()
    assert on_call(rota, at("2026-11-27T08:00")) == OnCall()
    assert on_call(rota, at("2026-12-04T20:00")) == OnCall()


def test_a_shift_that_starts_and_ends_at_the_same_time_is_a_whole_day() -> None:
    rota = Rota((shift(weekdays=frozenset({2}), starts=time(0), ends=time(0)),))
    since = at("2026-11-23T00:00")
    (day,) = stretches(rota, since, since + timedelta(days=7))
    assert (day.begins, day.ends) == (at("2026-11-25T00:00"), at("2026-11-26T00:00"))


def test_a_shift_may_be_off_on_bank_holidays_and_then_there_is_a_gap() -> None:
    office = shift(weekdays=WEEKDAYS, starts=time(9), ends=time(17), on_holidays=False)
    rota = Rota((office,), days_off=DaysOff("england"))
    christmas = at("2026-12-25T09:00")
    day = (christmas, christmas + timedelta(hours=8))
    assert gaps(rota, *day) == [Gap(*day)]
    assert gaps(Rota((office,)), *day) == []


def test_whoever_covers_can_ask_somebody_else_again() -> None:
    night = (at("2026-11-24T18:00"), at("2026-11-25T09:00"))
    rota = with_cover(Rota((shift(SAM),)), Cover(SAM, PRIYA, *night))
    rota = with_cover(rota, Cover(PRIYA, LEE, at("2026-11-25T00:00"), night[1]))
    assert stretches(rota, *night) == [
        Stretch(night[0], at("2026-11-25T00:00"), PRIYA, "first"),
        Stretch(at("2026-11-25T00:00"), night[1], LEE, "first"),
    ]


def test_whoever_is_away_leaves_a_gap_unless_somebody_covers() -> None:
    night = (at("2026-11-24T18:00"), at("2026-11-25T09:00"))
    alone = with_away(Rota((shift(SAM),)), Away(SAM, *night))
    assert gaps(alone, *night) == [Gap(*night)]
    assert alone.is_away(SAM, night[0])
    assert not alone.is_away(SAM, night[1])
    assert gaps(with_cover(alone, Cover(SAM, PRIYA, *night)), *night) == []


def test_whoever_is_second_fills_the_gap_of_the_first_but_is_not_first() -> None:
    night = (at("2026-11-24T18:00"), at("2026-11-25T09:00"))
    rota = Rota((shift(SAM), shift(PRIYA, place="second")), unreachable=frozenset({SAM}))
    assert on_call(rota, night[0]) == OnCall((), (PRIYA,))
    assert gaps(rota, *night) == []
    assert gaps(rota, *night, places=("first",)) == [Gap(*night)]


def test_nobody_is_both_first_and_second() -> None:
    rota = Rota((shift(SAM), shift(SAM, place="second"), shift(PRIYA, place="second")))
    assert on_call(rota, at("2026-11-24T20:00")) == OnCall((SAM,), (PRIYA,))
