"""Buttons of earlier turns: they change nothing, and what is current can be shown."""

from __future__ import annotations

from flows.events import Asked, Stale
from flows.library import library
from flows.session import Session
from tests.flows.talking import Talk, flow_of, kinds

TWICE = """
- id: one
  yes_no: Was it all right?
- id: two
  yes_no: Was it all right?
- id: bye
  end: Goodbye.
"""


def test_an_old_button_after_a_restart_changes_nothing_and_the_current_one_works() -> None:
    """(seen in aiogram_dialog 347: old buttons dead after a restart)"""
    talk = Talk(library()["after-session"])
    talk.press("7")
    stored = talk.session.to_json()

    restarted = Talk(library()["after-session"])
    restarted.session = Session.from_json(stored)
    assert restarted.press("3", turn=1) == (Stale(1),)
    assert restarted.session.to_json() == stored
    assert isinstance(restarted.asked, Asked)
    assert restarted.asked.step == "safe_to_speak"
    assert kinds(restarted.press("3")) == ["Answered", "Asked"]


def test_the_keyboard_of_a_repeated_question_is_not_taken_for_the_current_one() -> None:
    """(the old keyboard of a question that is asked again looks just like the new one)"""
    talk = Talk(flow_of(TWICE))
    talk.press("yes", turn=1)
    assert talk.press("no", turn=1) == (Stale(1),)
    assert talk.values() == {"one": "yes"}
    talk.press("~back", turn=2)
    assert talk.asked.turn == 3
    assert talk.press("no", turn=1) == (Stale(1),)
    assert talk.press("no", turn=2) == (Stale(2),)
    assert talk.values() == {"one": "yes"}
    talk.press("no", turn=3)
    assert talk.values() == {"one": "no"}


def test_a_button_pressed_twice_is_answered_once() -> None:
    talk = Talk(flow_of(TWICE))
    talk.press("yes", turn=1)
    talk.press("yes", turn=1)
    assert talk.values() == {"one": "yes"}
    talk.press("no", turn=2)
    assert talk.press("no", turn=2) == (Stale(2),)


def test_a_turn_that_was_never_shown_is_stale() -> None:
    talk = Talk(flow_of(TWICE))
    assert talk.press("yes", turn=9) == (Stale(9),)
    assert talk.press("yes", turn=-1) == (Stale(-1),)


def test_the_keyboard_under_a_waiting_script_is_stale() -> None:
    talk = Talk(flow_of(TWICE))
    talk.hold()
    assert talk.press("yes", turn=1) == (Stale(1),)
    talk.press("~carry_on")
    assert talk.asked.turn == 3
    assert talk.press("~carry_on", turn=2) == (Stale(2),)
