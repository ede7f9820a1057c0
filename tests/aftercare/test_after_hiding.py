"""After "hide this": nothing about whom to tell, a flag or a chat is spoken of by itself."""

from __future__ import annotations

import pytest

from bot.checkins.inbound import Inbound
from tests.aftercare.chat_scene import ends, person, presses, says, ticks, types
from tests.aftercare.conftest import ME, PRIYA, SAM
from tests.checkins.scene import Scene

GIVES_AWAY = ("Sam", "Priya", "116 123", "in touch", "not forgotten", "have told", "seen", "tell")


def since(scene: Scene, before: int) -> str:
    """All that was said to them, with the words on its buttons."""
    return "\n".join(
        "\n".join([screen.text, *(one.label for one in (*screen.choices, *screen.controls))])
        for screen in scene.screens(ME)[before:]
    )


@pytest.mark.parametrize("words", ["hello", "yes", "1", "2", "ok", "sam", "who is this"])
def test_after_hiding_the_question_whom_to_tell_is_not_spoken_of(
    staffed: Scene, words: str
) -> None:
    staffed.writes(ME, "stop")
    staffed.sends(ME, "join")
    staffed.writes(ME, "talk")
    staffed.writes(ME, "hide this")
    before = len(staffed.screens(ME))
    staffed.writes(ME, words)
    staffed.later(minutes=3)
    staffed.climbs()
    staffed.staff_presses(PRIYA, "Acknowledge")
    said = since(staffed, before)
    assert not [word for word in GIVES_AWAY if word in said], said
    assert not [screen for screen in staffed.screens(SAM) if screen.kind == "alert"]


def test_after_hiding_in_silence_the_facilitator_is_told_as_was_said(staffed: Scene) -> None:
    staffed.presses(ME, "I want to talk")
    staffed.writes(ME, "hide this")
    before = len(staffed.screens(ME))
    staffed.later(minutes=3)
    staffed.climbs()
    assert [screen for screen in staffed.screens(SAM) if screen.kind == "alert"]
    assert len(staffed.screens(ME)) == before


def test_after_hiding_a_check_in_that_waits_says_nothing_of_it(staffed: Scene) -> None:
    staffed.writes(ME, "I want to die")
    staffed.answers_how(ME)
    staffed.writes(ME, "hide this")
    before = len(staffed.screens(ME))
    staffed.writes(ME, "hello")
    said = since(staffed, before)
    assert "Carry on" in said
    assert not [word for word in (*GIVES_AWAY, "Hide") if word in said], said


def test_news_that_waits_for_a_safe_time_does_not_go_out_after_hiding(staffed: Scene) -> None:
    staffed.writes(ME, "I want to die")
    staffed.presses(ME, "A message here")
    staffed.presses(ME, "Any time of day")
    staffed.presses(ME, "Only at some times")
    staffed.writes(ME, "weekday evenings")
    staffed.staff_sends(SAM, "press", press=staffed.button(SAM, "Acknowledge").press)
    waiting = [row for row in staffed.rows("outbox") if row["kind"] == "seen"]
    assert [row["status"] for row in waiting] == ["pending"]
    inbound = Inbound("participant", "900", ME, "press", press="0:0:~hide")
    staffed.database.transact_now(
        lambda connection: staffed.services.receiver.receive(connection, inbound, staffed.now)
    )
    (row,) = [row for row in staffed.rows("outbox") if row["kind"] == "seen"]
    assert (row["status"], row["problem"]) == ("stale", "hidden")


@pytest.mark.parametrize("words", ["hello", "ok", "who is this"])
def test_after_hiding_the_end_of_a_chat_is_not_spoken_of(flagged: Scene, words: str) -> None:
    assert says(flagged, "Sam", "Hello, is now a good time?").sent
    flagged.later(minutes=6)
    assert flagged.writes(ME, "hide this").text == "That is done."
    before = len(flagged.screens(ME))
    flagged.later(minutes=11)
    ticks(flagged)
    ends(flagged, "Sam")
    assert len(flagged.screens(ME)) == before
    flagged.writes(ME, words)
    said = since(flagged, before)
    assert not [word for word in (*GIVES_AWAY, "chat") if word in said], said


def test_after_hiding_each_message_of_staff_needs_a_word_that_it_is_to_go_out(
    flagged: Scene,
) -> None:
    assert says(flagged, "Sam", "Hello, is now a good time?").sent
    flagged.writes(ME, "yes it is")
    flagged.later(seconds=30)
    flagged.writes(ME, "hide this")
    before = len(flagged.screens(ME))
    flagged.later(seconds=30)
    asked = types(flagged, "Sam", "What did he do?")
    assert asked is not None
    assert "They have hidden what was written on their phone." in asked.text
    assert len(flagged.screens(ME)) == before
    presses(flagged, "Sam", asked.choices[0].press)
    assert flagged.last(ME).text == "Sam: What did he do?"
    flagged.later(seconds=30)
    flagged.writes(ME, "he has gone out now")
    flagged.later(seconds=30)
    types(flagged, "Sam", "Good.")
    assert flagged.last(ME).text == "Sam: Good."


def test_after_hiding_nobody_is_told_who_has_taken_over_or_has_not_answered(
    flagged: Scene,
) -> None:
    assert says(flagged, "Sam", "Hello, is now a good time?").sent
    flagged.writes(ME, "yes it is")
    flagged.writes(ME, "hide this")
    before = len(flagged.screens(ME))
    flagged.later(minutes=11)
    ticks(flagged)
    flagged.staff_presses(SAM, "Open")
    flagged.staff_presses(SAM, "Hand over")
    flagged.staff_presses(SAM, "Priya")
    flagged.staff_presses(PRIYA, "Take it over")
    ticks(flagged)
    assert flagged.rows("relay")[-1]["staff_id"] == person(flagged, "Priya").id
    assert len(flagged.screens(ME)) == before
