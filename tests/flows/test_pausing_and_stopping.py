"""Pause, resume, stop, and asking for a person: at every step, typed, pressed or commanded."""

from __future__ import annotations

import pytest

from flows import engine
from flows.events import Answered, Asked, Ended, Paused, Resumed, Stale, TalkWanted, Unclear
from flows.library import library
from flows.session import Session
from tests.flows.talking import CONTEXT, Talk, flow_of, kinds, only

FLOW = """
- id: heard
  rating: How much did you feel listened to?
  scale: {from: 0, to: 10, low: Not at all, high: Completely}
- id: more
  text: Anything else?
- id: bye
  end: Goodbye.
"""


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("later", "later"),
        ("Not now, sorry", "later"),
        ("tonight please", "tonight"),
        ("Tomorrow.", "tomorrow"),
        ("pause", ""),
        ("enough for today", "tomorrow"),
    ],
)
def test_a_pause_names_the_time_that_was_said(text: str, until: str) -> None:
    talk = Talk(flow_of(FLOW))
    assert talk.type(text) == (Paused(until),)
    assert talk.session.status == "paused"


def test_resuming_shows_the_question_that_stood() -> None:
    talk = Talk(flow_of(FLOW))
    standing = talk.asked
    talk.press("~pause")
    assert talk.asked == standing
    assert talk.type("I'm ready") == (Resumed(), standing)
    assert talk.session.status == "asking"


def test_the_buttons_of_a_paused_question_still_work() -> None:
    talk = Talk(flow_of(FLOW))
    talk.press("~pause")
    assert kinds(talk.press("7")) == ["Resumed", "Answered", "Asked"]


def test_an_answer_typed_while_paused_is_taken() -> None:
    talk = Talk(flow_of(FLOW))
    talk.type("later")
    assert kinds(talk.type("7 out of 10")) == ["Resumed", "Answered", "Asked"]
    talk.type("later")
    assert kinds(talk.type("It rained.")) == ["Resumed", "Answered", "Ended"]


def test_a_pause_while_paused_is_a_pause() -> None:
    talk = Talk(flow_of(FLOW))
    talk.type("later")
    assert talk.type("tomorrow") == (Paused("tomorrow"),)


def test_continue_without_a_pause_shows_the_question() -> None:
    talk = Talk(flow_of(FLOW))
    standing = talk.asked
    assert talk.type("continue") == (standing,)
    assert talk.command("resume") == (standing,)


@pytest.mark.parametrize(
    "text",
    [
        "stop",
        "STOP please",
        "Stop. Thank you",
        "leave me alone",
        "no more messages",
        "Unsubscribe",
        "stop stop stop",
        "please stop!!",
        "Don\N{RIGHT SINGLE QUOTATION MARK}t message me again",
        "stop 🙏",
        "  stop  ",
    ],
)
def test_stop_is_understood_as_people_say_it(text: str) -> None:
    """(seen in learning-circles 593: "Stop. Thank you" was not recognised)"""
    talk = Talk(flow_of(FLOW))
    talk.press("7")
    assert talk.type(text) == (Ended("stopped", "more", ""),)
    assert talk.session.status == "stopped"
    assert talk.values() == {"heard": 7}


@pytest.mark.parametrize(
    "text",
    [
        "I want it all to stop",
        "I want this to stop",
        "I can't stop crying",
        "no more",
        "HELP ME PLEASE HE IS HERE",
        "I don't want to do this any more",
        "He told me to stop",
        "make it stop",
        "skip the bit about the food, it was fine",
        "I will be back later",
    ],
)
def test_a_command_counts_only_when_it_is_the_whole_message(text: str) -> None:
    talk = Talk(flow_of(FLOW))
    talk.press("7")
    events = talk.type(text)
    assert [event.answer.value for event in only(events, Answered)] == [text]


@pytest.mark.parametrize("text", ["talk", "I want to talk to someone", "Can someone call me?"])
def test_asking_for_a_person_leaves_the_question_standing(text: str) -> None:
    talk = Talk(flow_of(FLOW))
    standing = talk.asked
    assert talk.type(text) == (TalkWanted(),)
    assert talk.asked == standing


def test_help_means_a_person() -> None:
    talk = Talk(flow_of(FLOW))
    meaning = engine.understand(talk.flow, talk.session, "Help!", CONTEXT)
    assert getattr(meaning, "control", "") == "help"
    assert talk.type("Help!") == (TalkWanted(),)


