"""Closing a flag, with a second person where it needs one, and opening it once more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.aftercare.acknowledging import acknowledge
from bot.aftercare.closing import agree, close, refuse, reopen
from bot.aftercare.contacting import contacted, tried
from storage.database import Database
from tests.aftercare.life_scene import EVENT, FLAG, Life


@pytest.fixture
def life(database: Database) -> Life:
    return Life(database)


@pytest.fixture
def taken(life: Life) -> Life:
    """An urgent flag that Sam has acknowledged."""
    life.raises("urgent")
    assert life.act(acknowledge, "Sam").won
    return life


@pytest.mark.parametrize(
    "outcome", ["not_needed", "referred_on", "safeguarding", "emergency", "no_reply"]
)
def test_an_urgent_flag_closed_without_having_spoken_needs_a_second_person(
    taken: Life, outcome: str
) -> None:
    for _ in range(3):
        taken.act(tried, "Sam")
    assert taken.act(close, "Sam", outcome, " ").problem == "note"
    asked = taken.act(close, "Sam", outcome, "The police made a welfare check.")
    assert (asked.won, asked.problem) == (True, "waits")
    assert taken.flag().status == "acknowledged"
    assert "agree to closing this" in taken.alerts("Priya")[-1].text
    assert taken.act(agree, "Sam").problem == "second person"
    assert taken.act(agree, "Priya").won
    flag = taken.flag()
    assert (flag.status, flag.outcome) == ("closed", outcome)
    assert (flag.closed_by_id, flag.confirmed_by_id) == (
        taken.staff["Sam"].id,
        taken.staff["Priya"].id,
    )


def test_the_second_person_can_say_no_and_the_flag_stays(taken: Life) -> None:
    taken.act(close, "Sam", "not_needed", "They said it was a joke.")
    assert taken.act(refuse, "Priya").won
    flag = taken.flag()
    assert (flag.status, flag.outcome, flag.closed_by_id) == ("acknowledged", None, None)
    assert "should stay open" in taken.alerts("Sam")[-1].text


def test_a_second_person_is_asked_for_until_one_answers(taken: Life) -> None:
    taken.act(contacted, "Sam")
    taken.act(close, "Sam", "emergency", "999 was called, the ambulance came.")
    for _ in range(6):
        taken.later(minutes=15)
        taken.work()
    assert taken.flag().status == "contacted"
    assert any("agree to closing" in one.text for one in taken.alerts("Kim"))
    assert not any("agree to closing" in one.text for one in taken.alerts("Sam"))


def test_an_agreement_that_does_not_come_by_the_limit_opens_the_flag_again(taken: Life) -> None:
    taken.act(close, "Sam", "not_needed", "They said it was a joke.")
    taken.passes(hours=1)
    flag = taken.flag()
    assert (flag.status, flag.outcome, flag.closed_by_id) == ("open", None, None)


def test_asking_to_close_when_the_limit_has_just_passed_puts_nothing_off(taken: Life) -> None:
    taken.later(hours=1)
    taken.act(close, "Sam", "not_needed", "They said it was a joke.")
    taken.work()
    assert taken.flag().status == "open"
    assert "Nobody has been in touch in time." in taken.alerts("Sam")[-1].text


def test_what_is_said_meanwhile_ends_a_wish_to_close(taken: Life) -> None:
    taken.act(close, "Sam", "not_needed", "They said it was a joke.")
    seen = taken.flag()
    taken.raises("urgent")
    assert taken.act_on(seen, agree, "Priya").problem == "not now"
    assert taken.flag().closed_by_id is None


@pytest.mark.parametrize("level", ["soon", "routine"])
def test_one_person_is_enough_to_close_what_is_not_urgent(life: Life, level: str) -> None:
    life.raises(level)
    life.act(acknowledge, "Sam")
    assert life.act(close, "Sam", "not_needed", "").won
    assert life.flag().status == "closed"


def test_no_reply_means_that_they_were_tried_more_than_once(life: Life) -> None:
    life.raises("soon")
    life.act(acknowledge, "Sam")
    for _ in range(3):
        assert life.act(close, "Sam", "no_reply", "").problem == "tries"
        life.act(tried, "Sam")
    assert life.act(close, "Sam", "no_reply", "").won


def test_having_tried_is_not_having_been_in_touch(taken: Life) -> None:
    taken.act(tried, "Sam")
    taken.passes(hours=1)
    assert taken.flag().status == "open"


def test_a_closed_flag_can_be_opened_again_with_new_limits(taken: Life) -> None:
    taken.reads("Sam")
    taken.act(close, "Sam", "spoke", "")
    taken.later(days=1)
    assert taken.act(reopen, "Kim").won
    flag = taken.flag()
    assert (flag.status, flag.outcome, flag.closed_at) == ("open", None, None)
    assert flag.contact_by == taken.now + timedelta(hours=1)
    assert "Kim opened this again" in taken.alerts("Sam")[-1].text
    assert [row.outcome for row in taken.rows(FLAG)] == [None]
    assert taken.rows(EVENT, kind="closed")[0].detail == "spoke"
