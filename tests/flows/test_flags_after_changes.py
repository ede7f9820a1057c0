"""A change raises the flags of later answers, too: whoever stops after it has been heard."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import engine
from flows.definition import Flow
from flows.events import Answer, Asked, Event, Flagged, Held
from flows.inputs import Commanded, Input, Pressed, Sent, Typed
from flows.session import Session
from tests.flows.flagging import Moved, changes_of_mind, flagging_flows, inputs_of
from tests.flows.generating import Said
from tests.flows.saying import SLOW, for_any_conversation, run
from tests.flows.talking import Talk, flow_of, kinds, only

BOTH = """
- id: first
  yes_no: First?
- id: second
  yes_no: Second?
  flag: {when: "first == 'no' and second == 'no'", level: LEVEL, topic: session, reason: said no}
- id: third
  yes_no: Third?
- id: bye
  end: Goodbye.
"""


def both(level: str = "routine") -> Talk:
    return Talk(flow_of(BOTH.replace("LEVEL", level)))


def change(talk: Talk, line: str, to: str) -> tuple[Event, ...]:
    talk.command("change")
    talk.press(line)
    return talk.press(to)


def reasons(events: tuple[Event, ...]) -> list[str]:
    return [event.reason for event in only(events, Flagged)]


def test_a_changed_answer_raises_the_flag_of_an_answer_that_is_kept() -> None:
    talk = both()
    talk.type("yes", "no")
    events = change(talk, "1", "no")
    assert reasons(events) == ["said no"]
    assert [flagged.step for flagged in only(events, Flagged)] == ["second"]
    assert talk.asked.step == "third"


def test_a_flag_that_was_raised_before_the_change_is_not_raised_again() -> None:
    talk = both()
    assert reasons(talk.type("no", "no")) == ["said no"]
    talk.type("yes")
    talk = both()
    talk.type("no", "no")
    assert reasons(change(talk, "1", "no")) == []


def test_a_flag_that_was_untrue_in_between_is_raised_again() -> None:
    talk = both()
    talk.type("no", "no")
    assert reasons(change(talk, "1", "yes")) == []
    assert reasons(change(talk, "1", "no")) == ["said no"]


def test_a_corrected_answer_raises_the_flag_of_a_later_one() -> None:
    talk = both()
    talk.type("yes", "no")
    events = talk.correct(1, "no")
    assert kinds(events) == ["Withdrawn", "Answered", "Flagged"]
    assert only(events, Flagged)[0].turn > talk.session.turn
    assert reasons(talk.correct(4, "no")) == []
    assert talk.asked.step == "third"


@pytest.mark.parametrize("how", ["change", "correct"])
def test_the_script_waits_after_such_a_flag_as_after_any_other(how: str) -> None:
    talk = both("urgent")
    talk.type("yes", "no")
    events = change(talk, "1", "no") if how == "change" else talk.correct(1, "no")
    assert reasons(events) == ["said no"]
    assert isinstance(events[-1], Held)


def test_going_back_raises_it_before_the_later_answer_is_asked_for_again() -> None:
    """Whoever says no more after that has said both."""
    talk = both()
    talk.type("yes", "no", "back", "back")
    assert reasons(talk.type("no")) == ["said no"]
    assert talk.asked.step == "second"
    assert reasons(talk.press("~carry_on")) == []


def test_an_answer_that_the_new_path_leaves_out_raises_nothing() -> None:
    talk = Talk(
        flow_of("""
- id: first
  yes_no: First?
- id: fork
  branch: [{when: "first == 'no'", to: bye}]
- id: second
  yes_no: Second?
  flag: {when: "first == 'no' and second == 'no'", level: soon, topic: session, reason: both}
- id: third
  yes_no: Third?
- id: bye
  end: Goodbye.
""")
    )
    talk.type("yes", "no")
    assert reasons(change(talk, "1", "no")) == []
    assert talk.session.over


def test_a_flag_step_is_raised_once_on_one_path_and_again_on_a_new_one() -> None:
    talk = Talk(
        flow_of("""
- id: first
  yes_no: First?
- id: fork
  branch: [{when: "first == 'no'", to: second}]
- id: marked
  flag: {level: routine, topic: session, reason: came by}
- id: second
  yes_no: Second?
- id: third
  yes_no: Third?
- id: bye
  end: Goodbye.
""")
    )
    assert reasons(talk.type("yes")) == ["came by"]
    talk.type("yes")
    assert reasons(change(talk, "1", "yes")) == []
    assert reasons(change(talk, "1", "no")) == []
    assert reasons(change(talk, "1", "yes")) == ["came by"]


def test_a_flag_behind_a_review_waits_until_the_answers_are_right() -> None:
    talk = Talk(
        flow_of("""
