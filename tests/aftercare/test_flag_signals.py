"""Something new is said about a flag: who is told, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.aftercare.acknowledging import acknowledge
from bot.aftercare.closing import close
from bot.aftercare.contacting import contacted
from bot.aftercare.handing_over import hand_over
from bot.aftercare.snoozing import snooze
from storage.database import Database
from tests.aftercare.life_scene import FLAG, OUTBOX, Life


@pytest.fixture
def life(database: Database) -> Life:
    return Life(database)


@pytest.fixture
def taken(life: Life) -> Life:
    """An urgent flag that Sam has acknowledged."""
    life.raises("urgent")
    assert life.act(acknowledge, "Sam").won
    return life


@pytest.mark.parametrize("state", ["acknowledged", "snoozed", "handing_over", "contacted"])
def test_a_level_that_rises_opens_a_flag_from_every_state_with_a_new_promise(
    life: Life, state: str
) -> None:
    life.raises("soon")
    life.act(acknowledge, "Lee")
    if state == "snoozed":
        life.act(snooze, "Lee", life.now + timedelta(hours=3))
    elif state == "handing_over":
        life.act(hand_over, "Lee", life.staff["Kim"].id)
    elif state == "contacted":
        life.act(contacted, "Lee")
    assert life.flag().status == state
    life.later(minutes=20)
    raised = life.raises("urgent")
    flag = life.flag()
    assert (flag.status, flag.level, flag.rung, flag.owner_id) == ("open", "urgent", 0, None)
    assert flag.contact_by == life.now + timedelta(hours=1)
    assert raised.promise is not None
    for name in ("Sam", "Lee"):  # the first rung, and whoever had it
        assert life.alerts(name)[-1].choices[0].label.startswith("Acknowledge")


@pytest.mark.parametrize("level", ["urgent", "soon", "routine"])
def test_any_new_signal_alerts_the_owner_again(taken: Life, level: str) -> None:
    before = len(taken.alerts("Sam"))
    taken.later(minutes=1)
    taken.raises(level)
    assert taken.flag().status == "acknowledged"
    assert len(taken.alerts("Sam")) == before + 1
    assert "Something new was said" in taken.alerts("Sam")[-1].text


def test_whoever_asks_again_after_somebody_was_in_touch_is_not_left_with_an_old_promise(
    taken: Life,
) -> None:
    taken.act(contacted, "Sam")
    taken.later(hours=5)
    taken.raises("soon")
    flag = taken.flag()
    assert (flag.status, flag.owner_id) == ("open", None)
    assert flag.contact_by > taken.now


def test_something_slight_after_somebody_was_in_touch_is_for_the_same_owner(taken: Life) -> None:
    taken.act(contacted, "Sam")
    taken.later(hours=5)
    taken.raises("routine")
    flag = taken.flag()
    assert (flag.status, flag.owner_id) == ("acknowledged", taken.staff["Sam"].id)
    assert flag.contact_by > taken.now


def test_words_about_the_owner_take_the_flag_away_from_them(life: Life) -> None:
    life.raises("soon", "conduct")
    life.act(acknowledge, "Lee")
    life.later(minutes=5)
    alerts = len(life.alerts("Lee"))
    life.raises("soon", "conduct", about=("Lee",))
    assert (life.flag().status, life.flag().owner_id) == ("open", None)
    assert len(life.alerts("Lee")) == alerts
    assert life.act(acknowledge, "Lee").problem == "not there"
    assert life.alerts("Priya")[-1].text.startswith("Soon")


def test_after_closing_a_new_signal_is_a_new_flag_that_knows_the_old_one(taken: Life) -> None:
    old = taken.flag()
    taken.reads("Sam")
    taken.act(close, "Sam", "spoke", "")
    taken.later(days=2)
    taken.raises("soon")
    assert [row.earlier_id for row in taken.rows(FLAG)] == [None, old.id]


def test_an_alert_that_waits_for_the_morning_does_not_go_out_when_somebody_was_quicker(
    life: Life,
) -> None:
    life.later(hours=11)  # 11 at night
    life.raises("routine")
    waiting = life.rows(OUTBOX, kind="alert", status="pending")
    assert [row.due_at for row in waiting] == [life.now + timedelta(hours=9)]
    life.act(acknowledge, "Priya")
    assert not life.rows(OUTBOX, kind="alert", status="pending")
