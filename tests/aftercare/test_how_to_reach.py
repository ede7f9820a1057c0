"""How, when and where somebody wants to be reached: asked right after the numbers to call."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.aftercare.conftest import ME, PRIYA, SAM
from tests.checkins.scene import Scene

HOW = "How would you like us to get in touch?"


def asked(scene: Scene) -> int:
    return sum(screen.text.endswith(HOW) for screen in scene.screens(ME))


@pytest.fixture
def between(staffed: Scene) -> Scene:
    """The participant has no check-in to answer."""
    staffed.writes(ME, "stop")
    staffed.sends(ME, "join")
    return staffed


def test_outside_any_check_in_it_is_asked_after_the_numbers(between: Scene) -> None:
    assert between.writes(ME, "I want to die").text.endswith(HOW)
    assert [one.kind for one in between.screens(ME)[-2:]] == ["signpost", "question"]
    assert between.answers_how(ME).text.startswith("Thank you.")
    between.staff_presses(SAM, "Open")
    shown = between.last(SAM).text
    assert "A message here" in shown
    assert "Any time of day" in shown


def test_early_in_a_check_in_it_is_asked_before_the_script_waits(staffed: Scene) -> None:
    staffed.presses(ME, "10")
    assert staffed.writes(ME, "I want to die").text.endswith(HOW)
    held = staffed.answers_how(ME)
    assert [one.label for one in held.choices] == ["Carry on", "Enough for today"]


def test_it_is_asked_once_for_a_flag(between: Scene) -> None:
    between.writes(ME, "I want to die")
    between.writes(ME, "nobody cares about me")
    between.writes(ME, "I was abused by my uncle")
    assert asked(between) == 1


def test_whoever_goes_on_telling_is_not_pressed_for_an_answer(between: Scene) -> None:
    between.writes(ME, "I want to die")
    said = between.writes(ME, "it has been like that since Monday").text
    assert "could not tell which answer" not in said
    assert HOW not in said
    assert between.presses(ME, "A phone call").text.startswith("How do we reach you?")


@pytest.mark.parametrize("words", ["carry on", "Carry on please"])
def test_carry_on_leaves_it_and_goes_on_with_the_check_in(staffed: Scene, words: str) -> None:
    staffed.writes(ME, "I want to die")
    assert staffed.writes(ME, words).layout == "scale"


def test_enough_for_today_leaves_both(staffed: Scene) -> None:
    staffed.writes(ME, "I want to die")
    assert "I will not ask more today" in staffed.writes(ME, "enough for today").text


def test_it_is_not_asked_for_ever(between: Scene) -> None:
    between.writes(ME, "I want to die")
    between.now += timedelta(hours=13)
    assert HOW not in between.writes(ME, "hello").text
    between.presses(ME, "A message here")
    assert between.rows("answer") == [] or between.answers()[-1][0] != "way"


def test_it_keeps_nobody_from_the_next_check_in(between: Scene) -> None:
    between.writes(ME, "I want to die")
    between.round("weekly-wellbeing")
    assert between.rows("invitation")[-1]["status"] != "skipped"


def test_a_phone_that_is_not_safe_raises_the_flag_again(between: Scene) -> None:
    between.writes(ME, "I want to die")
    between.presses(ME, "A message here")
    between.presses(ME, "Any time of day")
    between.presses(ME, "No")
    assert "answer:safe_here" in [row["rule"] for row in between.rows("flag_signal")]
    assert len(between.rows("flag")) == 1


@pytest.mark.parametrize("whom", ["Sam", "Someone other than Sam"])
@pytest.mark.parametrize("typed", [False, True])
def test_whoever_has_chosen_whom_to_tell_is_asked(
    between: Scene, whom: str, *, typed: bool
) -> None:
    between.sends(ME, "command", text="talk")
    chosen = between.writes(ME, whom) if typed else between.presses(ME, whom)
    assert chosen.text.endswith(HOW)
    assert [one.kind for one in between.screens(ME)[-2:]] == ["notice", "question"]
    between.answers_how(ME)
    between.staff_presses(SAM if whom == "Sam" else PRIYA, "Open")
    assert "Any time of day" in between.last(SAM if whom == "Sam" else PRIYA).text


def test_whoever_has_chosen_in_a_check_in_goes_on_with_it_afterwards(staffed: Scene) -> None:
    staffed.presses(ME, "I want to talk")
    before = len(staffed.screens(ME))
    assert staffed.presses(ME, "Sam").text.endswith(HOW)
    assert len(staffed.screens(ME)) == before + 2
    held = staffed.answers_how(ME)
    assert [one.label for one in held.choices] == ["Carry on", "Enough for today"]


@pytest.mark.parametrize("how", ["typed", "pressed", "commanded"])
def test_stop_ends_these_questions_and_the_check_in_beneath(staffed: Scene, how: str) -> None:
    staffed.writes(ME, "I want to die")
    before = len(staffed.screens(ME))
    if how == "typed":
        staffed.writes(ME, "stop")
    elif how == "pressed":
        staffed.presses(ME, "Stop")
    else:
        staffed.sends(ME, "command", text="stop")
    said = [screen.text for screen in staffed.screens(ME)[before:]]
    assert len(said) == 1
    assert said[0].startswith("I have stopped.")
    assert {row["status"] for row in staffed.rows("session")} <= {"finished", "stopped"}
