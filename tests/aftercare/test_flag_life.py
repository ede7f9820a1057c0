"""A flag's life: what staff do to it, what it does by itself, and that it never just stays."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.aftercare.acknowledging import acknowledge, take_over
from bot.aftercare.closing import agree, close, reopen
from bot.aftercare.contacting import contacted, tried
from bot.aftercare.escalating import escalate
from bot.aftercare.handing_over import accept, decline, hand_over
from bot.aftercare.noting import note
from bot.aftercare.snoozing import snooze
from storage.database import Database
from storage.flag_history import history_of
from tests.aftercare.life_scene import EVENT, OUTBOX, SIGNAL, TUESDAY_NOON, Life


@pytest.fixture
def life(database: Database) -> Life:
    return Life(database)


@pytest.fixture
def taken(life: Life) -> Life:
    """An urgent flag that Sam has acknowledged."""
    life.raises("urgent")
    assert life.act(acknowledge, "Sam").won
    return life


def test_the_usual_way_from_open_to_closed(taken: Life) -> None:
    assert taken.act(contacted, "Sam").won
    assert taken.flag().status == "contacted"
    taken.reads("Sam")
    assert taken.act(close, "Sam", "spoke", "We talked.").won
    flag = taken.flag()
    assert (flag.status, flag.outcome, flag.next_at) == ("closed", "spoke", None)
    assert taken.happened() == ["opened", "acknowledged", "contacted", "read", "closed"]


def test_nothing_happens_to_a_closed_flag_any_more(taken: Life) -> None:
    taken.reads("Sam")
    taken.act(close, "Sam", "spoke", "")
    before = len(taken.rows(OUTBOX))
    taken.later(days=30)
    assert taken.work() == 0
    assert len(taken.rows(OUTBOX)) == before


def test_whoever_spoke_was_in_touch(taken: Life) -> None:
    taken.reads("Sam")
    taken.act(close, "Sam", "spoke", "")
    assert taken.flag().contacted_at == TUESDAY_NOON
    assert taken.happened()[-2:] == ["contacted", "closed"]


# By the limit


def test_an_owner_is_reminded_before_the_limit_and_loses_the_flag_at_it(taken: Life) -> None:
    taken.passes(minutes=44)
    assert taken.happened()[-1] == "acknowledged"
    taken.passes(minutes=1)
    assert "Reminder" in taken.alerts("Sam")[-1].text
    taken.passes(minutes=14)
    assert taken.flag().status == "acknowledged"
    taken.passes(minutes=1)
    flag = taken.flag()
    assert (flag.status, flag.owner_id) == ("open", None)
    assert taken.alerts("Priya")[-1].text.startswith("Urgent")
    assert taken.alerts("Sam")[-1].choices[0].label.startswith("Acknowledge")


def test_that_nobody_was_in_touch_in_time_is_admitted_once(taken: Life) -> None:
    taken.passes(hours=3)
    admitted = [text for text in taken.told() if text.startswith("I am sorry")]
    assert len(admitted) == 1
    assert "Sam should have been in touch with you by now" in admitted[0]


def test_whoever_takes_a_flag_on_late_gets_the_whole_limit_and_the_person_is_told_when(
    life: Life,
) -> None:
    life.raises("urgent")
    life.passes(hours=2)
    life.act(acknowledge, "Lee")
    assert life.flag().contact_by == life.now + timedelta(hours=1)
    assert life.told()[-1].endswith("will be in touch by 3 pm today.")


def test_whoever_takes_a_flag_on_a_minute_before_the_limit_has_a_quarter_of_an_hour(
    life: Life,
) -> None:
    life.raises("urgent")
    life.passes(minutes=59)
    life.act(acknowledge, "Lee")
    assert life.flag().contact_by == life.now + timedelta(minutes=15)


def test_an_owner_whose_phone_cannot_be_reached_loses_the_flag_when_they_would_be_reminded(
    taken: Life,
) -> None:
    taken.loses("Sam")
    taken.passes(minutes=45)
    assert taken.flag().status == "open"
    assert taken.happened()[-1] == "owner lost"
    assert taken.alerts("Lee")[-1].text.startswith("Urgent")


def test_a_contacted_flag_is_brought_up_each_working_day_until_somebody_closes_it(
    taken: Life,
) -> None:
    taken.act(contacted, "Sam")
    for day in ("2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30"):
        assert taken.flag().next_at == datetime.fromisoformat(f"{day}T09:00+00:00")
        assert not taken.alerts("Lee")
        taken.now = taken.flag().next_at
        taken.work()
        assert "please close this" in taken.alerts("Sam")[-1].text
    assert "please close this" in taken.alerts("Lee")[-1].text


# Putting off


@pytest.mark.parametrize(
    ("minutes", "won"), [(-1, False), (0, False), (1, True), (60, True), (61, False)]
)
def test_a_flag_can_be_put_off_only_until_its_limit(taken: Life, minutes: int, won: bool) -> None:
    result = taken.act(snooze, "Sam", taken.now + timedelta(minutes=minutes))
    assert result.won is won
    if not won:
        assert (result.problem, result.until) == ("too long", taken.now + timedelta(hours=1))


def test_an_open_flag_can_be_put_off_only_until_somebody_must_have_acknowledged(
    life: Life,
) -> None:
    life.raises("urgent")
    assert life.act(snooze, "Sam", life.now + timedelta(minutes=16)).problem == "too long"
    assert life.act(snooze, "Sam", life.now + timedelta(minutes=15)).won


def test_a_flag_that_is_late_already_cannot_be_put_off(taken: Life) -> None:
    taken.passes(hours=1)
    assert taken.flag().status == "open"
    assert taken.act(snooze, "Sam", taken.now + timedelta(minutes=1)).problem == "too long"


def test_a_flag_that_was_put_off_comes_back_with_an_alert(taken: Life) -> None:
    taken.act(snooze, "Sam", taken.now + timedelta(minutes=30))
    taken.passes(minutes=29)
    assert taken.flag().status == "snoozed"
    taken.passes(minutes=1)
    assert taken.flag().status == "open"
    assert "put off until now" in taken.alerts("Sam")[-1].text


# Handing over


def test_a_flag_that_is_handed_over_is_the_others_only_once_they_accept(taken: Life) -> None:
    assert taken.act(hand_over, "Sam", taken.staff["Lee"].id).won
    assert taken.flag().owner_id == taken.staff["Sam"].id
    asked = taken.alerts("Lee")[-1]
    assert "Sam asks you to take this over" in asked.text
    assert [button.label for button in asked.choices][:2] == ["Take it over", "I cannot take it"]
    taken.act(accept, "Lee")
    flag = taken.flag()
    assert (flag.status, flag.owner_id) == ("acknowledged", taken.staff["Lee"].id)
    assert "Lee looks after this now" in taken.alerts("Sam")[-1].text
    assert taken.told()[-1].startswith("Lee has seen your message")


def test_a_hand_over_that_nobody_accepts_opens_the_flag_again(taken: Life) -> None:
    taken.act(hand_over, "Sam", taken.staff["Lee"].id)
    taken.passes(minutes=15)
    assert taken.flag().status == "open"
    assert taken.happened()[-1] == "not accepted"
    for name in ("Sam", "Lee"):
        assert "nobody has taken it" in taken.alerts(name)[-1].text


def test_a_hand_over_that_is_declined_leaves_the_flag_with_whoever_had_it(taken: Life) -> None:
    taken.act(hand_over, "Sam", taken.staff["Lee"].id)
    assert taken.act(decline, "Lee").won
    flag = taken.flag()
    assert (flag.status, flag.owner_id) == ("acknowledged", taken.staff["Sam"].id)
    assert "Lee cannot take this over. It is still yours." in taken.alerts("Sam")[-1].text


def test_nobody_is_handed_a_flag_who_could_not_be_told_of_it(taken: Life) -> None:
    taken.loses("Lee")
    assert taken.act(hand_over, "Sam", taken.staff["Lee"].id).problem == "nobody"
    assert taken.act(hand_over, "Sam", taken.person).problem == "nobody"


def test_a_flag_is_not_handed_to_the_one_it_is_about(life: Life) -> None:
    life.raises("soon", "conduct", about=("Lee",))
    life.act(acknowledge, "Priya")
    assert life.act(hand_over, "Priya", life.staff["Lee"].id).problem == "nobody"
    assert life.act(hand_over, "Priya", life.staff["Sam"].id).problem == "nobody"
    assert life.act(hand_over, "Priya", life.staff["Kim"].id).won


def test_a_colleague_can_take_a_flag_over_and_whoever_had_it_is_told(taken: Life) -> None:
    assert taken.act(take_over, "Lee").won
    assert taken.flag().owner_id == taken.staff["Lee"].id
    assert "Lee looks after this now" in taken.alerts("Sam")[-1].text


# Escalating


def test_the_next_people_can_be_asked_at_once(life: Life) -> None:
    life.raises("urgent")
    assert life.act(escalate, "Sam").won
    assert life.alerts("Priya")[-1].text.startswith("Urgent")
    assert life.flag().rung > 0


def test_an_owner_who_asks_for_the_next_people_gives_the_flag_up(taken: Life) -> None:
    assert taken.act(escalate, "Sam").won
    flag = taken.flag()
    assert (flag.status, flag.owner_id) == ("open", None)
    assert "Sam asks for the next person" in taken.alerts("Priya")[-1].text


def test_where_there_is_nobody_to_ask_the_flag_stays_where_it_is(taken: Life) -> None:
    for name in ("Priya", "Lee", "Kim", "Sam"):
        taken.loses(name)
    assert taken.act(escalate, "Sam").problem == "nobody"
    assert taken.flag().status == "acknowledged"


# Notes and history


def test_notes_are_sealed_and_stand_in_order(taken: Life) -> None:
    taken.act(note, "Kim", "Her sister is with her.")
    taken.act(contacted, "Sam")
    taken.reads("Sam")
    taken.act(close, "Sam", "spoke", "She is safe.")
    flag_id = taken.flag().id
    written = taken.database.read_now(lambda connection: history_of(connection, flag_id))
    assert [(row.kind, words) for row, words in written if words] == [
        ("note", "Her sister is with her."),
        ("closed", "She is safe."),
    ]
    assert not any(b"sister" in (row.words_sealed or b"") for row in taken.rows(EVENT))


def test_an_empty_note_is_none(taken: Life) -> None:
    assert taken.act(note, "Sam", "  ").problem == "note"


def test_every_signal_is_kept_with_its_flag(taken: Life) -> None:
    for level in ("routine", "soon", "urgent"):
        taken.raises(level)
    assert len(taken.rows(SIGNAL, flag_id=taken.flag().id)) == 4


# Who may


def test_what_the_owner_does_is_for_the_owner_and_those_above_them(taken: Life) -> None:
    for act, given in (
        (contacted, ()),
        (tried, ()),
        (hand_over, (taken.staff["Kim"].id,)),
        (snooze, (taken.now + timedelta(minutes=5),)),
        (close, ("spoke", "")),
    ):
        result = taken.act(act, "Kim", *given)
        assert (result.problem, result.who) == ("not yours", "Sam")
    assert taken.act(contacted, "Lee").won


def test_those_whom_a_flag_is_about_can_do_nothing_to_it(life: Life) -> None:
    life.raises("soon", "conduct")
    for act in (acknowledge, escalate, accept, decline, reopen, agree):
        assert life.act(act, "Sam").problem == "not there"
    assert life.act(note, "Sam", "words").problem == "not there"


def test_what_goes_out_is_shown_anew_when_the_flag_changes(life: Life) -> None:
    life.raises("urgent")
    life.delivers()
    life.act(acknowledge, "Sam")
    life.act(contacted, "Sam")
    shown = life.alerts("Sam", act="edit")[-1]
    assert "Sam has been in touch" in shown.text
    assert [button.label for button in shown.choices] == ["Open to read"]
