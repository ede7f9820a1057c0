"""Going back, changing an answer, keeping it; resuming from anywhere."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.definition import Flow
from flows.events import Answer, Answered, Asked, Ended, Flagged, Withdrawn
from flows.inputs import Sent
from tests.flows.generating import flows
from tests.flows.saying import SLOW
from tests.flows.talking import Talk, flow_of, kinds, only

PARTING = """
- id: came
  yes_no: Did you come?
- id: which_way
  branch: [{when: "came == 'no'", to: why}]
- id: liked
  yes_no: Did you like it?
- id: best
  text: What was best?
  next: again
- id: why
  text: Why not?
- id: again
  yes_no: Will you come again?
- id: bye
  end: Goodbye.
"""


def test_an_answer_can_be_changed_after_going_back() -> None:
    """(seen in typebot 251: no way back, no way to edit)"""
    talk = Talk(flow_of(PARTING))
    talk.press("yes")
    talk.press("no")
    events = talk.press("~back")
    assert kinds(events) == ["Asked"]
    assert talk.asked.step == "liked"
    events = talk.press("yes")
    assert [event.answer.value for event in only(events, Withdrawn)] == ["no"]
    assert [event.answer.value for event in only(events, Answered)] == ["yes"]
    assert talk.values() == {"came": "yes", "liked": "yes"}


def test_the_old_answer_stands_until_there_is_a_new_one() -> None:
    talk = Talk(flow_of(PARTING))
    talk.type("yes", "no", "back")
    assert talk.values() == {"came": "yes", "liked": "no"}
    talk.command("stop")
    assert talk.values() == {"came": "yes", "liked": "no"}


def test_skipping_a_question_that_was_gone_back_to_withdraws_its_answer() -> None:
    talk = Talk(flow_of(PARTING))
    talk.type("yes", "no", "back")
    events = talk.type("skip")
    assert [event.answer.value for event in only(events, Withdrawn)] == ["no"]
    assert talk.values() == {"came": "yes", "liked": None}
    assert talk.session.answers["liked"].status == "skipped"


def test_carry_on_keeps_the_answer_that_was_gone_back_to() -> None:
    talk = Talk(flow_of(PARTING))
    talk.type("yes", "no", "back")
    assert talk.asked.question.controls == ("carry_on", "skip", "back", "pause", "talk", "stop")
    before = talk.session.answers
    events = talk.press("~carry_on")
    assert kinds(events) == ["Asked"]
    assert talk.asked.step == "best"
    assert talk.session.answers == before


def test_answers_that_the_new_path_leaves_out_are_withdrawn() -> None:
    talk = Talk(flow_of(PARTING))
    talk.type("yes", "yes", "The tea.", "back", "back", "back")
    assert talk.asked.step == "came"
    events = talk.press("no")
    assert {event.answer.step for event in only(events, Withdrawn)} == {"came", "liked", "best"}
    assert talk.asked.step == "why"
    assert talk.values() == {"came": "no"}
    talk.type("It rained.", "yes")
    assert talk.values() == {"came": "no", "why": "It rained.", "again": "yes"}


def test_going_back_passes_over_the_way_that_was_not_taken() -> None:
    talk = Talk(flow_of(PARTING))
    talk.type("no", "It rained.")
    assert talk.asked.step == "again"
    talk.type("back")
    assert talk.asked.step == "why"
    talk.type("back")
    assert talk.asked.step == "came"


def test_back_is_offered_only_where_there_is_something_to_go_back_to() -> None:
    talk = Talk(flow_of(PARTING))
    assert "back" not in talk.asked.question.controls
    talk.type("yes")
    assert "back" in talk.asked.question.controls


def test_back_at_the_first_question_shows_it_again() -> None:
    talk = Talk(flow_of(PARTING))
    standing = talk.asked
    assert talk.type("back") == (standing,)


def test_a_question_asked_again_has_a_turn_of_its_own() -> None:
    talk = Talk(flow_of(PARTING))
    talk.type("yes", "back", "yes", "back")
    assert talk.asked.turn == 5


def test_a_changed_answer_raises_its_flag_and_a_kept_one_does_not() -> None:
    talk = Talk(
        flow_of("""
- id: upset
  yes_no: Are you upset?
  flag: {when: "upset == 'yes'", level: routine, topic: session, reason: is upset}
- id: more
  text: Anything else?
- id: bye
  end: Goodbye.
""")
    )
    talk.press("no")
    talk.press("~back")
    assert len(only(talk.press("yes"), Flagged)) == 1
    talk.press("~back")
    assert only(talk.press("~carry_on"), Flagged) == []


def test_a_conversation_goes_on_from_any_device() -> None:
    """(seen in typebot 778: a refresh lost the session) All that it needs is in the session."""
    flow = flow_of(PARTING)
    phone = Talk(flow)
    phone.type("yes", "no")
    laptop = Talk(Flow.from_json(flow.to_json()))
    laptop.session = type(phone.session).from_json(phone.session.to_json())
    assert laptop.asked == phone.asked
    events = laptop.type("The tea.")
    assert [event.step for event in only(events, Asked)] == ["again"]


@given(flows(), st.lists(st.integers(0, 5), max_size=30))
@settings(max_examples=30, suppress_health_check=SLOW)
def test_changing_ones_mind_ends_where_saying_so_at_first_would_have(
    flow: Flow, moves: list[int]
) -> None:
    changing = Talk(flow)
    for move in moves:
        if not changing.session.over:
            _say(changing, move)
    for _ in range(4 * len(flow.steps) + 4):
        if not changing.session.over:
            _say(changing, 1)
    assert changing.session.over

    straight = Talk(flow)
    for _ in range(4 * len(flow.steps) + 4):
        if not straight.session.over:
            _say_again(straight, changing.session.answers)
    assert straight.values() == changing.values()
    assert straight.session.step == changing.session.step
    assert straight.session.named == changing.session.named
    assert isinstance(straight.events[-1], Ended)


def _say(talk: Talk, move: int) -> None:
    """0 goes back, 4 and 5 change an answer; others answer, or carry on where the script waits."""
    if move == 0:
        talk.press("~back")
    elif move > 3 and talk.session.answers:
        talk.command("change")
        talk.press(str(min(move - 3, len(talk.session.answers))))
    elif talk.session.status == "held":
        talk.press("~carry_on")
    elif talk.asked.question.kind == "review" or (move == 1 and talk.asked.question.ticked):
        talk.press("~done")
    elif options := talk.asked.question.options:
        talk.press(options[min(move, len(options)) - 1].key)
    elif accepts := talk.asked.question.accepts:
        talk.give(Sent(accepts[0], f"file{move}"))
    else:
        words = {"number": f"{move}", "date": f"{move} March 2020"}
        talk.type(words.get(talk.asked.question.kind, f"Words {move}."))


def _say_again(talk: Talk, answers: Mapping[str, Answer]) -> None:
    """What was answered to this question, at once."""
    if talk.session.status == "held":
        talk.press("~carry_on")
        return
    question = talk.asked.question
    if question.kind == "review":
        talk.press("~done")
        return
    value = answers[talk.asked.step].value
    if isinstance(value, tuple):
        for key in value:
            talk.press(key)
        talk.press("~done")
    elif question.accepts:
        talk.give(Sent(question.accepts[0], str(value)))
    elif question.options:
        talk.press(str(value))
    else:
        talk.type(str(value))
