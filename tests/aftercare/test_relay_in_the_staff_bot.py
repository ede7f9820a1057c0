"""A chat from the staff bot: buttons, typed words, commands."""

from __future__ import annotations

import pytest

from tests.aftercare.chat_scene import ME, PRIYA, SAM, heard_by, ticks
from tests.checkins.scene import Scene


@pytest.fixture
def opened(staffed: Scene) -> Scene:
    """Sam has acknowledged the flag and opened it to read."""
    staffed.writes(ME, "I was abused by my uncle")
    staffed.staff_presses(SAM, "Acknowledge")
    staffed.staff_presses(SAM, "Open")
    return staffed


def types(scene: Scene, words: str, *, attached: bool = False) -> str:
    scene.staff_sends(SAM, "text", text=words, attached=attached)  # type: ignore[arg-type]
    return scene.last(SAM).text


def test_a_chat_from_the_flag_to_its_end(opened: Scene) -> None:
    prompt = opened.staff_presses(SAM, "Message them").text
    assert "Write your message to P-" in prompt
    assert "do not write in your first message what this is about" in prompt
    assert types(opened, "Hello, is now a good time?").startswith("Sent to P-")
    assert opened.last(ME).text.endswith("Sam: Hello, is now a good time?")
    opened.writes(ME, "yes it is")
    assert opened.last(SAM).text.endswith("\u201cyes it is\u201d")
    assert types(opened, "Good.").startswith("Sent to P-")
    assert opened.last(ME).text == "Sam: Good."
    assert "You have left the chat" in opened.staff_presses(SAM, "End the chat").text
    ticks(opened)
    assert opened.last(ME).text.startswith("Sam has left the chat. Shall we go on")
    assert types(opened, "one more thing").startswith("What you wrote was not sent to anybody.")


def test_what_was_said_stands_with_the_flag(opened: Scene) -> None:
    opened.staff_presses(SAM, "Message them")
    types(opened, "Hello, is now a good time?")
    opened.writes(ME, "yes it is")
    said = opened.staff_presses(SAM, "Open to read")
    assert "Sam: \u201cHello, is now a good time?\u201d" in said.text
    assert "\u201cyes it is\u201d" in said.text
    assert "Sam began to write with them." in said.text
    assert said.text.count("yes it is") == 1
    assert "wrote this afterwards" not in said.text
    assert said.sensitive


def test_what_is_too_far_back_to_stand_among_the_last_messages_stands_with_the_flag(
    opened: Scene,
) -> None:
    opened.staff_presses(SAM, "Message them")
    types(opened, "Hello, is now a good time?")
    for number in range(14):
        opened.later(seconds=30)
        opened.writes(ME, f"this is line {number} of it")
    said = opened.staff_presses(SAM, "Open to read").text
    assert [said.count(f"this is line {number} of it") for number in range(14)] == [1] * 14


def test_commands_work_in_a_chat_and_are_not_passed_on(opened: Scene) -> None:
    opened.staff_presses(SAM, "Message them")
    types(opened, "Hello")
    before = len(opened.screens(ME))
    opened.staff_sends(SAM, "command", text="caseload")
    assert opened.last(SAM).text.startswith("1 person is in your care.")
    assert types(opened, "/flag").startswith("I do not know that command.")
    assert len(opened.screens(ME)) == before


def test_a_file_of_staff_does_not_arrive_and_neither_do_its_words(opened: Scene) -> None:
    opened.staff_presses(SAM, "Message them")
    types(opened, "Hello")
    before = len(opened.screens(ME))
    assert "I can only pass on words" in types(opened, "look at this", attached=True)
    opened.staff_sends(SAM, "media")
    assert "I can only pass on words" in opened.last(SAM).text
    assert len(opened.screens(ME)) == before


def test_a_colleague_hears_who_looks_after_the_flag(opened: Scene) -> None:
    opened.staff_sends(PRIYA, "command", text="flags")
    opened.staff_presses(PRIYA, "Open")
    said = opened.staff_presses(PRIYA, "Message them").text
    assert said.startswith("Sam looks after this flag")


def test_a_chat_goes_along_when_the_flag_is_handed_over(opened: Scene) -> None:
    opened.staff_presses(SAM, "Message them")
    types(opened, "Hello, I am off in a minute, Priya comes next.")
    opened.staff_presses(SAM, "Open")
    opened.staff_presses(SAM, "Hand over")
    opened.staff_presses(SAM, "Priya")
    opened.staff_presses(PRIYA, "Take it over")
    ticks(opened)
    assert any("Priya is here now" in text for text in heard_by(opened, ME))
    opened.writes(ME, "Hello Priya")
    assert opened.last(PRIYA).text.endswith("\u201cHello Priya\u201d")
    opened.staff_sends(PRIYA, "text", text="Hello to you")
    assert opened.last(ME).text == "Priya: Hello to you"


def test_whoever_answers_something_urgent_in_the_chat_has_taken_it_on(opened: Scene) -> None:
    opened.staff_presses(SAM, "Message them")
    types(opened, "Hello")
    opened.writes(ME, "I am going to kill myself tonight")
    assert opened.rows("flag")[-1]["status"] == "open"
    opened.later(minutes=1)
    types(opened, "I am here with you. Are you safe at this moment?")
    flag = opened.rows("flag")[-1]
    assert (flag["level"], flag["status"]) == ("urgent", "acknowledged")
    opened.later(minutes=20)
    opened.climbs()
    ticks(opened)
    assert opened.rows("relay")[-1]["ended_at"] is None
    assert not [one for one in opened.screens(PRIYA) if one.kind == "alert"]


def test_closing_the_flag_ends_the_chat(opened: Scene) -> None:
    opened.staff_presses(SAM, "Message them")
    types(opened, "Hello")
    opened.staff_presses(SAM, "Open")
    opened.staff_presses(SAM, "Close")
    opened.staff_presses(SAM, "Spoke")
    types(opened, "We spoke, and all is well.")
    ticks(opened)
    assert opened.rows("flag")[-1]["status"] == "closed"
    assert opened.rows("relay")[-1]["ending"] == "closed"
    assert opened.last(ME).text.startswith("Sam has left the chat.")
