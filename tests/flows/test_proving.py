"""What is proved of a flow holds when the engine walks it."""

from __future__ import annotations

from random import Random

import pytest

from flows import engine
from flows.checking import check, examine_flow
from flows.definition import Flow, load_flow
from flows.events import Asked, Faulted, Flagged
from flows.exploring import Exploration, State, explore
from flows.library import library
from flows.proving import prove
from flows.steps import FlagStep, QuestionStep
from tests.flows.generating import Said
from tests.flows.random_forms import form, inputs, with_flags
from tests.flows.saying import for_any_conversation, run
from tests.flows.talking import CONTEXT

Flag = tuple[str, str]
"""The step that raised it, and its reason."""


def flow_of(steps: str) -> Flow:
    text = f"flow: trial\ntitle: Trial\nsteps:\n{steps}  - id: bye\n    end: Goodbye.\n"
    return load_flow(text, "trial.yaml")


def flags_at(flow: Flow, state: State, raised: tuple[int, ...]) -> list[Flag]:
    step = flow.route.steps[state.step]
    if not isinstance(step, QuestionStep | FlagStep):
        assert not raised
        return []
    return [(step.id, step.flags[number].reason) for number in raised]


def to_question(
    flow: Flow, seen: Exploration, state: State | None
) -> tuple[State | None, list[Flag]]:
    """The next state where something is asked, and the flags on the way there."""
    flags: list[Flag] = []
    while state is not None and not seen.turnings[state][0].about:
        [turning] = seen.turnings[state]
        flags += flags_at(flow, state, turning.raised)
        state = turning.to
    return state, flags


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 15))]
)
def test_the_engine_asks_and_flags_what_was_explored(seed: int) -> None:
    random = Random(seed)
    for _ in range(15):
        flow = Flow.model_validate(with_flags(random, form(random)))
        seen = explore(flow, {})
        for _ in range(3):
            follow(flow, seen, random)


def follow(flow: Flow, seen: Exploration, random: Random) -> None:
    """Walks one way that was explored, with the engine beside."""
    sprint = engine.start(flow, CONTEXT)
    state, flags = to_question(flow, seen, seen.start)
    assert [(one.step, one.reason) for one in sprint.events if isinstance(one, Flagged)] == flags
    while state is not None:
        [asked] = [one for one in sprint.events if isinstance(one, Asked)]
        assert asked.step == state.step
        turning = random.choice(seen.turnings[state])
        flags = flags_at(flow, state, turning.raised)
        value = random.choice(turning.values)
        for one in inputs(asked.question.kind, value, sprint.session.turn):
            sprint = engine.resume(flow, sprint.session, one, CONTEXT)
        state, more = to_question(flow, seen, turning.to)
        raised = [(one.step, one.reason) for one in sprint.events if isinstance(one, Flagged)]
        assert raised == [*flags, *more]
    assert sprint.session.status == "finished"


def test_answers_that_nothing_tells_apart_are_one_class() -> None:
    flow = flow_of(
        "  - id: heard\n    rating: How heard?\n    scale: {from: 0, to: 10, low: L, high: H}\n"
        "  - id: why\n    text: Why?\n    when: heard < 4\n"
    )
    seen = explore(flow, {})
    assert {turning.values for turning in seen.turnings[seen.start]} == {
        (0, 1, 2, 3),
        (None, *range(4, 11)),
    }
    assert len(seen.turnings) == 4


def test_what_is_not_read_any_more_makes_no_more_states() -> None:
    question = "  - id: q{0}\n    choice: Well?\n    options: {{a: A, b: B, c: C}}\n"
    sorry = "  - id: s{0}\n    say: I see.\n    when: q{0} == 'a'\n"
    steps = "".join((question + sorry).format(number) for number in range(30))
    assert prove(flow_of(steps), {}).states < 150


