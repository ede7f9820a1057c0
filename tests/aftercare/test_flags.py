"""From something said to somebody who answers: flags, alerts, acknowledging, climbing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from tests.checkins.scene import Scene

ME, SAM, PRIYA, LEE = "501", "901", "902", "903"
NIGHT = datetime(2026, 11, 24, 23, 5, tzinfo=UTC)


def flag(scene: Scene) -> dict[str, object]:
    (only,) = scene.rows("flag")
    return only


def to_step(scene: Scene, words: str) -> None:
    while words not in scene.last(ME).text:
        scene.presses(ME, "Skip")


def test_an_unsafe_answer_alerts_the_named_facilitator_without_the_words(staffed: Scene) -> None:
    to_step(staffed, "feel safe right now")
    staffed.presses(ME, "No")
    alert = staffed.last(SAM)
    assert alert.text.startswith("Urgent: P-")
    assert alert.choices[0].label.startswith("Acknowledge")
    assert not staffed.screens(PRIYA)[1:]


def test_the_participant_is_answered_at_once_with_who_when_and_whom_to_call(
    staffed: Scene,
) -> None:
    to_step(staffed, "feel safe right now")
    staffed.presses(ME, "No")
    signpost = next(screen for screen in staffed.screens(ME) if "999" in screen.text)
    assert "Sam" in signpost.text
    assert "1 pm today" in signpost.text
    assert "116 123" in signpost.text


def test_after_something_urgent_no_rating_is_asked_unless_the_person_goes_on(
    staffed: Scene,
) -> None:
    staffed.writes(ME, "I am going to kill myself tonight")
    assert staffed.last(ME).text.endswith("How would you like us to get in touch?")
    held = staffed.answers_how(ME)
    assert [button.label for button in held.choices] == ["Carry on", "Enough for today"]
    staffed.presses(ME, "Carry on")
    assert staffed.last(ME).layout == "scale"


@pytest.mark.parametrize(
    "when", ["before joining", "before consent", "in a check-in", "between", "after stopping"]
)
def test_urgent_words_are_answered_and_flagged_at_any_moment(scene: Scene, when: str) -> None:
    sam = scene.staff("Sam", chat=SAM)
    scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    if when != "before joining":
        scene.participant(sam, chat=ME, agreed=when != "before consent")
    if when in ("in a check-in", "after stopping"):
        scene.round()
    if when == "after stopping":
        scene.writes(ME, "stop")
    scene.writes(ME, "I am going to kill myself tonight")
    assert flag(scene)["level"] == "urgent"
    assert any("999" in screen.text for screen in scene.screens(ME)[-2:])
    told = PRIYA if when == "before joining" else SAM
    assert scene.last(told).text.startswith("Urgent")


def test_a_command_word_inside_a_cry_for_help_is_no_command(staffed: Scene) -> None:
    staffed.writes(ME, "I want it all to stop")
    assert flag(staffed)["level"] == "soon"
    assert "I have stopped" not in staffed.last(ME).text


def test_an_edited_message_is_read_again(staffed: Scene) -> None:
    staffed.writes(ME, "fine")
    staffed.sends(ME, "edited", text="I am going to kill myself tonight")
    assert flag(staffed)["level"] == "urgent"


def test_a_flag_its_history_and_its_alert_stand_or_fall_together(staffed: Scene) -> None:
    """(seen in healthchecks: marked as handled before anybody was told, an alert was lost)"""

    class PulledPlugError(Exception):
        pass

    def work(connection: Connection) -> None:
        from bot.checkins.inbound import Inbound

        words = Inbound("participant", "5000", ME, "text", text="I am going to kill myself tonight")
        staffed.services.receiver.receive(connection, words, staffed.now)
        raise PulledPlugError

    alerts = len(staffed.screens(SAM))
    with pytest.raises(PulledPlugError):
        staffed.database.transact_now(work)
    assert not staffed.rows("flag")
    assert not staffed.rows("flag_event")
    assert len(staffed.screens(SAM)) == alerts


def test_acknowledging_tells_the_participant_who_has_seen_it_in_neutral_words(
    staffed: Scene,
) -> None:
    to_step(staffed, "feel safe right now")
    staffed.presses(ME, "No")
    staffed.staff_presses(SAM, "Acknowledge")
    told = staffed.last(ME).text
    assert told == "Sam has seen your message and will be in touch by 1 pm today."


def test_of_two_who_press_one_wins_and_the_other_learns_who(staffed: Scene) -> None:
    to_step(staffed, "feel safe right now")
    staffed.presses(ME, "No")
    staffed.later(minutes=16)
    staffed.climbs()
    staffed.staff_presses(PRIYA, "Acknowledge")
    assert "Priya has already acknowledged" in staffed.staff_presses(SAM, "Acknowledge").text
    assert flag(staffed)["status"] == "acknowledged"


def test_nothing_goes_out_unasked_about_harm_at_home(staffed: Scene) -> None:
    staffed.writes(ME, "my husband hits me every night")
    sent = len(staffed.screens(ME))
    assert "not written to them" in staffed.staff_presses(SAM, "Acknowledge").text
    assert len(staffed.screens(ME)) == sent
    assert "Sam has seen" in staffed.writes(ME, "Has anyone seen it?").text


def test_words_about_the_facilitator_go_to_the_lead_and_are_invisible_to_them(
    staffed: Scene,
) -> None:
    staffed.writes(ME, "Sam shouted at me and threatened me after the session")
    assert flag(staffed)["conduct"]
    assert len(staffed.screens(SAM)) == 1  # the welcome, and nothing since
    assert staffed.last(PRIYA).text.startswith("Soon")
    staffed.staff_sends(SAM, "command", text="flags")
    assert staffed.last(SAM).text == "There are no open flags."
    staffed.staff_sends(SAM, "command", text="read")
    assert staffed.last(SAM).text == "You have read everything."
    opened = f"f:{flag(staffed)['id']}:1:open"
    staffed.staff_sends(SAM, "press", press=opened)
    assert "not there" in staffed.last(SAM).text
    staffed.staff_sends(SAM, "press", press=opened.replace("open", "ack"))
    assert flag(staffed)["status"] == "open"
    assert any("Sam will not see this" in screen.text for screen in staffed.screens(ME))


def test_words_about_another_member_of_staff_are_hidden_from_them_too(staffed: Scene) -> None:
    staffed.staff("Lee", "coordinator", chat=LEE)
    staffed.writes(ME, "the coordinator Lee threatened me and shouted at me")
    staffed.staff_sends(LEE, "command", text="flags")
    assert staffed.last(LEE).text == "There are no open flags."


def test_an_open_flag_climbs_until_somebody_acknowledges(staffed: Scene) -> None:
    staffed.staff("Lee", "coordinator", chat=LEE)
    to_step(staffed, "feel safe right now")
    staffed.presses(ME, "No")
    staffed.later(minutes=14)
    assert staffed.climbs() == 0
    staffed.later(minutes=2)
    assert staffed.climbs() == 1
    assert staffed.last(PRIYA).text.startswith("Urgent")
    staffed.later(minutes=16)
    staffed.climbs()
    assert staffed.last(LEE).text.startswith("Urgent")
    staffed.staff_presses(LEE, "Acknowledge")
    staffed.later(minutes=5)
    assert staffed.climbs() == 0


def test_when_nobody_can_be_told_nobody_is_promised_and_the_first_who_joins_is_alerted(
    scene: Scene,
) -> None:
    scene.participant(scene.staff("Sam"), chat=ME)
    scene.round()
    scene.writes(ME, "I am going to kill myself tonight")
    signpost = next(screen for screen in scene.screens(ME) if "999" in screen.text)
    assert "cannot reach anybody" in signpost.text
    assert "will get in touch" not in signpost.text
    scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    scene.later(seconds=61)
    scene.climbs()
    assert scene.last(PRIYA).text.startswith("Urgent")


def test_several_signals_of_one_check_in_are_one_flag_and_each_alerts_again(
    staffed: Scene,
) -> None:
    staffed.writes(ME, "I feel like hurting myself")
    alerts = len(staffed.screens(SAM))
    staffed.writes(ME, "I am going to kill myself tonight")
    assert flag(staffed)["level"] == "urgent"
    assert len(staffed.rows("flag_signal")) == 2
    assert len(staffed.screens(SAM)) == alerts + 1


def test_a_higher_level_opens_an_acknowledged_flag_again(staffed: Scene) -> None:
    staffed.writes(ME, "I feel like hurting myself")
    staffed.staff_presses(SAM, "Acknowledge")
    staffed.writes(ME, "I am going to kill myself tonight")
    assert flag(staffed)["status"] == "open"


def test_stopping_ends_no_flag_and_no_promise(staffed: Scene) -> None:
    to_step(staffed, "feel safe right now")
    staffed.presses(ME, "No")
    said = staffed.writes(ME, "stop").text
    assert "not forgotten" in said
    assert flag(staffed)["status"] == "open"


def test_the_words_are_behind_a_press_that_is_recorded(staffed: Scene) -> None:
    staffed.writes(ME, "I am going to kill myself tonight")
    assert "kill myself" not in staffed.last(SAM).text
    opened = staffed.staff_presses(SAM, "Open to read")
    assert "I am going to kill myself tonight" in opened.text
    assert opened.sensitive
    assert "read" in [row["kind"] for row in staffed.rows("flag_event")]


def test_every_free_text_is_in_the_facilitators_reading_list(staffed: Scene) -> None:
    staffed.presses(ME, "7")
    staffed.writes(ME, "the tea was nice but the room was cold")
    staffed.staff_sends(SAM, "command", text="read")
    assert "the tea was nice but the room was cold" in staffed.last(SAM).text
    staffed.staff_sends(SAM, "command", text="read")
    assert staffed.last(SAM).text == "You have read everything."


def test_an_urgent_promise_at_night_is_within_the_hour(scene: Scene) -> None:
    scene.now = NIGHT
    scene.participant(scene.staff("Sam", chat=SAM), chat=ME)
    scene.round()
    scene.writes(ME, "I am going to kill myself tonight")
    assert flag(scene)["contact_by"] == NIGHT + timedelta(hours=1)
    assert flag(scene)["acknowledge_by"] == NIGHT + timedelta(minutes=15)
    assert scene.last(SAM).text.startswith("Urgent")


def test_a_staff_code_opens_nothing_for_participants_nor_the_other_way(scene: Scene) -> None:
    scene.participant()
    scene.staff_sends("905", "join", text=scene.code)
    assert "this chat is for staff" in scene.last("905").text
    assert "You are in" not in scene.last("905").text


def test_somebody_unknown_in_the_staff_chat_gets_the_numbers_and_the_team_is_told(
    scene: Scene,
) -> None:
    scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    scene.staff_sends("906", "text", text="I am going to kill myself tonight")
    assert "999" in scene.last("906").text
    assert scene.last(PRIYA).text.startswith("Urgent")