def test_talk_and_stop_count_on_an_old_keyboard() -> None:
    talk = Talk(flow_of(FLOW))
    talk.press("7")
    assert talk.press("~talk", turn=1) == (TalkWanted(),)
    assert talk.press("~pause", turn=1) == (Stale(1),)
    assert talk.press("~stop", turn=1) == (Ended("stopped", "more", ""),)


def test_asking_for_a_person_counts_when_it_is_over() -> None:
    talk = Talk(flow_of(FLOW))
    talk.type("stop")
    stopped = talk.session
    assert talk.press("~talk", turn=1) == (TalkWanted(),)
    assert talk.type("talk to someone") == (TalkWanted(),)
    assert talk.command("talk") == (TalkWanted(),)
    assert talk.session == stopped


def test_nothing_else_happens_when_it_is_over() -> None:
    talk = Talk(flow_of(FLOW))
    talk.type("7", "It rained.")
    finished = talk.session
    assert finished.status == "finished"
    for text in ("7", "back", "stop", "resume", "hello", ""):
        assert talk.type(text) == ()
    assert talk.press("7") == (Stale(2),)
    assert talk.hold() == ()
    assert talk.session == finished


def test_a_required_question_is_not_skipped_but_can_be_stopped() -> None:
    talk = Talk(library()["welcome"])
    assert talk.asked.step == "consent"
    assert "skip" not in talk.asked.question.controls
    for events in (talk.type("skip"), talk.press("~skip"), talk.command("skip")):
        assert kinds(events) == ["Unclear"]
    assert talk.asked.step == "consent"
    assert kinds(talk.type("stop")) == ["Ended"]


def test_a_skipped_question_is_an_answer_without_a_value() -> None:
    talk = Talk(flow_of(FLOW))
    skipped = only(talk.type("Skip this one, thanks"), Answered)[0].answer
    assert (skipped.step, skipped.status, skipped.value, skipped.label) == (
        *("heard", "skipped", None),
        "",
    )


def test_a_burst_can_be_understood_before_anything_is_done() -> None:
    talk = Talk(flow_of(FLOW))
    before = talk.session
    for text in ("7", "stop", "hello"):
        engine.understand(talk.flow, talk.session, text, CONTEXT)
    assert talk.session == before


def test_a_session_of_another_flow_is_refused() -> None:
    talk = Talk(flow_of(FLOW))
    other = flow_of(FLOW, "another-flow")
    stored = Session.from_json(talk.session.to_json())
    with pytest.raises(ValueError, match="another-flow"):
        engine.current(other, stored)


def test_repeated_yes_no_questions_with_the_same_words_are_no_loop() -> None:
    """(seen in glific 2154: repeating Yes/No questions tripped loop detection)"""
    steps = "".join(f"- id: s{n}\n  yes_no: Is that right?\n" for n in range(60))
    talk = Talk(flow_of(steps + "- id: bye\n  end: Goodbye."))
    for number in range(60):
        assert talk.asked.step == f"s{number}"
        talk.type("yes")
    assert talk.session.status == "finished"
    assert len(talk.session.answers) == 60


def test_a_long_run_of_messages_and_branches_is_no_loop() -> None:
    branch = "branch: [{when: cohort == 'x', to: bye}]"
    steps = "".join(
        f"- id: m{n}\n  say: The same words.\n- id: b{n}\n  {branch}\n" for n in range(200)
    )
    talk = Talk(flow_of(steps + "- id: bye\n  end: Goodbye."))
    assert kinds(talk.events) == ["Said"] * 200 + ["Ended"]


def test_words_that_fit_nothing_leave_the_question_standing() -> None:
    talk = Talk(flow_of(FLOW))
    standing = talk.asked
    assert talk.type("purple") == (Unclear("heard", 1, "not_a_choice", ()),)
    assert talk.press("purple") == (Unclear("heard", 1, "not_a_choice", (), times=2),)
    assert talk.press("~purple") == (Unclear("heard", 1, "not_a_choice", (), times=3),)
    assert talk.asked == standing
    assert isinstance(standing, Asked)


def test_to_skip_while_it_waits_is_to_have_had_enough() -> None:
    talk = Talk(flow_of(FLOW))
    talk.hold()
    assert talk.type("skip") == (Paused(""),)
