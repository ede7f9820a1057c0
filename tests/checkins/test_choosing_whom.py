"""Whom to tell, when something else is open already."""

from __future__ import annotations

import pytest

from tests.checkins.people import ME, PRIYA, SAM, alerts, said, with_a_team
from tests.checkins.scene import Scene

RAMP = """
flow: ramp
title: A ramp
steps:
  - id: door
    choice: Which door did you use?
    options: {front: Front, side: Side, back: Back}
  - id: wish
    text: What would help you?
  - id: more
    text: Anything else?
  - id: thanks
    end: Thank you.
"""
TROUBLE = "I feel so low and lonely"


def test_whoever_has_a_routine_flag_is_still_asked_whom_to_tell(scene: Scene) -> None:
    with_a_team(scene)
    scene.round()
    scene.writes(ME, TROUBLE)
    assert [row["level"] for row in scene.rows("flag")] == ["routine"]
    before = len(alerts(scene, SAM))
    asked = scene.presses(ME, "I want to talk")
    assert [button.label for button in asked.choices] == ["Sam Hill", "Someone other than Sam Hill"]
    scene.presses(ME, "Someone other")
    assert len(alerts(scene, SAM)) == before
    assert alerts(scene, PRIYA)
    assert not said(scene, "I have told Sam")


def test_whoever_has_chosen_already_is_not_asked_again(scene: Scene) -> None:
    with_a_team(scene)
    scene.sends(ME, "command", text="talk")
    scene.presses(ME, "Sam")
    scene.sends(ME, "command", text="talk")
    assert "Who should I tell" not in scene.last(ME).text
    assert "write: not" not in scene.last(ME).text
    assert len(scene.rows("flag")) == 1


@pytest.mark.parametrize("inside", [True, False])
def test_a_promise_after_danger_stands_and_somebody_else_can_still_be_asked_for(
    scene: Scene, inside: bool
) -> None:
    with_a_team(scene)
    if inside:
        scene.round()
    scene.writes(ME, "I want to die")
    told = len(alerts(scene, SAM))
    scene.sends(ME, "command", text="talk")
    assert len(alerts(scene, SAM)) > told
    assert "somebody other than Sam Hill, write: not Sam" in scene.last(ME).text


@pytest.mark.parametrize(
    "words",
    [
        "someone else please",
        "not Sam",
        "I'd rather not talk to Sam",
        "anyone but Sam Hill",
        "not her",
    ],
)
def test_somebody_else_is_told_when_asked_for_after_the_facilitator_was_told(
    scene: Scene, words: str
) -> None:
    with_a_team(scene)
    scene.round()
    scene.presses(ME, "I want to talk")
    scene.presses(ME, "Sam")
    told = len(alerts(scene, SAM))
    scene.writes(ME, words)
    assert said(scene, "I have told Priya")
    assert said(scene, "Sam Hill was told before, and may still be in touch")
    assert alerts(scene, PRIYA)
    assert len(alerts(scene, SAM)) == told
    scene.writes(ME, "She shouted at me in front of all")
    scene.staff_sends(SAM, "command", text="read")
    assert scene.last(SAM).text == "You have read everything."


def test_not_the_facilitator_in_other_words_is_understood_while_choosing(scene: Scene) -> None:
    with_a_team(scene)
    scene.sends(ME, "command", text="talk")
    scene.writes(ME, "I'd rather not talk to Sam")
    assert alerts(scene, PRIYA)
    assert not alerts(scene, SAM)
    assert not said(scene, "I am not sure who I should tell")


def test_the_choice_of_whom_to_tell_can_be_counted(scene: Scene) -> None:
    with_a_team(scene)
    scene.sends(ME, "command", text="talk")
    scene.writes(ME, "2")
    assert alerts(scene, PRIYA)
    assert not alerts(scene, SAM)


def test_a_check_in_that_came_after_the_choice_is_answered_as_any_other(scene: Scene) -> None:
    with_a_team(scene)
    scene.sends(ME, "command", text="talk")
    scene.later(seconds=20)
    scene.asks(RAMP)
    scene.writes(ME, "2")
    scene.writes(ME, "I'd like a ramp")
    given = [(step, value) for step, value, _ in scene.answers()][-2:]
    assert given == [("door", "side"), ("wish", None)]
    assert not said(scene, "I am not sure who I should tell")
    # The choice still waits.
    scene.writes(ME, "not Sam")
    assert alerts(scene, PRIYA)
    assert not alerts(scene, SAM)


def test_an_answer_that_speaks_of_the_facilitator_is_taken_as_not_choosing_them(
    scene: Scene,
) -> None:
    with_a_team(scene)
    scene.sends(ME, "command", text="talk")
    scene.later(seconds=20)
    scene.asks(RAMP)
    scene.writes(ME, "Side")
    scene.writes(ME, "Sam could be kinder to us")
    scene.writes(ME, "Nothing more")
    assert not said(scene, "I am not sure who I should tell")
    scene.later(seconds=121)
    scene.climbs()
    assert alerts(scene, PRIYA)
    assert not alerts(scene, SAM)
