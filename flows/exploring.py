"""Walks every way through a flow, with the conditions that the engine itself works out.

Answers are taken by classes (flows/partition.py), and two walks that stand at the same step with
the same classes of everything that is still read are one state from there on. Facts about the
participant count when a condition first reads them: there the walk parts for each class of them.
A flow only goes forward, so states are found in the order of its steps, and there is an end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from flows.definition import Flow
from flows.expressions import ConditionError, condition
from flows.owing import Debts
from flows.partition import FAULT
from flows.reading import Path
from flows.steps import AnyStep, Branch, End, FlagStep, QuestionStep, Review, Say, SetStep
from flows.variables import CONSENT, Known, Variables, asks_consent, needs_consent, ordered

MOST_STATES: Final = 20_000


class State(NamedTuple):
    """A step that is reached, and what is known there of names that are still read."""

    step: str
    known: Known


@dataclass(frozen=True, slots=True)
class Turning:
    """A class of answers (or of a fact) at a state: the flags it raises, and where it leads.

    `about` is the question's or the fact's name, or "" where nothing is asked; `raised` are the
    numbers of the step's flag rules; `to` is None at the end. `silent`: the step would say
    something, and is passed by.
    """

    about: str
    values: tuple[object, ...]
    raised: tuple[int, ...]
    to: State | None
    silent: bool = False


@dataclass(slots=True)
class Exploration:
    """All states in the order of their steps, and what was seen in them.

    - `outcomes`: for each condition (its step, and where in the step), what came out of it, and the
      first state where it did.
    - `passed`: flags (step and number of the rule) that an answer should raise and that a walk does
      not come by, with the state where it turns off.
    - `early`: sensitive questions that a walk reaches before a consent was given.
    - `grown`: the step where there were too many states to go on, or "".
    """

    start: State
    turnings: dict[State, tuple[Turning, ...]] = field(default_factory=dict)
    came_from: dict[State, tuple[State, Turning]] = field(default_factory=dict)
    outcomes: dict[tuple[str, Path], dict[Hashable, State]] = field(default_factory=dict)
    passed: dict[tuple[str, int], State] = field(default_factory=dict)
    early: dict[str, State] = field(default_factory=dict)
    grown: str = ""

    def reached(self) -> frozenset[str]:
        """The steps that some answers lead to."""
        return frozenset(state.step for state in self.turnings)

    def way_to(self, state: State) -> list[Turning]:
        """One way from the start: its turnings where there was another way to turn."""
        found: list[Turning] = []
        while state in self.came_from:
            state, turning = self.came_from[state]
            if len(self.turnings[state]) > 1:
                found.append(turning)
        return found[::-1]


def explore(flow: Flow, others: Mapping[str, Flow], limit: int = MOST_STATES) -> Exploration:
    """Everything that can happen in a flow whose conditions can be worked out.

    `others` are the flows whose earlier answers it may read, by name. When there are more than
    `limit` states it stops, with `grown` set.
    """
    return _Explorer(flow, others, limit).explore()


class _Explorer:
    """One exploration. States wait by the places of their steps, and are looked at in order."""

    def __init__(self, flow: Flow, others: Mapping[str, Flow], limit: int) -> None:
        self._route = flow.route
        self._steps: Sequence[AnyStep] = flow.steps
        self._limit = limit
        self._variables = Variables(flow, others)
        self._waiting: list[dict[State, None]] = [{} for _ in flow.steps]
        self._debts = Debts(flow, self._variables)
        self._found = Exploration(State(flow.route.first, ()))
        self._met = {self._found.start}
        self._waiting[0][self._found.start] = None

    def explore(self) -> Exploration:
        for place in range(len(self._steps)):
            here = self._waiting[place]
            while here and not self._found.grown:
                state = next(iter(here))
                del here[state]
                turnings = self._look(state, place)
                self._found.turnings[state] = turnings
                for turning in turnings:
                    self._meet(state, turning)
        return self._found

    def _meet(self, state: State, turning: Turning) -> None:
        to = turning.to
        if to is None or to in self._met:
            return
        self._met.add(to)
        self._found.came_from[to] = (state, turning)
        self._waiting[self._route.place[to.step]][to] = None
        if len(self._met) > self._limit:
            crowd = Counter(met.step for met in self._met)
            self._found.grown = crowd.most_common(1)[0][0]

    def _look(self, state: State, place: int) -> tuple[Turning, ...]:
        if fact := self._variables.given(place, state.known):
            return self._part(state, place, fact)
        step, known = self._steps[place], dict(state.known)
        values = self._variables.values(state.known)
        if step.when is not None and not self._comes_out(state, ("when",), step.when, values):
            beside = self._route.place[self._route.beside[step.id]]
            on = self._on(state, known, place - 1, beside)
            return (replace(on, silent=isinstance(step, Say | Review)),)
        if isinstance(step, End):
            return (Turning("", (), (), None),)
        if isinstance(step, QuestionStep):
            return self._asked(state, step, place)
        raised: tuple[int, ...] = ()
        to = self._after(place)
        if isinstance(step, Branch):
            to = self._way(state, step, values)
        elif isinstance(step, FlagStep):
            raised = self._raised(state, step, values)
        elif isinstance(step, SetStep):
            known = self._set(state, step, place)
        return (self._on(state, known, place, to, raised),)

    def _part(self, state: State, place: int, fact: str) -> tuple[Turning, ...]:
        """Parts for each class of a fact; the step is then looked at anew."""
        classes: dict[object, list[object]] = {}
        for value, stands in self._variables.partition.classes(fact, place).items():
            classes.setdefault(stands, []).append(value)
        return tuple(
            Turning(
                fact,
                tuple(values),
                (),
                State(state.step, ordered((*state.known, (fact, stands)))),
            )
            for stands, values in classes.items()
        )

    def _asked(self, state: State, step: QuestionStep, place: int) -> tuple[Turning, ...]:
        known = dict(state.known)
        if needs_consent(step) and self._variables.asks_consent and CONSENT not in known:
            self._found.early.setdefault(step.id, state)
        found: dict[tuple[tuple[int, ...], State | None], list[object]] = {}
        for values in self._variables.answers(step, place):
            answered = {**known, step.id: values[0]}
            if values[0] == "yes" and asks_consent(step):
                answered[CONSENT] = "yes"
            raised = self._raised(state, step, self._variables.values(answered.items()))
            turning = self._on(state, answered, place, self._after(place), raised)
            found.setdefault((turning.raised, turning.to), []).extend(values)
        return tuple(
            Turning(step.id, tuple(values), raised, to) for (raised, to), values in found.items()
        )

    def _set(self, state: State, step: SetStep, place: int) -> dict[str, object]:
        known = dict(state.known)
        for name, value in self._variables.set_values(step, known):
            before, known = known, {**known, name: value}
            if before.get(name) is not None:
                for rule in self._debts.hidden(before, known, place, name):
                    self._found.passed.setdefault(rule, state)
        return known

    def _on(
        self,
        state: State,
        known: Mapping[str, object],
        after: int,
        to: int,
        raised: tuple[int, ...] = (),
    ) -> Turning:
        """Goes on to the step at place `to`. Flags of steps between `after` and it are passed."""
        for rule in self._debts.passed_by(known, after, to):
            self._found.passed.setdefault(rule, state)
        return Turning(
            "", (), raised, State(self._steps[to].id, self._variables.carried(known, to))
        )

    def _raised(
        self, state: State, step: QuestionStep | FlagStep, values: Mapping[str, object]
    ) -> tuple[int, ...]:
        """The numbers of the step's flag rules that come out; one that fails counts as raised."""
        return tuple(
            number
            for number, rule in enumerate(step.flags)
            if rule.when is None
            or self._comes_out(state, ("flag", number, "when"), rule.when, values, otherwise=True)
        )

    def _way(self, state: State, branch: Branch, values: Mapping[str, object]) -> int:
        for number, way in enumerate(branch.ways):
            where = ("branch", number, "when")
            if way.when is None or self._comes_out(state, where, way.when, values):
                return self._route.place[way.to]
        return self._after(self._route.place[branch.id])

    def _after(self, place: int) -> int:
        return self._route.place[self._route.after[self._steps[place].id]]

    def _comes_out(
        self,
        state: State,
        where: Path,
        source: str,
        values: Mapping[str, object],
        *,
        otherwise: bool = False,
    ) -> bool:
        """Whether the condition is true, which is noted; `otherwise` when it cannot be known."""
        outcome = _outcome(source, values)
        self._found.outcomes.setdefault((state.step, where), {}).setdefault(outcome, state)
        return outcome if isinstance(outcome, bool) else otherwise


def _outcome(source: str, values: Mapping[str, object]) -> Hashable:
    try:
        return condition(source).holds(values)
    except ConditionError:
        return FAULT
