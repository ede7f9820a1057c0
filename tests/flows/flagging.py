"""Hypothesis strategies: flows whose flags hang on several answers, and changes of mind."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from flows.definition import Flow
from flows.events import Asked
from flows.inputs import Commanded, Corrected, Input, Pressed
from flows.session import Session

Moved = tuple[str, int, str]
"""How (answer, change, correct, or a control), which answer it is about, and yes or no."""

_SAYS = st.sampled_from(["yes", "no", "no"])
_WHICH = st.integers(0, 3)


@st.composite
def flagging_flows(draw: st.DrawFn) -> Flow:
    """Three to six questions of yes and no; flags, ways, and values that hang on any two."""
    count = draw(st.integers(3, 6))
    steps: list[dict[str, Any]] = []
    for place in range(count):
        step: dict[str, Any] = {"id": f"q{place}", "yes_no": "Is it?"}
        step["flag"] = draw(st.lists(_rule(place), max_size=2))
        if place and draw(st.integers(0, 3)) == 0:
            step["when"] = draw(_about(place - 1))
        steps.append(step)
        steps += draw(_between(place, count))
    steps.append({"id": "bye", "end": "Goodbye."})
    return Flow.model_validate({"flow": "any", "title": "Any", "steps": steps})


@st.composite
def _between(draw: st.DrawFn, place: int, count: int) -> list[dict[str, Any]]:
    kind = draw(st.sampled_from(["", "", "", "flag", "branch", "set", "review"]))
    step: dict[str, Any] = {"id": f"b{place}"}
    if kind == "flag":
        return [step | {"flag": [draw(_rule(place))]}]
    if kind == "branch" and place + 1 < count:
        to = f"q{draw(st.integers(place + 1, count - 1))}"
        return [step | {"branch": [{"when": draw(_about(place)), "to": to}]}]
    if kind == "set":
        return [step | {"set": {"sort": draw(_about(place))}}]
    return [step | {"review": "Is this right?"}] if kind == "review" else []


@st.composite
def _rule(draw: st.DrawFn, place: int) -> dict[str, Any]:
    return {
        "level": draw(st.sampled_from(["routine", "routine", "urgent"])),
        "topic": "session",
        "reason": f"reason {draw(st.integers(0, 10**6))}",
        "when": draw(_about(place)),
    }


@st.composite
def _about(draw: st.DrawFn, place: int) -> str:
    """A condition on two of the answers so far, or on what was set."""
    names = [*(f"q{number}" for number in range(place + 1)), f"q{place}", "sort"]
    one, other = (
        f"{draw(st.sampled_from(names))} {draw(st.sampled_from(['==', '!=']))} '{draw(_SAYS)}'"
        for _ in range(2)
    )
    return f"{one} {draw(st.sampled_from(['and', 'and', 'or']))} {other}"


def changes_of_mind() -> st.SearchStrategy[list[Moved]]:
    answer = st.tuples(st.just("answer"), st.just(0), _SAYS)
    change = st.tuples(st.just("change"), _WHICH, _SAYS)
    correct = st.tuples(st.just("correct"), _WHICH, _SAYS)
    control = st.sampled_from(["back", "back", "carry_on", "done", "skip", "rather_not"])
    steer = st.tuples(control, st.just(0), st.just(""))
    return st.lists(st.one_of(answer, answer, answer, change, correct, steer), max_size=14)


def inputs_of(move: Moved, session: Session, standing: object) -> list[Input]:
    """What is pressed or edited for this; carrying on where the script waits, or all is right."""
    how, which, says = move
    answers = sorted(answer.turn for answer in session.answers.values())
    if how == "change" and answers:
        line = str(which % len(answers) + 1)
        return [
            Commanded("change"),
            Pressed(session.turn + 1, line),
            Pressed(session.turn + 2, says),
        ]
    if how == "correct" and answers:
        return [Corrected(answers[which % len(answers)], says)]
    if how == "answer" and isinstance(standing, Asked):
        review = standing.question.kind == "review"
        return [Pressed(session.turn, "~done" if review else says)]
    if how in ("change", "correct", "answer"):
        return [Commanded("carry_on")]
    return [Pressed(session.turn, f"~{how}")]
