"""Changing an answer from a list of all, reviewing them at the end, and editing a message."""

from __future__ import annotations

import pytest

from flows import engine
from flows.events import Answered, Asked, CannotCorrect, Flagged, TalkWanted, Unclear, Withdrawn
from flows.meaning import LineMeant
from tests.flows.talking import CONTEXT, Talk, flow_of, kinds, only

STEPS = """
- id: came
  yes_no: Did you come?
- id: why
  text: Why not?
  when: came == 'no'
- id: liked
  yes_no: Did you like it?
  sensitive: true
  flag: {when: "liked == 'no'", level: soon, topic: session, reason: did not like it}
- id: best
  text: What was best?
- id: again
  yes_no: Will you come again?
- id: all
  review: Is this right?
- id: bye
  end: Goodbye.
"""


def talk_of(*texts: str) -> Talk:
    talk = Talk(flow_of(STEPS))
    talk.type(*texts)
    return talk


def test_a_review_shows_all_answers_and_none_that_is_private() -> None:
    talk = talk_of("yes", "yes", "The tea.", "prefer not to say")
    question = talk.asked.question
    assert (question.kind, question.text, question.options) == ("review", "Is this right?", ())
    assert [(line.step, line.label, line.status, line.sensitive) for line in question.answers] == [
        ("came", "Yes", "answered", False),
        ("liked", "", "answered", True),
        ("best", "The tea.", "answered", False),
        ("again", "", "rather_not", False),
    ]
    assert question.controls == ("done", "change", "back", "pause", "talk", "stop")


def test_a_review_that_is_right_leads_on() -> None:
    for how in ("~done", "~skip"):
        talk = talk_of("yes", "yes", "The tea.", "yes")
        assert kinds(talk.press(how)) == ["Ended"]
    talk = talk_of("yes", "yes", "The tea.", "yes")
    assert kinds(talk.type("yes")) == ["Ended"]


def test_a_review_of_nothing_is_passed_by() -> None:
    assert Talk(flow_of("- id: all\n  review: Right?\n- id: bye\n  end: Bye.")).session.over


def test_the_answers_can_be_listed_at_any_time() -> None:
    talk = talk_of("yes", "yes")
    events = talk.type("change an answer")
    assert kinds(events) == ["Asked"]
    assert [(o.key, o.label) for o in talk.asked.question.options] == [
        ("1", "Did you come?"),
        ("2", "Did you like it?"),
    ]
    assert engine.understand(talk.flow, talk.session, "2", CONTEXT) == LineMeant("liked")
    assert [event.problem for event in only(talk.type("purple"), Unclear)] == ["not_a_choice"]
    assert only(talk.press("~done"), Asked)[0].step == "best"
    assert talk.asked.turn == 5


def test_nothing_can_be_changed_before_there_is_an_answer() -> None:
    talk = Talk(flow_of(STEPS))
    standing = talk.asked
    assert talk.press("~change") == (standing,)


def test_a_changed_answer_leads_back_to_where_it_was() -> None:
    talk = talk_of("yes", "yes", "The tea.", "change an answer")
    talk.press("2")
    assert (talk.asked.step, talk.values()["liked"]) == ("liked", "yes")
    assert "carry_on" in talk.asked.question.controls
    events = talk.press("~skip")
    assert [(e.answer.step, e.because) for e in only(events, Withdrawn)] == [("liked", "changed")]
    assert talk.asked.step == "again"
    assert talk.values() == {"came": "yes", "liked": None, "best": "The tea."}


def test_a_new_path_asks_what_it_must_and_says_what_no_longer_applies() -> None:
    talk = talk_of("no", "It rained.", "yes", "The tea.", "change an answer", "1")
    events = talk.press("yes")
    left = [(e.answer.step, e.because) for e in only(events, Withdrawn)]
    assert left == [("came", "changed"), ("why", "path")]
    assert talk.asked.step == "again"
    talk.type("change an answer", "1", "no")
    assert talk.asked.step == "why"
    talk.type("I was ill.")
    assert talk.asked.step == "again", "what was answered after it is kept"