def test_a_fact_counts_only_from_where_it_is_read() -> None:
    flow = flow_of(
        "  - id: a\n    yes_no: A?\n"
        "  - id: b\n    say: B.\n    when: nation == 'wales'\n"
        "  - id: c\n    say: C.\n    when: nation == 'wales' and a == 'yes'\n"
    )
    seen = explore(flow, {})
    assert [len(seen.turnings[state]) for state in seen.turnings if state.step == "b"] == [
        2, 2, 1, 1, 1, 1,
    ]  # fmt: skip
    assert not prove(flow, {}).doubts


def test_an_earlier_session_is_looked_at_answer_by_answer() -> None:
    flow = flow_of(
        "  - id: low\n    text: Last time you were not heard. And now?\n"
        "    when: earlier('after-session', 'heard') < 3\n"
    )
    proof = prove(flow, library())
    assert not proof.doubts
    [first, *_] = proof.exploration.turnings.values()
    assert [turning.values for turning in first] == [(None, *range(3, 11)), (0, 1, 2)]


def test_every_set_of_ticks_that_conditions_name_is_looked_at() -> None:
    steps = (
        "  - id: liked\n    many: What?\n    options: {a: A, b: B, c: C, d: D, none: None}\n"
        "    exclusive: none\n"
        "  - id: all\n    say: All three.\n"
        "    when: \"'a' in liked and 'b' in liked and 'c' in liked\"\n"
    )
    assert not prove(flow_of(steps), {}).doubts
    both = steps.replace("'b' in liked", "'none' in liked")
    assert "is never true here" in prove(flow_of(both), {}).doubts[0].what


def test_a_flag_at_its_own_question_needs_no_proof_further_on() -> None:
    flow = flow_of(
        "  - id: safe\n    yes_no: Safe?\n"
        "    flag: {when: \"safe == 'no'\", level: urgent, topic: danger, reason: is not safe}\n"
        "  - id: fork\n    branch: [{when: \"safe == 'no'\", to: bye}]\n"
        "  - id: more\n    text: More?\n"
    )
    assert not prove(flow, {}).doubts


def test_too_many_states_end_the_exploration_and_name_the_step() -> None:
    steps = "".join(
        f"  - id: r{n}\n    rating: Well?\n    scale: {{from: 0, to: 10, low: L, high: H}}\n"
        for n in range(3)
    )
    flow = flow_of(f"{steps}  - id: more\n    text: More?\n    when: r0 + r1 + r2 > 12\n")
    [doubt] = prove(flow, {}, limit=50).doubts
    assert doubt.step == "r2"
    assert "50 states" in doubt.what
    assert "heard < 3" in doubt.mend
    assert not prove(flow, {}).doubts


def test_a_repeated_step_is_looked_at_in_all_its_places_together() -> None:
    text = (
        "flow: trial\ntitle: Trial\nsteps:\n"
        "  - id: liked\n    many: What did you like?\n    options: {tea: The tea, bus: The bus}\n"
        "  - id: each\n    repeat:\n      over: liked\n      steps:\n"
        "        - id: why\n          yes_no: Would you like more of it? {{ item }}\n"
        "        - id: tell\n          text: Tell me.\n          when: why == 'no'\n"
        "  - id: bye\n    end: Goodbye.\n"
    )
    assert check(text, "trial.yaml")[1] == []
    _, found = check(text.replace("why == 'no'", "why == 'no' and why == 'yes'"), "trial.yaml")
    assert {(problem.line, problem.step) for problem in found} == {
        (15, "each.tea.tell"),
        (15, "each.bus.tell"),
    }


@for_any_conversation
def test_any_flow_can_be_checked(flow: Flow, inputs: list[Said]) -> None:
    found = examine_flow(flow)
    assert found.proof is not None or found.errors


@for_any_conversation
def test_no_condition_of_a_sound_flow_fails(flow: Flow, inputs: list[Said]) -> None:
    if not examine_flow(flow).sound:
        return
    for _, sprint in run(flow, inputs):
        assert not [event for event in sprint.events if isinstance(event, Faulted)]
