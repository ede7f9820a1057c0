"""A facilitator talks with a participant: words go both ways, and the script waits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.aftercare.hiding import hide_button
from bot.checkins.inbound import Inbound
from bot.texts import texts_for
from tests.aftercare.chat_scene import (
    ME,
    PRIYA,
    SAM,
    ends,
    flag_of,
    given,
    heard_by,
    person,
    presses,
    says,
    ticks,
    types,
)
from tests.checkins.scene import Scene


def test_the_first_words_say_that_a_person_is_writing_and_that_the_script_waits(
    asked: Scene,
) -> None:
    said = says(asked, "Sam", "Hello, is now a good time?")
    opening, words = asked.screens(ME)[-2:]
    assert opening.text.startswith(
        "Sam is here now. Sam is a person from the team, not the program"
    )
    assert opening.text.endswith("The questions wait until then.")
    assert words.text == "Sam: Hello, is now a good time?"
    assert (opening.speaker, words.speaker) == ("", "Sam")
    assert [one.controls for one in (opening, words)] == [(hide_button(texts_for("en")),)] * 2
    assert "until you press End the chat" in said.screen.text
    says(asked, "Sam", "Take your time.")
    assert asked.last(ME).text == "Sam: Take your time."


def test_whoever_writes_at_once_is_not_announced_for_later(staffed: Scene) -> None:
    staffed.writes(ME, "I was abused by my uncle")
    before = len(staffed.screens(ME))
    assert says(staffed, "Sam", "Hello.").sent
    assert staffed.rows("flag")[-1]["status"] == "acknowledged"
    opening, words = heard_by(staffed, ME, before)
    assert opening.startswith("Sam is here now.")
    assert words == "Sam: Hello."


def test_what_the_participant_writes_goes_to_the_facilitator_and_not_to_the_script(
    talking: Scene,
) -> None:
    before = len(talking.screens(ME))
    standing = talking.rows("session")[-1]
    talking.writes(ME, "Yes")
    talking.writes(ME, "Later would be better, but now is fine")
    assert heard_by(talking, ME, before) == []
    assert talking.last(SAM).text.endswith("\n\u201cLater would be better, but now is fine\u201d")
    assert talking.last(SAM).sensitive
    now = talking.rows("session")[-1]
    assert (now["turn"], now["status"]) == (standing["turn"], standing["status"])


@pytest.mark.parametrize("words", ["yes", "7", "skip", "back", "later", "carry on", "enough"])
def test_a_word_of_command_to_a_person_is_no_answer_and_no_command(
    talking: Scene, words: str
) -> None:
    answers = talking.answers()
    talking.writes(ME, words)
    assert talking.last(SAM).text.endswith(f"\u201c{words}\u201d")
    assert talking.answers() == answers
    assert talking.rows("session")[-1]["status"] != "paused"


def test_a_button_of_the_check_in_says_that_a_person_is_talking(talking: Scene) -> None:
    said = talking.presses(ME, "10").text
    assert said.startswith("You are talking with Sam, a person from the team.")
    assert given(talking) == []


def test_when_the_facilitator_leaves_the_check_in_goes_on_where_it_was(staffed: Scene) -> None:
    """(seen in rapidpro 1484 and glific 3001: a reply of staff ended the flow)"""
    staffed.presses(ME, "10")
    question = staffed.last(ME)
    staffed.sends(ME, "command", text="talk")
    staffed.presses(ME, "Sam")
    says(staffed, "Sam", "Hello, you asked for me.")
    staffed.writes(ME, "8")
    ends(staffed, "Sam")
    asks = staffed.last(ME)
    assert asks.text == "Sam has left the chat. Shall we go on with the questions?"
    assert [button.label for button in asks.choices] == ["Carry on", "Not now"]
    staffed.presses(ME, "Carry on")
    assert staffed.last(ME).text == question.text
    assert given(staffed) == ["10"]
    staffed.presses(ME, "5")
    assert given(staffed) == ["10", "5"]


def test_not_now_leaves_the_check_in_for_later(talking: Scene) -> None:
    ends(talking, "Sam")
    assert "I will not ask more today" in talking.presses(ME, "Not now").text
    assert talking.rows("session")[1]["status"] == "paused"


def test_a_question_from_before_the_chat_has_old_buttons(staffed: Scene) -> None:
    staffed.sends(ME, "command", text="talk")
    staffed.presses(ME, "Sam")
    old = staffed.button(ME, "10")
    says(staffed, "Sam", "Hello.")
    ends(staffed, "Sam")
    staffed.sends(ME, "press", press=old.press)
    assert "belongs to an earlier question" in staffed.last(ME).text
    assert given(staffed) == []


def test_words_that_cross_with_the_end_of_the_chat_are_no_answer(talking: Scene) -> None:
    chat = talking.rows("relay")[-1]
    presses(talking, "Sam", f"t:{chat['id']}:end")
    talking.writes(ME, "7")
    texts = heard_by(talking, ME)
    assert any(text.startswith("Sam has left the chat.") for text in texts)
    assert given(talking) == []
    ticks(talking)
    assert sum(text.startswith("Sam has left") for text in heard_by(talking, ME)) == 1


def test_something_urgent_in_a_chat_is_answered_at_once_and_goes_to_the_facilitator(
    talking: Scene,
) -> None:
    before = len(talking.screens(ME))
    talking.writes(ME, "I am going to kill myself tonight")
    assert "999" in heard_by(talking, ME, before)[0]
    assert talking.rows("flag")[-1]["level"] == "urgent"
    sams = heard_by(talking, SAM)
    assert any("I am going to kill myself tonight" in text for text in sams)
    before = len(talking.screens(ME))
    talking.writes(ME, "I want to die")
    (again,) = heard_by(talking, ME, before)
    assert again.startswith("I have told Sam this, too.")


def test_something_about_the_facilitator_does_not_reach_them(talking: Scene) -> None:
    before = len(talking.screens(SAM))
    talking.writes(ME, "Sam touched me and I did not want it")
    assert not any("touched" in text for text in heard_by(talking, SAM))
    assert heard_by(talking, SAM, before)[-1].endswith("is over.")
    assert any("I have not passed on to Sam" in text for text in heard_by(talking, ME))
    assert "Shall we go on with the questions?" in talking.last(ME).text
    assert any(screen.kind == "alert" for screen in talking.screens(PRIYA))
    talking.writes(ME, "it was last week")
    assert not any("last week" in text for text in heard_by(talking, SAM))
    said = says(talking, "Sam", "Are you there?", flag_id=1)
    assert not said.sent
    assert types(talking, "Sam", "Hello?") is None


def test_whoever_wants_somebody_else_gets_them_and_the_first_is_not_told_why(
    talking: Scene,
) -> None:
    talking.sends(ME, "command", text="talk")
    assert "Would you rather talk to somebody else?" in talking.last(ME).text
    talking.presses(ME, "Somebody else")
    assert any(screen.kind == "alert" for screen in talking.screens(PRIYA))
    assert talking.rows("relay")[-1]["ending"] == "kept"
    assert "somebody else" not in talking.last(SAM).text
    said = says(talking, "Priya", "Hello, I am Priya.")
    assert said.sent
    assert talking.screens(ME)[-2].text.startswith("Priya is here now.")


def test_stop_ends_the_check_ins_and_not_the_chat(talking: Scene) -> None:
    talking.writes(ME, "stop")
    said = talking.last(ME).text
    assert said.startswith("Sam is still here, and what you write goes to Sam.")
    assert "I have stopped." in said
    assert talking.last(SAM).text.endswith("\u201cstop\u201d")
    talking.writes(ME, "but you can go on")
    assert talking.last(SAM).text.endswith("\u201cbut you can go on\u201d")
    ends(talking, "Sam")
    assert talking.last(ME).text == "Sam has left the chat. You can write to me at any time."


def test_help_has_the_numbers_at_any_time(talking: Scene) -> None:
    talking.writes(ME, "help")
    assert "116 123" in talking.last(ME).text
    assert talking.last(SAM).text.endswith("\u201chelp\u201d")


def test_a_burst_is_one_message_to_the_facilitator_and_every_line_of_it_is_kept(
    talking: Scene,
) -> None:
    before = len(talking.screens(SAM))
    inbound = Inbound("participant", "7001", ME, "text", text="one", message_id="71")
    burst = (("7002", "two"), ("7003", "three"))
    talking.receives(replace(inbound, burst=burst, burst_ids=("72", "73")))
    assert heard_by(talking, SAM, before)[0].endswith("\u201cone\ntwo\nthree\u201d")
    assert len(talking.screens(SAM)) == before + 1
    assert len([row for row in talking.rows("relay_line") if row["inbound_id"]]) == 3


def test_a_changed_message_is_shown_as_one(talking: Scene) -> None:
    talking.sends(ME, "text", text="I am find", message_id="81")
    before = len(talking.screens(ME))
    talking.changes(ME, "81", "I am fine")
    assert "changed an earlier message:\n\u201cI am fine\u201d" in talking.last(SAM).text
    assert len(talking.screens(ME)) == before


def test_an_earlier_answer_can_still_be_corrected(staffed: Scene) -> None:
    staffed.sends(ME, "text", text="9", message_id="61")
    staffed.sends(ME, "command", text="talk")
    staffed.presses(ME, "Sam")
    says(staffed, "Sam", "Hello.")
    before = len(staffed.screens(SAM))
    staffed.changes(ME, "61", "4")
    assert given(staffed) == ["4"]
    assert len(staffed.screens(SAM)) == before


def test_a_photo_is_kept_with_the_flag_and_the_facilitator_can_open_it(talking: Scene) -> None:
    before = len(talking.screens(ME))
    talking.sends(
        ME, "media", media="photo", file="tg-file", file_type="image/jpeg", message_id="91"
    )
    shown = talking.last(SAM)
    assert "sent this: photo." in shown.text
    (kept,) = talking.rows("media")
    assert kept["flag_id"] == flag_of(talking)
    assert shown.choices[0].press == f"m:{kept['id']}"
    assert len(talking.screens(ME)) == before


def test_only_one_person_talks_with_somebody_at_a_time(talking: Scene) -> None:
    said = says(talking, "Priya", "Hello, it is Priya")
    assert not said.sent
    assert said.screen.text.startswith("Sam looks after this flag")
    assert "Priya" not in "".join(heard_by(talking, ME))


def test_writing_to_somebody_takes_an_open_flag_on(staffed: Scene) -> None:
    staffed.writes(ME, "I was abused by my uncle")
    assert says(staffed, "Sam", "Hello").sent
    (flag,) = staffed.rows("flag")
    assert flag["status"] == "acknowledged"
    assert flag["owner_id"] == person(staffed, "Sam").id


def test_neither_sees_how_the_other_can_be_reached(talking: Scene) -> None:
    talking.writes(ME, "Hello Sam")
    types(talking, "Sam", "Hello")
    assert SAM not in "".join(heard_by(talking, ME))
    assert ME not in "".join(heard_by(talking, SAM))
