"""Flags that an answer must raise at a step further on, wherever the conversation goes.

A flag rule is mostly looked at right after the question that it names; nothing can come between.
Where it stands at another step, a way around that step would leave the answer without its flag.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from flows.conditions import flag_conditions
from flows.definition import Flow
from flows.expressions import ConditionError, condition
from flows.variables import Variables, is_given

Known = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Owed:
    """A flag rule that names other steps than its own: where it stands, and its condition."""

    place: int
    step: str
    rule: int
    source: str
    names: frozenset[str]


class Debts:
    """All such rules of a flow."""

    def __init__(self, flow: Flow, variables: Variables) -> None:
        self._variables: Final = variables
        self._all: Final = tuple(
            Owed(place, step.id, rule, source, names)
            for place, step in enumerate(flow.steps)
            for rule, source in flag_conditions(step)
            for names in (condition(source).names,)
            if step.id not in names
        )

    def passed_by(self, known: Known, after: int, to: int) -> Iterator[tuple[str, int]]:
        """The rules (step and number) between two places that should have raised a flag."""
        for one in self._all:
            if after < one.place < to and self._is_due(one, known):
                yield one.step, one.rule

    def hidden(
        self, before: Known, known: Known, place: int, name: str
    ) -> Iterator[tuple[str, int]]:
        """The rules after `place` that a new value of `name` keeps from raising a flag."""
        for one in self._all:
            reads = one.place > place and name in one.names
            if reads and self._is_due(one, before) and not self._is_due(one, known):
                yield one.step, one.rule

    def _is_due(self, one: Owed, known: Known) -> bool:
        """Whether its condition is true by an answer that was given, for some of the facts."""
        if all(is_given(name) or known.get(name) is None for name in one.names):
            return False
        unknown = [name for name in one.names if is_given(name) and name not in known]
        rows = product(*(self._variables.cases[name] for name in unknown))
        return any(
            self._holds(one, {**known, **dict(zip(unknown, row, strict=True))}) for row in rows
        )

    def _holds(self, one: Owed, known: Known) -> bool:
        try:
            return condition(one.source).holds(self._variables.values(known.items()))
        except ConditionError:  # a flag whose condition fails is raised
            return True
