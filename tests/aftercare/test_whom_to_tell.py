""" "I want to talk to someone": to the named facilitator, or to somebody else."""

from __future__ import annotations

import pytest

from tests.checkins.scene import Scene

ME, SAM, PRIYA = "501", "901", "902"


def alerts(scene: Scene, chat: str) -> list[str]:
    return [screen.text for screen in scene.screens(chat) if screen.kind == "alert"]


def test_the_person_is_asked_whom_to_tell_and_has_the_numbers_at_once(staffed: Scene) -> None:
    asked = staffed.presses(ME, "I want to talk")
    assert [button.label for button in asked.choices] == ["Sam", "Someone other than Sam"]
    assert "116 123" in asked.text
    assert len(staffed.rows("flag")) == 1
    assert not alerts(staffed, SAM)


def test_the_named_facilitator_is_alerted_when_chosen(staffed: Scene) -> None:
    staffed.presses(ME, "I want to talk")
    staffed.presses(ME, "Sam")
    assert alerts(staffed, SAM)
    assert any("I have told Sam" in screen.text for screen in staffed.screens(ME))


def test_someone_other_than_the_facilitator_means_that_they_never_see_it(staffed: Scene) -> None:
    staffed.presses(ME, "I want to talk")
    staffed.presses(ME, "Someone other")
    assert alerts(staffed, PRIYA)
    assert not alerts(staffed, SAM)
    staffed.staff_sends(SAM, "command", text="flags")
    assert staffed.last(SAM).text == "There are no open flags."
    assert any("Sam will not see this" in screen.text for screen in staffed.screens(ME))
    # What follows in the same conversation is kept from them as well.
    staffed.writes(ME, "I am going to kill myself tonight")
    assert not alerts(staffed, SAM)
    assert alerts(staffed, PRIYA)[-1].startswith("Urgent")


def test_whoever_does_not_choose_has_the_facilitator_told_after_two_minutes(
    staffed: Scene,
) -> None:
    staffed.presses(ME, "I want to talk")
    staffed.later(seconds=119)
    staffed.climbs()
    assert not alerts(staffed, SAM)
    staffed.later(seconds=2)
    staffed.climbs()
    assert alerts(staffed, SAM)


def test_something_urgent_does_not_wait_for_the_choice(staffed: Scene) -> None:
    staffed.presses(ME, "I want to talk")
    staffed.writes(ME, "I am going to kill myself tonight")
    # It may be about Sam: they had not said that Sam should know.
    assert alerts(staffed, PRIYA)[-1].startswith("Urgent")
    assert not alerts(staffed, SAM)


def test_something_urgent_goes_to_the_facilitator_when_nobody_else_can_be_told(
    scene: Scene,
) -> None:
    sam = scene.staff("Sam", chat=SAM)
    scene.participant(sam, chat=ME)
    scene.round()
    scene.presses(ME, "I want to talk")
    scene.writes(ME, "I am going to kill myself tonight")
    assert alerts(scene, SAM)[-1].startswith("Urgent")


@pytest.mark.parametrize("words", ["Someone other than Sam", "someone else", "Not him"])
@pytest.mark.parametrize("when", ["in a check-in", "after it"])
def test_somebody_else_can_be_chosen_by_typing(staffed: Scene, words: str, when: str) -> None:
    if when == "after it":
        staffed.writes(ME, "stop")
        staffed.writes(ME, "start")
    staffed.sends(ME, "command", text="talk")
    staffed.writes(ME, words)
    assert alerts(staffed, PRIYA)
    assert not alerts(staffed, SAM)
    assert any("Sam will not see this" in screen.text for screen in staffed.screens(ME))


@pytest.mark.parametrize("words", ["Sam", "sam please", "Yes"])
def test_the_facilitator_can_be_chosen_by_typing(staffed: Scene, words: str) -> None:
    staffed.presses(ME, "I want to talk")
    staffed.writes(ME, words)
    assert alerts(staffed, SAM)


def test_words_that_name_nobody_are_kept_from_the_facilitator_and_asked_about(
    staffed: Scene,
) -> None:
    staffed.presses(ME, "I want to talk")
    asked = staffed.writes(ME, "I do not get on with the one who runs it")
    assert "I am not sure who I should tell" in asked.text
    staffed.later(seconds=121)
    staffed.climbs()
    assert alerts(staffed, PRIYA)
    assert not alerts(staffed, SAM)
    staffed.staff_sends(SAM, "command", text="read")
    assert staffed.last(SAM).text == "You have read everything."


def test_nobody_waits_two_minutes_for_a_facilitator_who_cannot_be_reached(scene: Scene) -> None:
    sam = scene.staff("Sam")
    scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    scene.participant(sam, chat=ME)
    scene.round()
    scene.presses(ME, "I want to talk")
    assert alerts(scene, PRIYA)
    assert not any("in two minutes" in screen.text for screen in scene.screens(ME))


def test_without_a_named_facilitator_nobody_is_asked_and_the_team_is_told(scene: Scene) -> None:
    scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    scene.participant(chat=ME)
    scene.round()
    scene.presses(ME, "I want to talk")
    assert alerts(scene, PRIYA)
