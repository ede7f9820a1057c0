"""After a flag that somebody must answer, the script asks about contact and then waits."""

from __future__ import annotations

import pytest

from flows.events import (
    Answered,
    Asked,
    Ended,
    Faulted,
    Flagged,
    Held,
    Paused,
    Resumed,
    Said,
    TalkWanted,
    Unclear,
)
from flows.library import library
from tests.flows.talking import Talk, flow_of, kinds, only

FLOW = """
- id: safe
  choice: Do you feel safe right now?
  options: {"yes": "Yes", "unsure": I am not sure, "no": "No"}
  flag:
    - {when: "safe == 'no'", level: urgent, topic: danger, reason: does not feel safe}
    - {when: "safe == 'unsure'", level: soon, topic: danger, reason: is not sure}
    - {when: "safe == 'yes'", level: routine, topic: session, reason: is safe}
- id: between
  say: Some more about today.
- id: parting
  branch: [{when: "cohort == 'nobody'", to: bye}]
- id: noted
  flag: {level: routine, topic: session, reason: came this far}
- id: heard
  rating: How much did you feel listened to?
  scale: {from: 0, to: 10, low: Not at all, high: Completely}
- id: more
  text: Anything else?
- id: bye
  end: Goodbye.
"""
CONTACT = """
- id: safe
  yes_no: Do you feel safe right now?
  flag: {when: "safe == 'no'", level: urgent, topic: danger, reason: does not feel safe}
- id: about_contact
  say: Somebody will be in touch.
- id: talk
  choice: When would you like a call?
  contact: true
  options: {"today": Today, "week": This week}
- id: message_here
  yes_no: Is it all right to write to you here?
  contact: true
- id: more
  text: Anything else?
- id: bye
  end: Goodbye.
"""


@pytest.mark.parametrize(("answer", "level"), [("no", "urgent"), ("unsure", "soon")])
def test_the_script_waits_after_a_flag_that_somebody_must_answer(answer: str, level: str) -> None:
    talk = Talk(flow_of(FLOW))
    events = talk.press(answer)
    assert kinds(events) == ["Answered", "Flagged", "Flagged", "Held"]
    assert [flag.level for flag in only(events, Flagged)] == [level, "routine"]
    assert events[-1] == Held(2)
    assert talk.session.status == "held"


def test_a_routine_flag_does_not_make_it_wait() -> None:
    talk = Talk(flow_of(FLOW))
    assert kinds(talk.press("yes")) == ["Answered", "Flagged", "Flagged", "Said", "Asked"]


@pytest.mark.parametrize("how", ["~carry_on", "carry on", "Continue please", "I'm ready"])
def test_carrying_on_says_what_was_left_unsaid_and_asks(how: str) -> None:
    talk = Talk(flow_of(FLOW))
    talk.press("no")
    events = talk.press(how) if how.startswith("~") else talk.type(how)
    assert events[0] == Said("between", "Some more about today.")
    assert [(event.step, event.turn) for event in only(events, Asked)] == [("heard", 3)]
    assert only(events, Flagged) == []
    assert kinds(talk.press("7")) == ["Answered", "Asked"]


@pytest.mark.parametrize("how", ["~enough", "enough for today", "That's enough for now, thanks"])
def test_enough_for_today_pauses_and_it_goes_on_another_day(how: str) -> None:
    talk = Talk(flow_of(FLOW))
    talk.press("no")
    events = talk.press(how) if how.startswith("~") else talk.type(how)
    assert events == (Paused(""),)
    assert talk.session.status == "paused"
    assert kinds(talk.type("carry on")) == ["Resumed", "Said", "Asked"]
    assert talk.asked.step == "heard"


def test_its_buttons_still_work_after_enough_for_today() -> None:
    talk = Talk(flow_of(FLOW))
    talk.press("no")
    talk.press("~enough", turn=2)
    assert kinds(talk.press("~carry_on", turn=2)) == ["Resumed", "Said", "Asked"]