@pytest.mark.parametrize("number", ["1", "one", "the first one", "number 1"])
def test_the_number_of_a_line_is_that_line_whatever_its_question_says(number: str) -> None:
    talk = Talk(
        flow_of("""
- id: before
  yes_no: "Is {{ measures[1] }} 2 hours long?"
- id: after
  yes_no: "Is {{ measures[0] }} right? 1 is yes."
- id: bye
  end: Goodbye.
""")
    )
    talk.type("yes", "change an answer", number)
    assert talk.asked.step == "before"


def test_any_line_is_chosen_by_its_number() -> None:
    talk = talk_of("yes", "yes", "The tea.", "change an answer", "2")
    assert talk.asked.step == "liked"


def test_an_answer_is_changed_from_the_review_and_leads_back_to_it() -> None:
    talk = talk_of("yes", "yes", "The tea.", "yes")
    talk.press("~change")
    talk.type("3")
    assert talk.asked.step == "best"
    talk.type("The cake.")
    assert talk.asked.question.kind == "review"
    assert talk.asked.question.answers[2].label == "The cake."


def test_an_edited_message_corrects_its_answer_and_the_question_stands() -> None:
    talk = talk_of("yes", "yes", "The tee.")
    standing = talk.asked
    events = talk.correct(3, "The tea.")
    assert kinds(events) == ["Withdrawn", "Answered"]
    answer = only(events, Answered)[0].answer
    assert (answer.value, answer.turn > standing.turn) == ("The tea.", True)
    assert talk.asked == standing
    assert kinds(talk.press("yes", turn=standing.turn)) == ["Answered", "Asked"]
    assert talk.asked.turn > answer.turn


def test_a_correction_that_changes_the_path_asks_what_is_next_on_it() -> None:
    talk = talk_of("yes", "yes", "The tea.")
    events = talk.correct(1, "no")
    assert kinds(events) == ["Withdrawn", "Answered", "Asked"]
    assert talk.asked.step == "why"
    talk.type("It rained.")
    assert talk.asked.step == "again"
    assert set(talk.values()) == {"came", "why", "liked", "best"}


def test_a_correction_raises_its_flag_and_the_script_waits() -> None:
    talk = talk_of("yes", "yes")
    events = talk.correct(2, "no")
    assert kinds(events) == ["Withdrawn", "Answered", "Flagged", "Held"]
    assert only(events, Flagged)[0].turn == only(events, Answered)[0].answer.turn


def test_a_correction_that_is_not_understood_changes_nothing() -> None:
    talk = talk_of("yes", "yes")
    before = talk.session
    assert talk.correct(1, "purple") == (Unclear("came", 1, "not_a_choice", ()),)
    assert talk.correct(1, "back") == (Unclear("came", 1, "not_a_choice", ()),)
    assert talk.correct(1, "Yes!") == ()
    assert talk.session == before


def test_only_an_answer_that_stands_can_be_corrected() -> None:
    talk = talk_of("yes", "yes")
    assert talk.correct(9, "no") == (CannotCorrect(9),)
    talk.correct(1, "no")
    assert talk.correct(1, "yes") == (CannotCorrect(1),)
    talk.type("stop")
    assert talk.correct(2, "no") == (CannotCorrect(2),)


def test_a_correction_may_be_to_skip_and_a_call_for_a_person_counts() -> None:
    talk = talk_of("yes", "yes")
    talk.correct(1, "prefer not to say")
    assert talk.session.answers["came"].status == "rather_not"
    assert talk.correct(2, "talk to someone") == (TalkWanted(),)
    assert kinds(talk.correct(2, "stop")) == ["Ended"]
    assert talk.values()["liked"] == "yes"


def test_the_list_gives_way_when_somebody_must_answer() -> None:
    talk = talk_of("yes", "change an answer")
    assert kinds(talk.type("he is going to kill me", hold=True)) == ["Held"]
    assert kinds(talk.press("~carry_on")) == ["Asked"]
    assert talk.asked.step == "liked"


def test_a_script_that_waits_waits_again_after_the_list() -> None:
    talk = talk_of("yes", "no")
    assert talk.session.status == "held"
    assert kinds(talk.press("~change")) == ["Asked"]
    assert kinds(talk.press("~done")) == ["Held"]
    assert talk.session.status == "held"
