"""Staff who open a flag read how the participant wants to be reached, and what was asked."""

from __future__ import annotations

from tests.aftercare.conftest import ME, PRIYA, SAM
from tests.checkins.scene import Scene

TOUCH = """
flow: touch
title: Getting in touch
steps:
  - id: how
    text: How have things been, {{ name or "friend" }}?
  - id: talk
    choice: Would you like someone to get in touch?
    contact: true
    options: {"no": No thank you, today: Today}
    flag: {when: "talk == 'today'", level: soon, topic: contact, reason: asked for someone}
  - id: way
    choice: How would you like us to get in touch?
    contact: true
    options: {message: A message here, phone: A phone call}
    keeps: way
  - id: reach
    text: How do we reach you?
    contact: true
    sensitive: true
  - id: safe_here
    choice: Is it safe for us to write to you here?
    contact: true
    sensitive: true
    options: {"yes": "Yes, at any time", times: Only at some times, "no": "No"}
    keeps: safe_here
  - id: goodbye
    end: Thank you.
"""
LATER = """
flow: later
title: Later on
steps:
  - id: how
    text: And how are things since then?
  - id: way
    choice: How would you like us to get in touch?
    contact: true
    options: {message: A message here, phone: A phone call}
  - id: goodbye
    end: Thank you.
"""


def opened(scene: Scene, chat: str, which: int = 0) -> str:
    flag = scene.rows("flag")[which]
    scene.staff_sends(chat, "press", press=f"f:{flag['id']}:{flag['version']}:open")
    return scene.last(chat).text


def asks_for_a_call(scene: Scene, safe: str) -> None:
    scene.asks(TOUCH)
    scene.presses(ME, "Skip")
    scene.presses(ME, "Today")
    scene.presses(ME, "A phone call")
    scene.writes(ME, "My sister, 01632 960001")
    scene.presses(ME, safe)


def test_a_flag_says_how_somebody_wants_to_be_reached(staffed: Scene) -> None:
    asks_for_a_call(staffed, "Yes, at any time")
    text = opened(staffed, SAM)
    _, _, touch = text.partition("How to get in touch\n\n")
    assert "Would you like someone to get in touch?\nToday" in touch
    assert "How would you like us to get in touch?\nA phone call" in touch
    assert "How do we reach you?\nMy sister, 01632 960001" in touch
    assert "How have things been" not in touch
    assert "Take care" not in text


def test_where_it_is_not_safe_to_write_stands_above_everything(staffed: Scene) -> None:
    asks_for_a_call(staffed, "No")
    assert opened(staffed, SAM).startswith(
        "Take care: It is not safe to write to them in their chat."
    )


def test_where_it_is_safe_only_at_times_stands_above_everything(staffed: Scene) -> None:
    asks_for_a_call(staffed, "Only at some times")
    assert opened(staffed, SAM).startswith(
        "Take care: It is only safe to write to them in their chat"
    )


def test_what_somebody_said_before_about_writing_here_still_counts(staffed: Scene) -> None:
    staffed.asks(TOUCH)
    for _ in range(4):
        staffed.presses(ME, "Skip")
    staffed.presses(ME, "No")
    staffed.writes(ME, "I am going to kill myself tonight")
    assert opened(staffed, SAM).startswith(
        "Take care: It is not safe to write to them in their chat."
    )


def test_nobody_is_written_to_unasked_where_it_is_not_safe(staffed: Scene) -> None:
    asks_for_a_call(staffed, "No")
    sent = len(staffed.screens(ME))
    assert "not written to them" in staffed.staff_presses(SAM, "Acknowledge").text
    assert len(staffed.screens(ME)) == sent


def test_questions_that_were_skipped_are_not_listed(staffed: Scene) -> None:
    staffed.writes(ME, "I feel very low and lonely")
    assert "How to get in touch" not in opened(staffed, SAM)


def test_the_newest_answer_to_a_question_is_shown(staffed: Scene) -> None:
    asks_for_a_call(staffed, "Yes, at any time")
    staffed.asks(LATER)
    staffed.writes(ME, "I want to hurt myself")
    staffed.presses(ME, "A message here")
    text = opened(staffed, SAM)
    assert text.count("How would you like us to get in touch?") == 1
    assert "How would you like us to get in touch?\nA message here" in text


def test_each_signal_has_the_question_of_its_own_conversation(staffed: Scene) -> None:
    """Both conversations have a step of the same name."""
    staffed.asks(TOUCH)
    staffed.writes(ME, "I want to hurt myself")
    staffed.asks(LATER)
    staffed.writes(ME, "I want to hurt myself badly")
    assert len(staffed.rows("flag")) == 1
    text = opened(staffed, SAM)
    assert "Question: How have things been, friend?\n\u201cI want to hurt myself\u201d" in text
    assert (
        "Question: And how are things since then?\n\u201cI want to hurt myself badly\u201d" in text
    )


def test_how_to_reach_somebody_is_kept_from_those_whom_they_spoke_about(staffed: Scene) -> None:
    asks_for_a_call(staffed, "No")
    staffed.writes(ME, "Sam hit me and shouted at me")
    text = opened(staffed, SAM)
    assert "01632" not in text
    assert "How to get in touch" not in text
    assert "01632" in opened(staffed, PRIYA)
