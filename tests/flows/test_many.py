"""Ticking several options: pressed one by one and done, or typed at once."""

from __future__ import annotations

import pytest

from flows.events import Answered, Ticked, Unclear
from flows.problems import FlowError
from tests.flows.talking import Talk, flow_of, kinds, only

NEEDS = """
- id: needs
  many: What would help you take part?
  options: {large: Large print, ramp: A ramp, quiet: A quiet room, none: None of these}
  exclusive: none
- id: ramp
  yes_no: Is the ramp here good enough?
  when: "'ramp' in needs"
- id: more
  text: Anything else?
- id: bye
  end: Goodbye.
"""


def ticks(talk: Talk) -> tuple[str, ...]:
    return talk.asked.question.ticked


def test_a_press_ticks_and_leaves_the_question_and_its_turn() -> None:
    talk = Talk(flow_of(NEEDS))
    events = talk.press("ramp")
    assert [(e.turn, e.question.ticked) for e in only(events, Ticked)] == [(1, ("ramp",))]
    assert ticks(talk) == ("ramp",)
    talk.press("large", turn=1)
    assert ticks(talk) == ("large", "ramp"), "in the options' order"
    talk.press("ramp", turn=1)
    assert ticks(talk) == ("large",)
    assert talk.values() == {}


def test_done_answers_with_the_ticks() -> None:
    talk = Talk(flow_of(NEEDS))
    assert talk.asked.question.controls[0] == "done"
    talk.press("quiet")
    talk.press("ramp")
    answer = only(talk.press("~done"), Answered)[0].answer
    assert (answer.value, answer.label) == (("ramp", "quiet"), "A ramp\nA quiet room")
    assert talk.asked.step == "ramp"


def test_done_without_a_tick_asks_for_one_where_one_is_needed() -> None:
    talk = Talk(flow_of(NEEDS))
    assert talk.press("~done") == (Unclear("needs", 1, "too_few", ()),)
    free = Talk(flow_of(NEEDS.replace("exclusive: none", "fewest: 0")))
    free.press("~done")
    assert free.values() == {"needs": ()}


def test_an_option_that_rules_out_the_others_does() -> None:
    talk = Talk(flow_of(NEEDS))
    talk.press("ramp")
    talk.press("none")
    assert ticks(talk) == ("none",)
    talk.press("ramp")
    assert ticks(talk) == ("ramp",)
    assert talk.type("none, a ramp") == (Unclear("needs", 1, "too_many", ()),)


def test_no_more_are_ticked_than_can_be() -> None:
    talk = Talk(flow_of(NEEDS.replace("exclusive: none", "most: 1")))
    talk.press("ramp")
    assert talk.press("large") == (Unclear("needs", 1, "too_many", ()),)
    assert ticks(talk) == ("ramp",)
    assert talk.press("nothing") == (Unclear("needs", 1, "not_a_choice", (), times=2),)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2", ("ramp",)),
        ("1, 3", ("large", "quiet")),
        ("3 and 1", ("large", "quiet")),
        ("a ramp and large print please", ("large", "ramp")),
        ("all", ("large", "ramp", "quiet")),
        ("none of these", ("none",)),
        ("none", ("none",)),
    ],
)
def test_typed_words_are_the_whole_answer(text: str, value: tuple[str, ...]) -> None:
    talk = Talk(flow_of(NEEDS))
    talk.type(text)
    assert talk.values() == {"needs": value}


def test_ticks_come_back_when_it_is_gone_back_to() -> None:
    talk = Talk(flow_of(NEEDS))
    talk.type("1, 3", "back")
    assert ticks(talk) == ("large", "quiet")
    talk.press("ramp")
    assert kinds(talk.press("~done")) == ["Withdrawn", "Answered", "Asked"]
    assert talk.values() == {"needs": ("large", "ramp", "quiet")}


def test_ticks_outlast_a_pause_and_a_wait() -> None:
    talk = Talk(flow_of(NEEDS))
    talk.press("ramp")
    talk.type("later", "carry on")
    assert ticks(talk) == ("ramp",)
    talk.hold()
    talk.press("~carry_on")
    assert ticks(talk) == ("ramp",)


def test_a_step_is_asked_only_of_those_who_ticked() -> None:
    talk = Talk(flow_of(NEEDS))
    talk.type("1")
    assert talk.asked.step == "more"


@pytest.mark.parametrize("bounds", ["fewest: 5", "most: 9", "exclusive: nothing", "fewest: 4"])
def test_bounds_that_cannot_be_kept_are_refused(bounds: str) -> None:
    text = NEEDS.replace("exclusive: none", bounds)
    with pytest.raises(FlowError):
        flow_of(text if bounds != "fewest: 4" else text + "\n  exclusive: none")


def test_its_cases_tell_apart_what_conditions_tell_apart() -> None:
    step = flow_of(NEEDS).route.asked("needs")
    assert set(step.cases(frozenset({"ramp"}))) == {("ramp",), ("large",), ("none",)}
    assert all(isinstance(case, tuple) for case in step.cases(frozenset()))