@pytest.mark.parametrize("text", ["7", "yes", "no", "I am in the kitchen", "1", ""])
def test_other_words_while_it_waits_are_no_answer(text: str) -> None:
    talk = Talk(flow_of(FLOW))
    talk.press("no")
    assert talk.type(text) == (Unclear("heard", 2, "not_a_choice", ()),)
    assert talk.session.status == "held"
    assert talk.values() == {"safe": "no"}


def test_words_after_enough_for_today_do_not_wake_it() -> None:
    talk = Talk(flow_of(FLOW))
    talk.type("no", "enough")
    assert kinds(talk.type("are you there")) == ["Unclear"]
    assert talk.session.status == "paused"


def test_everything_else_can_be_said_while_it_waits() -> None:
    talk = Talk(flow_of(FLOW))
    talk.press("no")
    assert talk.type("I want to talk to someone") == (TalkWanted(),)
    assert talk.session.status == "held"
    assert talk.type("later") == (Paused("later"),)
    assert talk.type("back")[0] == Resumed()
    assert talk.asked.step == "safe"
    assert kinds(talk.press("yes"))[:2] == ["Withdrawn", "Answered"]
    assert talk.session.status == "held", "somebody is still to be in touch"
    assert talk.type("stop") == (Ended("stopped", "heard", ""),)


def test_questions_about_contact_come_before_it_waits() -> None:
    talk = Talk(flow_of(CONTACT))
    assert kinds(talk.press("no")) == ["Answered", "Flagged", "Said", "Asked"]
    assert talk.asked.step == "talk"
    assert kinds(talk.press("today")) == ["Answered", "Asked"]
    assert talk.asked.step == "message_here"
    assert kinds(talk.press("yes")) == ["Answered", "Held"]
    assert kinds(talk.press("~carry_on")) == ["Asked"]
    assert kinds(talk.type("No.")) == ["Answered", "Ended"]


def test_questions_about_contact_do_not_make_it_wait_by_themselves() -> None:
    talk = Talk(flow_of(CONTACT))
    talk.type("yes", "today", "yes")
    assert talk.asked.step == "more"


def test_a_skipped_question_about_contact_is_no_reason_to_go_on() -> None:
    talk = Talk(flow_of(CONTACT))
    talk.type("no", "skip")
    assert kinds(talk.type("skip")) == ["Answered", "Held"]


def test_the_last_words_are_said_and_not_waited_for() -> None:
    talk = Talk(flow_of(CONTACT))
    talk.type("yes", "today", "yes")
    events = talk.type("I do not want to be here any more", hold=True)
    assert kinds(events) == ["Answered", "Ended"]


def test_a_caller_makes_it_wait_after_an_answer() -> None:
    talk = Talk(flow_of(FLOW))
    assert kinds(talk.press("yes", hold=True))[-1] == "Held"
    assert talk.values() == {"safe": "yes"}


def test_a_caller_makes_it_wait_after_words_that_are_no_answer() -> None:
    talk = Talk(flow_of(FLOW))
    assert talk.type("he is going to kill me", hold=True) == (Held(2),)
    assert talk.type("he is outside", hold=True) == (Held(2),)
    assert kinds(talk.type("carry on")) == ["Asked"]
    assert talk.asked.step == "safe"
    assert talk.asked.turn == 3


def test_a_question_about_contact_stays_when_words_are_no_answer_to_it() -> None:
    talk = Talk(flow_of(CONTACT))
    talk.press("no")
    standing = talk.asked
    assert talk.type("please hurry he is here", hold=True) == (standing,)
    assert kinds(talk.press("today")) == ["Answered", "Asked"]


def test_a_caller_makes_it_wait_when_somebody_asks_for_a_person() -> None:
    talk = Talk(flow_of(FLOW))
    events = talk.press("~talk", hold=True)
    assert events == (TalkWanted(), Held(2))
    assert kinds(talk.press("~carry_on")) == ["Asked"]


