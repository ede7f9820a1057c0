"""Hypothesis strategies: any flow that can be loaded, and anything that can be said to it."""

from __future__ import annotations

from typing import Any, TypeAlias, get_args

from hypothesis import strategies as st

from flows.definition import Flow, flow_of
from flows.inputs import Control
from flows.reading import Document
from flows.steps.flag import TOPICS

Said: TypeAlias = tuple[str, str, int, bool]
"""How (answer, type, press, command, hold, correct, send), what, how many turns ago, and whether
to hold."""

LEVELS = ("urgent", "soon", "routine")
QUESTIONS = ("rating", "choice", "text", "yes_no", "many", "number", "date", "photo")
INNER = (*QUESTIONS, "say", "branch", "flag", "set")
KINDS = (
    *(*QUESTIONS, *QUESTIONS, *QUESTIONS),
    *("say", "say", "branch", "branch", "branch", "flag", "set", "review", "end"),
    *("contact", "call", "call", "repeat", "repeat"),
)
KEYS = ("yes", "no", "bit", "unsure", "later", "1", "2", "a-b")
CONTROLS: tuple[Control, ...] = get_args(Control)
WORDS = (
    *("yes", "no", "skip", "back", "later", "tomorrow", "carry on", "enough for today", "help"),
    *("talk to someone", "stop", "1", "2", "7", "11", "seven", "7 out of 10", "7 or 8", "7.5"),
    *("", "  ", "\u200b", "👍", "a", "option two", "🙂" * 60, "x" * 201, "y" * 4_001, "z" * 10_001),
    *("1 and 2", "all", "none", "option yes, option no", "3 March 2027", "03/04/2027", "yesterday"),
    *("prefer not to say", "change an answer", "done", "in two hours", "1,000", "Very", "b"),
)
TODAY = "2027-03-30"


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """A flow with every kind of step, jumps ahead, and conditions that may not fit an answer."""
    written = draw(_flow("any", KINDS, 10))
    other = Document("other.yaml", draw(_flow("other", INNER, 4)), {})
    return flow_of(Document("any.yaml", written, {}), lambda _name: other)