- id: first
  yes_no: First?
- id: check
  review: Is this right?
- id: marked
  flag: {when: "first == 'no'", level: routine, topic: session, reason: said no}
- id: bye
  end: Goodbye.
""")
    )
    talk.type("yes")
    assert reasons(talk.correct(1, "no")) == []
    assert reasons(talk.press("~done")) == ["said no"]


def test_a_value_that_is_set_counts_for_later_answers_at_once() -> None:
    talk = Talk(
        flow_of("""
- id: hours
  number: How many hours?
  from: 0
  to: 20
- id: much
  set: {busy: "hours > 10"}
- id: check
  review: Is this right?
- id: tired
  yes_no: Are you tired?
  flag: {when: "busy == 'yes' and tired == 'yes'", level: routine, topic: low, reason: worn out}
- id: more
  text: Anything else?
- id: bye
  end: Goodbye.
""")
    )
    talk.type("2", "done", "yes")
    assert reasons(change(talk, "1", "12")) == ["worn out"]
    assert talk.asked.question.kind == "review"


@given(flagging_flows(), changes_of_mind())
@settings(max_examples=80, suppress_health_check=SLOW)
def test_whatever_was_changed_all_flags_of_the_answers_that_stand_were_raised(
    flow: Flow, moves: list[Moved]
) -> None:
    talk = Talk(flow)
    raised = {_flag(event) for event in only(talk.events, Flagged)}
    for move in moves:
        for one in inputs_of(move, talk.session, engine.current(flow, talk.session)):
            raised |= {_flag(event) for event in only(talk.give(one), Flagged)}
        assert straight_run(flow, talk.session) <= raised


@given(flagging_flows(), changes_of_mind(), st.integers(0, 5))
@settings(max_examples=40, suppress_health_check=SLOW)
def test_saying_the_same_again_raises_no_flag_of_another_answer(
    flow: Flow, moves: list[Moved], which: int
) -> None:
    talk = Talk(flow)
    for move in moves:
        for one in inputs_of(move, talk.session, engine.current(flow, talk.session)):
            talk.give(one)
    answers = sorted(talk.session.answers.values(), key=lambda one: flow.route.place[one.step])
    if talk.session.over or not answers:
        return
    answer = answers[which % len(answers)]
    talk.command("change")
    talk.press(str(which % len(answers) + 1))
    events = talk.command("skip") if answer.value is None else talk.press(str(answer.value))
    assert {flagged.step for flagged in only(events, Flagged)} <= {answer.step}


@for_any_conversation
def test_whatever_was_said_all_flags_of_the_answers_that_stand_were_raised(
    flow: Flow, inputs: list[Said]
) -> None:
    done = run(flow, inputs)
    raised = {_flag(event) for _, sprint in done for event in only(sprint.events, Flagged)}
    assert straight_run(flow, done[-1][1].session) <= raised


def straight_run(flow: Flow, answered: Session) -> set[tuple[str, str, str, str]]:
    """The flags of a conversation in which these answers are given at once."""
    talk = Talk(flow)
    raised = {_flag(event) for event in only(talk.events, Flagged)}
    while (said := _next(talk, answered)) is not None:
        raised |= {_flag(event) for event in only(talk.give(said), Flagged)}
    return raised


def _flag(event: Flagged) -> tuple[str, str, str, str]:
    return event.step, event.level, event.topic, event.reason


def _next(talk: Talk, answered: Session) -> Input | None:
    """What to say next to answer as it was answered; None where it was not, or at the end."""
    standing = engine.current(talk.flow, talk.session)
    if isinstance(standing, Held):
        return Commanded("carry_on")
    if not isinstance(standing, Asked):
        return None
    if standing.question.kind == "review":
        place = talk.flow.route.place
        gone_on = any(place[step] > place[standing.step] for step in answered.answers)
        return Pressed(standing.turn, "~done") if gone_on else None
    answer = answered.answers.get(standing.step)
    return None if answer is None else _given(talk, standing, answer)


def _given(talk: Talk, standing: Asked, answer: Answer) -> Input:
    turn = standing.turn
    if answer.status != "answered":
        return Commanded("skip" if answer.status == "skipped" else "rather_not")
    if isinstance(answer.value, tuple):
        missing = [key for key in answer.value if key not in talk.session.ticks]
        return Pressed(turn, missing[0] if missing else "~done")
    if standing.question.accepts:
        return Sent(standing.question.accepts[0], str(answer.value))
    if standing.question.options:
        return Pressed(turn, str(answer.value))
    return Typed(str(answer.value))


def test_the_straight_run_gives_the_same_answers() -> None:
    talk = both()
    talk.type("no", "no", "skip")
    assert straight_run(talk.flow, talk.session) == {("second", "routine", "session", "said no")}