def test_words_to_a_paused_session_that_somebody_must_answer_make_it_wait() -> None:
    talk = Talk(flow_of(FLOW))
    talk.type("later")
    assert talk.type("he is going to kill me", hold=True) == (Held(2),)
    assert talk.session.status == "held"


def test_a_pause_stays_a_pause_when_it_is_held() -> None:
    talk = Talk(flow_of(FLOW))
    assert talk.type("later", hold=True) == (Paused("later"),)
    talk.type("carry on")
    assert kinds(talk.press("yes"))[-1] == "Asked"


def test_a_stale_press_is_stale_also_when_it_is_held() -> None:
    talk = Talk(flow_of(FLOW))
    before = talk.session
    talk.press("no", turn=7, hold=True)
    assert talk.session == before


def test_a_caller_makes_it_wait_without_an_input_and_it_goes_on_where_it_was() -> None:
    """(seen in rapidpro 1484 and glific 3001: bot and human answered together)"""
    talk = Talk(flow_of(CONTACT))
    talk.type("yes")
    assert talk.hold() == (Held(3),)
    assert talk.hold() == ()
    assert kinds(talk.command("carry_on")) == ["Asked"]
    assert talk.asked.step == "talk"
    talk.type("later")
    assert talk.hold() == ()
    assert talk.session.status == "paused"


def test_a_flag_whose_condition_cannot_be_worked_out_is_raised() -> None:
    talk = Talk(
        flow_of("""
- id: mood
  text: How are you?
  flag: {when: "mood < 3", level: soon, topic: low, reason: feels low}
- id: parting
  branch: [{when: "nobody == 'x'", to: bye}]
- id: more
  text: Anything else?
- id: bye
  end: Goodbye.
""")
    )
    events = talk.type("a word nobody may read")
    assert kinds(events) == ["Answered", "Faulted", "Flagged", "Faulted", "Held"]
    flag, branch = only(events, Faulted)
    assert (flag.step, flag.expression) == ("mood", "mood < 3")
    assert (branch.step, branch.expression) == ("parting", "nobody == 'x'")
    assert "a word nobody may read" not in flag.problem + branch.problem
    assert kinds(talk.type("carry on")) == ["Asked"], "a branch that cannot be worked out is false"


def test_flags_are_looked_at_when_a_question_is_skipped() -> None:
    talk = Talk(
        flow_of("""
- id: safe
  yes_no: Are you safe?
  flag: {when: "safe is none", level: routine, topic: danger, reason: did not say}
- id: bye
  end: Goodbye.
""")
    )
    assert kinds(talk.type("skip")) == ["Answered", "Flagged", "Ended"]


def test_a_skipped_rating_is_neither_high_nor_low() -> None:
    talk = Talk(
        flow_of("""
- id: heard
  rating: How heard?
  scale: {from: 0, to: 10, low: Not, high: Very}
  flag:
    - {when: "heard < 3", level: soon, topic: session, reason: was not heard}
    - {when: "heard >= 3", level: soon, topic: session, reason: was heard}
- id: bye
  end: Goodbye.
""")
    )
    assert kinds(talk.type("skip")) == ["Answered", "Ended"]


def test_an_unsafe_answer_after_a_session_asks_who_is_to_be_in_touch_and_waits() -> None:
    talk = Talk(library()["after-session"])
    talk.type("7", "7", "7", "7", "no")
    events = talk.press("no")
    assert only(events, Answered)[0].sensitive
    assert [flag.level for flag in only(events, Flagged)] == ["urgent"]
    assert talk.asked.step == "talk"
    assert kinds(talk.press("now")) == ["Answered", "Flagged", "Held"]
    assert kinds(talk.type("enough for today")) == ["Paused"]


def test_somebody_who_says_yes_to_being_contacted_is_contacted() -> None:
    talk = Talk(library()["after-session"])
    talk.type("7", "7", "7", "7", "no", "yes")
    events = talk.type("yes please")
    assert talk.values()["talk"] == "today"
    assert [flag.level for flag in only(events, Flagged)] == ["soon"]
