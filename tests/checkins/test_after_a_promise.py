"""What is said and kept after somebody was told."""

from __future__ import annotations

import pytest

from bot.checkins.inbound import Inbound
from tests.aftercare.chat_scene import heard_by
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


MORE = ("it is since Monday", "the blue door", "my aunt was there", "and the dog")
BESIDE = "I have kept what you wrote, beside what you told me before."


def burst(scene: Scene, *lines: str) -> None:
    """Several messages that came right behind each other, and are taken together."""
    first, *more = lines
    behind = tuple((f"behind{place}", words) for place, words in enumerate(more))
    scene.receives(Inbound("participant", "first", ME, "text", text=first, burst=behind))


@pytest.mark.parametrize("inside", [True, False])
def test_every_message_of_a_burst_stands_with_the_flag_and_on_the_reading_list(
    scene: Scene, *, inside: bool
) -> None:
    with_a_team(scene)
    if inside:
        scene.round()
    scene.writes(ME, "I want to die")
    scene.later(minutes=1)
    burst(scene, *MORE)
    shown = opened(scene, SAM)
    for words in MORE:
        assert shown.count(words) == 1
    scene.staff_sends(SAM, "command", text="read")
    assert all(words in scene.last(SAM).text for words in MORE)


def test_a_burst_without_any_flag_is_on_the_reading_list_as_a_whole(scene: Scene) -> None:
    with_a_team(scene)
    burst(scene, *MORE)
    scene.staff_sends(SAM, "command", text="read")
    assert all(words in scene.last(SAM).text for words in MORE)


def test_words_are_said_to_be_beside_the_rest_only_where_they_stand_there(scene: Scene) -> None:
    """(nobody but Sam is there, whom they do not want: what they write goes to no flag of Sam's)"""
    sam = scene.staff("Sam Hill", chat=SAM)
    scene.participant(sam, chat=ME)
    scene.writes(ME, "I want to die")
    for name in ("Sam hit me", "not sam"):
        scene.writes(ME, name)
    scene.answers_how(ME)
    flag_ids = {row["id"] for row in scene.rows("flag")}
    for words in MORE:
        scene.later(minutes=1)
        reply = scene.writes(ME, words).text
        row = scene.rows("inbound_update")[-1]
        assert row["reading"] == "unread"
        if BESIDE in reply or "I have kept this, too." in reply:
            assert row["flag_id"] in flag_ids


@pytest.mark.parametrize("inside", [True, False])
def test_how_to_hear_more_is_not_said_after_every_message(scene: Scene, *, inside: bool) -> None:
    with_a_team(scene)
    if inside:
        scene.round()
    scene.writes(ME, "I want to die")
    scene.answers_how(ME)
    replies = []
    for words in MORE:
        scene.later(minutes=1)
        before = len(scene.screens(ME))
        scene.writes(ME, words)
        replies += heard_by(scene, ME, before)
    assert STATUS in replies[0]
    assert replies[1].startswith(BESIDE)
    assert replies[2:] == ["I have kept this, too."] * 2
    assert not any("leave the questions there" in reply for reply in replies)
    if inside:
        assert [one.label for one in scene.last(ME).choices] == ["Carry on", "Enough for today"]
    scene.later(hours=2)
    assert scene.writes(ME, "still here").text.startswith(BESIDE)


@pytest.mark.parametrize("before", [(), ("I want to die",), ("stop",), ("I want to die", "stop")])
@pytest.mark.parametrize("inside", [True, False])
def test_an_angry_message_has_one_answer(
    scene: Scene, before: tuple[str, ...], *, inside: bool
) -> None:
    with_a_team(scene)
    if inside:
        scene.round()
    for words in before:
        scene.writes(ME, words)
    scene.later(minutes=1)
    for words in ("youre all useless i hate you", "i hate you lot"):
        heard = len(scene.screens(ME))
        scene.writes(ME, words)
        assert len(scene.screens(ME)) == heard + 1
