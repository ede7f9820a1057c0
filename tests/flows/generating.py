"""Hypothesis strategies: any flow that can be loaded, and anything that can be said to it."""

from __future__ import annotations

from typing import Any, TypeAlias

from hypothesis import strategies as st

from flows.definition import Flow
from flows.inputs import Control
from flows.steps.flag import TOPICS

Said: TypeAlias = tuple[str, str, int, bool]
"""How (answer, type, press, command, hold), what, how many turns ago, and whether to hold."""

LEVELS = ("urgent", "soon", "routine")
QUESTIONS = ("rating", "choice", "text", "yes_no")
KINDS = (*QUESTIONS, *QUESTIONS, *QUESTIONS, "say", "say", "branch", "branch", "flag", "end")
KEYS = ("yes", "no", "bit", "unsure", "later", "1", "2", "a-b")
CONTROLS: tuple[Control, ...] = (
    *("skip", "back", "pause", "resume"),
    *("stop", "talk", "carry_on", "enough"),
)
WORDS = (
    *("yes", "no", "skip", "back", "later", "tomorrow", "carry on", "enough for today", "help"),
    *("talk to someone", "stop", "1", "2", "7", "11", "seven", "7 out of 10", "7 or 8", "7.5"),
    *("", "  ", "\u200b", "👍", "a", "option two", "🙂" * 60, "x" * 201, "y" * 4_001, "z" * 10_001),
)


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """A flow with every kind of step, jumps ahead, and conditions that may not fit an answer."""
    kinds = draw(
        st.lists(st.sampled_from(KINDS), min_size=draw(st.sampled_from([0, 6])), max_size=10)
    )
    steps = [_step(draw, kinds, place) for place in range(len(kinds))]
    steps.append({"id": f"s{len(kinds)}", "end": "Goodbye."})
    return Flow.model_validate({"flow": "any", "title": "Any", "steps": steps})


def _step(draw: st.DrawFn, kinds: list[str], place: int) -> dict[str, Any]:
    kind = kinds[place]
    step: dict[str, Any] = {"id": f"s{place}", kind: f"Text {place}, {{{{ name }}}}."}
    if kind == "branch":
        step["branch"] = draw(st.lists(_way(kinds, place), min_size=1, max_size=3))
    elif kind == "flag":
        step["flag"] = draw(st.lists(_rule(place), min_size=1, max_size=2))
    elif kind not in ("say", "end"):
        step |= draw(_question(kind, place))
    if kind not in ("branch", "end") and draw(st.integers(0, 9)) == 0:
        step["next"] = f"s{draw(st.integers(place + 1, len(kinds)))}"
    return step


@st.composite
def _question(draw: st.DrawFn, kind: str, place: int) -> dict[str, Any]:
    marks = ("sensitive", "contact", "required")
    found: dict[str, Any] = {mark: True for mark in marks if draw(st.integers(0, 3)) == 0}
    if kind == "rating":
        lowest = draw(st.integers(0, 2))
        highest = lowest + draw(st.integers(1, 10))
        found["scale"] = {"from": lowest, "to": highest, "low": "Not at all", "high": "Very"}
    if kind == "choice":
        keys = draw(st.lists(st.sampled_from(KEYS), min_size=2, max_size=4, unique=True))
        found["options"] = {key: f"Option {key}" for key in keys}
    if draw(st.booleans()):
        found["flag"] = draw(st.lists(_rule(place), min_size=1, max_size=2))
    return found


@st.composite
def _rule(draw: st.DrawFn, place: int) -> dict[str, Any]:
    rule = {
        "level": draw(st.sampled_from(LEVELS)),
        "topic": draw(st.sampled_from(TOPICS)),
        "reason": f"reason {draw(st.integers(0, 10**6))}",
    }
    return rule | ({"when": draw(_condition(place))} if draw(st.booleans()) else {})


@st.composite
def _way(draw: st.DrawFn, kinds: list[str], place: int) -> dict[str, Any]:
    way = {"to": f"s{draw(st.integers(place + 1, len(kinds)))}"}
    return way | ({"when": draw(_condition(place))} if draw(st.integers(0, 3)) else {})


@st.composite
def _condition(draw: st.DrawFn, place: int) -> str:
    """A condition on any step so far, some of which have no answer or one of another type."""
    left = draw(st.sampled_from([f"s{number}" for number in range(place + 1)] + ["cohort"]))
    op = draw(st.sampled_from(["==", "!=", "<", ">=", "in", "not in", "is none", "is not none"]))
    if op in ("is none", "is not none"):
        return f"{left} {op}"
    one = draw(st.sampled_from(["'yes'", "'no'", "3", "none", "nobody", "s0", "-1 + s0"]))
    right = f"({one}, 'bit')" if op in ("in", "not in") else one
    return f"not {left} {op} {right}" if draw(st.booleans()) else f"{left} {op} {right}"


def said() -> st.SearchStrategy[Said]:
    """One thing that is said, pressed or commanded, or that makes the script wait.

    `answer` presses the button of that number, or types where there are none, or carries on where
    the script waits; most are that, so that conversations get somewhere.
    """
    keys = (*KEYS, *(f"~{control}" for control in CONTROLS), "0", "3", "10", "~nothing", "~", "")
    now, never = st.just(0), st.just(False)
    hold = st.sampled_from([False, False, False, True])
    answer = st.tuples(st.just("answer"), st.sampled_from(["0", "1", "2", "9"]), now, never)
    move = st.sampled_from(["~back", "~back", "~carry_on", "~skip"])
    return st.one_of(
        *(answer,) * 6,
        st.tuples(st.just("press"), move, now, never),
        st.tuples(st.just("press"), move, now, never),
        st.tuples(st.just("press"), st.sampled_from(keys), st.integers(-2, 6), hold),
        st.tuples(st.just("type"), st.sampled_from(WORDS), now, hold),
        st.tuples(st.just("type"), st.text(max_size=40), now, hold),
        st.tuples(st.just("command"), st.sampled_from(CONTROLS), now, hold),
        st.tuples(st.just("hold"), st.just(""), now, never),
    )
