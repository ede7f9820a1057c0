"""What is said and kept after somebody was told."""

from __future__ import annotations

from tests.checkins.people import ME, PRIYA, SAM, alerts, opened, said, with_a_team
from tests.checkins.scene import Scene

TOUCH = """
flow: touch
title: Touch
steps:
  - id: safe
    choice: Do you feel safe?
    options: {"yes": "Yes", "no": "No"}
    flag: {when: "safe == 'no'", level: soon, topic: danger, reason: does not feel safe}
  - id: talk
    choice: Would you like someone to get in touch?
    contact: true
    options: {"no": No thank you, today: Today}
    flag: {when: "talk == 'today'", level: soon, topic: contact, reason: asked for someone}
  - id: reach
    text: How do we reach you?
    contact: true
  - id: more
    text: Is there anything else?
  - id: thanks
    end: Thank you.
"""
JO = "my sister Jo has the key to the flat"
STATUS = "Nobody has told me yet"


def test_what_is_written_while_a_flag_is_open_stands_on_it_and_alerts_nobody(
    scene: Scene,
) -> None:
    with_a_team(scene)
    scene.writes(ME, "I want to die")
    scene.later(minutes=1)
    before = len(alerts(scene, SAM))
    scene.writes(ME, JO)
    assert len(alerts(scene, SAM)) == before
    shown = opened(scene, SAM)
    assert f"wrote this afterwards\n“{JO}”" in shown
    assert shown.count("I want to die") == 1


def test_what_is_written_in_a_waiting_check_in_stands_on_the_flag(scene: Scene) -> None:
    with_a_team(scene)
    scene.round()
    scene.writes(ME, "I want to die")
    scene.later(minutes=1)
    scene.writes(ME, JO)
    assert JO in opened(scene, SAM)


def test_what_is_kept_from_the_facilitator_never_stands_on_a_flag_that_they_see(
    scene: Scene,
) -> None:
    with_a_team(scene)
    scene.writes(ME, "I want to die")
    scene.writes(ME, "not Sam")
    scene.later(minutes=1)
    scene.writes(ME, JO)
    assert JO not in opened(scene, SAM)
    assert JO in opened(scene, PRIYA)


def test_what_was_kept_from_the_facilitator_is_not_on_the_flag_when_they_are_chosen_later(
    scene: Scene,
) -> None:
    with_a_team(scene)
    scene.sends(ME, "command", text="talk")
    scene.later(seconds=10)
    scene.writes(ME, JO)
    assert said(scene, "Sam Hill cannot see it")
    scene.later(seconds=10)
    scene.writes(ME, "Sam")
    assert JO not in opened(scene, SAM)


def test_who_reads_the_answers_is_said_before_the_first_question_about_contact(
    scene: Scene,
) -> None:
    with_a_team(scene)
    scene.asks(TOUCH)
    asked = scene.presses(ME, "No").text
    assert "Sam Hill can read what you answer here." in asked
    assert "can read" not in scene.presses(ME, "Today").text


def test_nobody_is_said_to_read_where_nobody_was_told(scene: Scene) -> None:
    with_a_team(scene)
    scene.asks(TOUCH)
    assert "can read" not in scene.presses(ME, "Yes").text
    scene.presses(ME, "No thank you")
    assert not said(scene, "may still be in touch")


def test_after_no_thank_you_it_is_said_that_somebody_was_told_all_the_same(
    scene: Scene,
) -> None:
    with_a_team(scene)
    scene.asks(TOUCH)
    scene.presses(ME, "No")
    after = scene.presses(ME, "No thank you").text
    assert "I had told Sam Hill already, so they may still be in touch with you." in after


def test_where_it_stands_is_said_once_and_then_only_to_whoever_asks(scene: Scene) -> None:
    with_a_team(scene)
    scene.writes(ME, "I want to die")
    assert STATUS in scene.writes(ME, "the blue one").text
    again = scene.writes(ME, "evenings after six").text
    assert STATUS not in again
    assert "116 123" not in again
    assert "write: help" in again
    assert STATUS in scene.writes(ME, "Has anyone seen my message?").text


def test_a_later_check_in_does_not_say_it_before_what_was_not_understood(scene: Scene) -> None:
    with_a_team(scene)
    scene.writes(ME, "I want to die")
    scene.writes(ME, "the blue one")
    scene.later(days=1)
    scene.asks(TOUCH)
    unclear = scene.writes(ME, "the green door").text
    assert STATUS not in unclear
    assert "Do you feel safe?" in unclear
