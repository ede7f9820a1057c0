"""Proves that a flow does what it says, whatever is answered: by looking at all that can happen.

Every step is come to; every condition is true for some answers and false for others; an answer that
a flag names raises it wherever the conversation goes from there; nothing sensitive is asked before
consent, where a consent is asked. That every way ends is part of being a Flow: it only goes
forward, and its last step is an end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from flows.conditions import Names, conditions_of
from flows.definition import Flow
from flows.exploring import MOST_STATES, Exploration, State, explore
from flows.partition import FAULT
from flows.reading import Path
from flows.steps import AnyStep, Branch
from flows.steps.branch import Way
from flows.wording import answers_in_words

_MOST_TURNINGS: Final = 4
_NEVER: Final[dict[str | int, str]] = {
    "flag": "no answer raises this flag",
    "branch": "this way is never taken",
    "when": "this step is always passed by",
}
_ALWAYS: Final[dict[str | int, str]] = {
    "flag": "every answer raises this flag",
    "branch": "this way is always taken",
    "when": "this step is never passed by",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that could not be proved: at which step, where in it, what, and how to mend it.

    `of_all`: where a step stands several times in a flow, because it is repeated, it is only a
    fault when it is so in each place; then all have the same word here.
    """

    step: str
    where: Path
    what: str
    mend: str
    of_all: Literal["", "unreached", "never true", "never false"] = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of it. Without `doubts` the flow does what it says.

    `states` counts what was looked at: a step, with the classes of all that is still read there.
    """

    states: int
    doubts: tuple[Doubt, ...]
    exploration: Exploration


def prove(flow: Flow, others: Mapping[str, Flow], limit: int = MOST_STATES) -> Proof:
    """Explores a flow whose conditions can be worked out (flows/conditions.py finds no fault).

    `others` are the flows whose earlier answers it may read, by name.
    """
    exploration = explore(flow, others, limit)
    doubts = tuple(_Prover(flow, Names(flow, others), exploration, limit).doubts())
    return Proof(len(exploration.turnings), doubts, exploration)


class _Prover:
    def __init__(self, flow: Flow, names: Names, seen: Exploration, limit: int) -> None:
        self._limit = limit
        self._flow = flow
        self._names = names
        self._seen = seen

    def doubts(self) -> Iterator[Doubt]:
        if self._seen.grown:
            what = f"there is too much to look at: {self._limit:,} states, most of them here"
            mend = (
                "Compare numbers with fixed numbers, as in `heard < 3`, and not with each other; "
                "or let fewer answers be looked at so far from their question."
            )
            yield Doubt(self._seen.grown, (), what, mend)
            return
        yield from self._unreached()
        yield from self._conditions()
        yield from self._flags()
        for step, state in self._seen.early.items():
            what = f"this is sensitive, and can be asked without consent{self._way(state)}"
            mend = "Ask it on the way of those who said yes, after the question of consent."
            yield Doubt(step, (), what, mend)

    def _unreached(self) -> Iterator[Doubt]:
        reached = self._seen.reached()
        for step in self._flow.steps:
            if step.id not in reached:
                what = "no answers lead to this step"
                mend = "Look at the conditions on the way to it."
                yield Doubt(step.id, (), what, mend, "unreached")

    def _conditions(self) -> Iterator[Doubt]:
        reached = self._seen.reached()
        for step in self._flow.steps:
            for where, source in _looked_at(step) if step.id in reached else ():
                outcomes = self._seen.outcomes.get((step.id, where), {})
                if FAULT in outcomes:
                    what = f"`{source}` cannot be worked out{self._way(outcomes[FAULT])}"
                    yield Doubt(step.id, where, what, "Compare like with like.")
                elif not outcomes:
                    what = f"`{source}` is never looked at: a way before it is always taken"
                    mend = "Take this way away, or change the conditions before it."
                    yield Doubt(step.id, where, what, mend, "never true")
                elif True not in outcomes:
                    what = f"{_NEVER[where[0]]}: `{source}` is never true here"
                    mend = "Compare with an answer that can have been given by then."
                    yield Doubt(step.id, where, what, mend, "never true")
                elif False not in outcomes:
                    what = f"{_ALWAYS[where[0]]}: `{source}` is never false here"
                    mend = "Leave the condition out, or change it."
                    yield Doubt(step.id, where, what, mend, "never false")

    def _flags(self) -> Iterator[Doubt]:
        for (step, rule), state in self._seen.passed.items():
            what = f"an answer for this flag can go without it{self._way(state, last=state.step)}"
            mend = f"Raise it before `{state.step}`: best at the question that it is about."
            yield Doubt(step, ("flag", rule), what, mend)

    def _way(self, state: State, last: str = "") -> str:
        """One way to the state, as ": after safe: No, then at fork"; "" for the only one."""
        turnings = self._seen.way_to(state)[-_MOST_TURNINGS:]
        said = [
            f"{turning.about}: {answers_in_words(self._names, turning.about, turning.values)}"
            for turning in turnings
        ]
        if last:
            said.append(f"at `{last}`")
        return f" ({', '.join(said)})" if said else ""


def _looked_at(step: AnyStep) -> Iterator[tuple[Path, str]]:
    """Its conditions, but for those of ways after one without any."""
    always = [number for number, way in enumerate(_ways(step)) if way.when is None]
    for where, source in conditions_of(step):
        if not (always and where[0] == "branch" and _number(where) > always[0]):
            yield where, source


def _ways(step: AnyStep) -> tuple[Way, ...]:
    return step.ways if isinstance(step, Branch) else ()


def _number(where: Path) -> int:
    return where[1] if isinstance(where[1], int) else 0