@st.composite
def _flow(draw: st.DrawFn, name: str, choose: tuple[str, ...], most: int) -> dict[str, Any]:
    fewest = draw(st.sampled_from([0, most // 2]))
    kinds = draw(st.lists(st.sampled_from(choose), min_size=fewest, max_size=most))
    steps = [_step(draw, kinds, place) for place in range(len(kinds))]
    steps.append({"id": f"s{len(kinds)}", "end": "Goodbye."})
    return {"flow": name, "title": "Any", "steps": steps}


def _step(draw: st.DrawFn, kinds: list[str], place: int) -> dict[str, Any]:
    kind = kinds[place]
    step: dict[str, Any] = {"id": f"s{place}", kind: f"Text {place}, {{{{ name }}}}."}
    if kind == "branch":
        step["branch"] = draw(st.lists(_way(kinds, place), min_size=1, max_size=3))
    elif kind == "flag":
        step["flag"] = draw(st.lists(_rule(place), min_size=1, max_size=2))
    elif kind == "set":
        step["set"] = {draw(st.sampled_from(["total", "sort"])): draw(_worth(place))}
    elif kind == "call":
        step["call"] = "other"
    elif kind == "repeat":
        step["repeat"] = draw(_rounds(kinds, place))
    elif kind in QUESTIONS:
        step |= draw(_question(kind, place))
    if place and draw(st.integers(0, 4)) == 0:  # not on its own answer, which no check lets pass
        step["when"] = draw(_condition(place - 1))
    leaps = ("branch", "end", "repeat", "contact")
    if kind not in leaps and draw(st.integers(0, 9)) == 0:
        step["next"] = f"s{draw(st.integers(place + 1, len(kinds)))}"
    return step


@st.composite
def _rounds(draw: st.DrawFn, kinds: list[str], place: int) -> dict[str, Any]:
    """Over ticks where something can be ticked, a list of texts, or a fact."""
    ticked = [f"s{number}" for number in range(place) if kinds[number] == "many"]
    over = draw(st.sampled_from([["This", "That"], "actions", *ticked, *ticked]))
    inner = draw(st.lists(st.sampled_from(INNER), min_size=1, max_size=3))
    steps = [_step(draw, [*inner, "end"], number) for number in range(len(inner))]
    for number, step in enumerate(steps):
        step.pop("next", None)
        if "branch" in step:  # in its own round, or out of it
            step["branch"] = [
                {**way, "to": f"b{number + 1}" if number + 1 < len(steps) else f"s{len(kinds)}"}
                for way in step["branch"]
            ]
        step["id"] = f"b{number}"
    return {"over": over, "steps": steps} | ({"most": 2} if over == "actions" else {})


@st.composite
def _question(draw: st.DrawFn, kind: str, place: int) -> dict[str, Any]:
    marks = ("sensitive", "contact", "required", "rather_not")
    found: dict[str, Any] = {mark: True for mark in marks if draw(st.integers(0, 3)) == 0}
    if kind == "rating" and draw(st.booleans()):
        found["scale"] = {"words": ["Not", "A bit", "Some", "Very"][: draw(st.integers(3, 4))]}
    elif kind == "rating":
        lowest = draw(st.integers(0, 2))
        highest = lowest + draw(st.integers(2, 10))
        found["scale"] = {"from": lowest, "to": highest, "low": "Not at all", "high": "Very"}
    if kind in ("choice", "many"):
        keys = draw(st.lists(st.sampled_from(KEYS), min_size=2, max_size=4, unique=True))
        found["options"] = {key: f"Option {key}" for key in keys}
    if kind == "many":
        found["fewest"] = draw(st.integers(0, 1))
        found |= draw(st.sampled_from([{}, {"most": 1}, {"most": 2}, {"exclusive": keys[0]}]))
    if kind == "number":
        found |= {"from": 0, "to": draw(st.sampled_from([7, 2_000])), "unit": "hours"}
        found["decimals"] = draw(st.integers(0, 2))
    if kind == "date" and draw(st.booleans()):
        found |= draw(st.sampled_from([{"latest": "today"}, {"earliest": "2000-01-01"}]))
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
    told = ["cohort", "language", "actions", "actions.1", "total", "earlier('past', 'mood')"]
    steps = [f"s{number}" for number in range(place + 1)]
    left = draw(st.sampled_from([*steps, *steps, *told]))
    op = draw(
        st.sampled_from(
            ["==", "!=", "<", ">=", "in", "not in", "is none", "is not none", "holds", "=="]
        )
    )
    if op in ("is none", "is not none"):
        return f"{left} {op}"
    if op == "holds":
        return f"'{draw(st.sampled_from(KEYS))}' in {left}"
    one = draw(st.sampled_from(["'yes'", "'no'", "3", "none", "nobody", "s0", "-1 + s0", "total"]))
    right = f"({one}, 'bit')" if op in ("in", "not in") else one
    return f"not {left} {op} {right}" if draw(st.booleans()) else f"{left} {op} {right}"


@st.composite
def _worth(draw: st.DrawFn, place: int) -> str | int | float:
    """A value to set, that may not be to be worked out."""
    step = f"s{draw(st.integers(0, max(place - 1, 0)))}"
    worths: list[str | int | float] = [
        "'adult'",
        3,
        0.5,
        "total + 1",
        f"{step} + 1",
        step,
        f"{step} == 'yes'",
        "(1, 2)",
    ]
    return draw(st.sampled_from(worths))


def said() -> st.SearchStrategy[Said]:
    """One thing that is said, pressed or commanded, or that makes the script wait.

    `answer` presses the button of that number, or types where there are none, or carries on where
    the script waits; most are that, so that conversations get somewhere.
    """
    keys = (*KEYS, *(f"~{control}" for control in CONTROLS), "0", "3", "10", "~nothing", "~", "")
    now, never = st.just(0), st.just(False)
    hold = st.sampled_from([False, False, False, True])
    answer = st.tuples(st.just("answer"), st.sampled_from(["0", "1", "2", "9"]), now, never)
    move = st.sampled_from(["~back", "~back", "~carry_on", "~skip", "~change", "~done"])
    ago = st.integers(0, 8)
    return st.one_of(
        *(answer,) * 7,
        st.tuples(st.just("press"), move, now, never),
        st.tuples(st.just("press"), move, now, never),
        st.tuples(st.just("press"), st.sampled_from(keys), st.integers(-2, 6), hold),
        st.tuples(st.just("type"), st.sampled_from(WORDS), now, hold),
        st.tuples(st.just("type"), st.text(max_size=40), now, hold),
        st.tuples(st.just("command"), st.sampled_from(CONTROLS), now, hold),
        st.tuples(st.just("correct"), st.sampled_from(WORDS), ago, hold),
        st.tuples(st.just("correct"), st.sampled_from(["yes", "no", "1", "skip"]), ago, never),
        st.tuples(st.just("send"), st.sampled_from(["", "yes", "a caption"]), ago, hold),
        st.tuples(st.just("hold"), st.just(""), now, never),
    )
