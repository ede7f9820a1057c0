"""A flag that was put off can be taken up again before its time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.aftercare.acknowledging import acknowledge, take_over
from bot.aftercare.alerts import actor
from bot.aftercare.handing_over import accept, hand_over
from bot.aftercare.life import acts_for, standing_of
from bot.aftercare.snoozing import snooze, take_up
from storage.database import Database
from tests.aftercare.life_scene import EVENT, Life


@pytest.fixture
def life(database: Database) -> Life:
    """An urgent flag."""
    life = Life(database)
    life.raises("urgent")
    return life


def acts(life: Life, name: str) -> tuple[str, ...]:
    return acts_for(standing_of(life.flag()), actor(life.staff[name]))


def test_whoever_put_a_flag_off_can_take_it_up_before_its_time(life: Life) -> None:
    life.act(acknowledge, "Sam")
    before = life.flag()
    life.act(snooze, "Sam", life.now + timedelta(minutes=40))
    life.later(minutes=10)
    assert acts(life, "Sam")[0] == "take_up"
    assert life.act(take_up, "Sam").won
    after = life.flag()
    assert (after.status, after.snoozed_until) == ("acknowledged", None)
    assert after.owner_id == life.staff["Sam"].id
    assert after.contact_by == before.contact_by
    assert life.happened()[-1] == "took up"
    assert "contacted" in acts(life, "Sam")


def test_a_flag_that_was_taken_up_has_its_reminder_and_its_limit_as_before(life: Life) -> None:
    life.act(acknowledge, "Sam")
    life.act(snooze, "Sam", life.now + timedelta(minutes=40))
    life.later(minutes=10)
    life.act(take_up, "Sam")
    life.passes(minutes=40)
    assert life.happened()[-1] == "reminded"
    life.passes(minutes=10)
    assert life.flag().status == "open"
    assert "not contacted" in life.happened()


def test_even_shortly_before_the_limit_what_was_promised_stands(life: Life) -> None:
    life.act(acknowledge, "Sam")
    limit = life.flag().contact_by
    life.act(snooze, "Sam", limit)
    life.now = limit - timedelta(minutes=2)
    assert life.act(take_up, "Sam").won
    assert life.flag().contact_by == limit


def test_a_participant_who_knows_who_has_seen_it_is_not_told_twice(life: Life) -> None:
    life.act(acknowledge, "Sam")
    life.act(snooze, "Sam", life.now + timedelta(minutes=40))
    assert [text.split(" will")[0] for text in life.told()] == ["Sam has seen your message and"]
    result = life.act(take_up, "Sam")
    assert result.won
    assert not result.told
    assert len(life.told()) == 1


def test_a_participant_who_does_not_know_hears_it_when_it_is_taken_up(life: Life) -> None:
    life.act(snooze, "Kim", life.now + timedelta(minutes=10))
    assert life.told() == []
    assert life.act(take_up, "Kim").told
    assert "Kim has seen your message" in life.told()[-1]


def test_they_hear_it_when_it_had_come_back_to_nobody_in_between(life: Life) -> None:
    life.act(acknowledge, "Sam")
    life.act(snooze, "Sam", life.now + timedelta(minutes=5))
    life.passes(minutes=5)
    life.act(snooze, "Kim", life.now + timedelta(minutes=5))
    assert life.act(take_up, "Kim").told
    assert "Kim has seen your message" in life.told()[-1]


def test_others_take_it_over_and_do_not_take_it_up(life: Life) -> None:
    life.act(acknowledge, "Sam")
    life.act(snooze, "Sam", life.now + timedelta(minutes=40))
    for name in ("Priya", "Kim"):
        assert life.act(take_up, name).problem == "not yours"
        assert "take_up" not in acts(life, name)
    assert "take_over" not in acts(life, "Sam")
    assert life.act(take_over, "Kim").won
    assert life.flag().status == "acknowledged"
    assert life.flag().owner_id == life.staff["Kim"].id


def test_only_what_was_put_off_can_be_taken_up(life: Life) -> None:
    assert life.act(take_up, "Sam").problem == "not now"
    life.act(acknowledge, "Sam")
    assert life.act(take_up, "Sam").problem == "not now"
    life.act(hand_over, "Sam", life.staff["Kim"].id)
    assert life.act(take_up, "Sam").problem == "not now"
    life.act(accept, "Kim")
    assert "took up" not in [row.kind for row in life.rows(EVENT)]


def test_the_alert_of_whoever_put_it_off_has_the_button(life: Life) -> None:
    life.delivers()
    life.act(acknowledge, "Sam")
    life.act(snooze, "Sam", life.now + timedelta(minutes=40))
    shown = life.alerts("Sam", act="edit")[-1]
    assert "Put off by Sam." in shown.text
    assert shown.choices[0].label == "Take it up again now"
