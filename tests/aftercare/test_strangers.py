"""Somebody who writes to the staff bot without having joined it."""

from __future__ import annotations

from tests.checkins.scene import Scene

SAM, STRANGER = "901", "777"


def test_a_stranger_in_trouble_is_told_that_the_team_knows_only_when_it_does(scene: Scene) -> None:
    scene.staff("Sam", "coordinator", lead=True, chat=SAM)
    scene.staff_sends(STRANGER, "text", text="I am going to kill myself tonight")
    assert scene.last(SAM).text.startswith("Urgent")
    said = scene.last(STRANGER).text
    assert "I have told the team" in said
    assert "999" in said


def test_a_stranger_in_trouble_is_told_honestly_that_nobody_could_be_reached(scene: Scene) -> None:
    scene.staff_sends(STRANGER, "text", text="I am going to kill myself tonight")
    said = scene.last(STRANGER).text
    assert "I cannot reach anybody" in said
    assert "told the team" not in said
    assert "999" in said


def test_a_stranger_who_says_nothing_worrying_is_shown_how_to_join(scene: Scene) -> None:
    scene.staff("Sam", "coordinator", lead=True, chat=SAM)
    scene.staff_sends(STRANGER, "text", text="Hello, is this the right place?")
    said = scene.last(STRANGER).text
    assert "/start" in said
    assert "team" not in said


def test_staff_read_what_nobody_has_read_yet_by_a_command(scene: Scene) -> None:
    sam = scene.staff("Sam", chat=SAM)
    scene.participant(sam, chat="501")
    scene.writes("501", "The hall was cold on Tuesday")
    scene.staff_sends(SAM, "command", text="read")
    assert "The hall was cold on Tuesday" in scene.last(SAM).text
    scene.staff_sends(SAM, "command", text="read")
    assert scene.last(SAM).text == "You have read everything."
