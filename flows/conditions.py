"""The conditions of a flow's steps, and the names that they can use."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from flows.definition import Flow
from flows.expressions import condition
from flows.facts import FACTS
from flows.names import earlier_of
from flows.reading import Path
from flows.steps import AnyStep, Branch, FlagStep, QuestionStep, SetStep


def conditions_of(step: AnyStep) -> Iterator[tuple[Path, str]]:
    """The conditions of a step that are true or false, and where in the step they stand."""
    if step.when is not None:
        yield ("when",), step.when
    if isinstance(step, Branch):
        for number, way in enumerate(step.ways):
            if way.when is not None:
                yield ("branch", number, "when"), way.when
    for number, one in flag_conditions(step):
        yield ("flag", number, "when"), one


def flag_conditions(step: AnyStep) -> Iterator[tuple[int, str]]:
    """The number of each flag rule that has a condition, and that condition."""
    if isinstance(step, QuestionStep | FlagStep):
        for number, rule in enumerate(step.flags):
            if rule.when is not None:
                yield number, rule.when


class Names:
    """The names that a flow's conditions can use. `others` are the flows that came before it."""

    def __init__(self, flow: Flow, others: Mapping[str, Flow]) -> None:
        self.flow = flow
        self.others = others

    @cached_property
    def set(self) -> frozenset[str]:
        """The names that some step sets."""
        steps = (step for step in self.flow.steps if isinstance(step, SetStep))
        return frozenset(name for step in steps for name in step.named)

    def behind(self, name: str) -> QuestionStep | None:
        """The question whose answer the name stands for, or was set to without anything else."""
        if name not in self.set:
            return self.question(name)
        steps = (step for step in self.flow.steps if isinstance(step, SetStep))
        sources = {str(step.named[name]) for step in steps if name in step.named}
        return self.question(sources.pop()) if len(sources) == 1 else None

    @cached_property
    def constants(self) -> Mapping[str, frozenset[int | float | str]]:
        """For each name, the constants that conditions compare it with."""
        return constants_named(self.flow)

    def question(self, name: str) -> QuestionStep | None:
        """The question whose answer the name stands for."""
        flow, (owner, step) = self.flow, earlier_of(name) or ("", name)
        if owner:
            if owner not in self.others:
                return None
            flow = self.others[owner]
        found = flow.route.steps.get(step)
        return found if isinstance(found, QuestionStep) else None

    def known(self, answered: Collection[str]) -> str:
        """A sentence that lists them, where the steps and names in `answered` have come before."""
        asked = [
            step.id
            for step in self.flow.steps
            if step.id in answered and isinstance(step, QuestionStep)
        ]
        named = sorted(self.set.intersection(answered))
        return f"It can name {', '.join([*asked, *named, *FACTS])}."


def constants_named(flow: Flow) -> Mapping[str, frozenset[int | float | str]]:
    """For each name, the constants that conditions compare it with."""
    found: dict[str, set[int | float | str]] = {}
    for step in flow.steps:
        for _, source in conditions_of(step):
            for comparison in condition(source).comparisons:
                named = (one for one in comparison.constants if isinstance(one, int | float | str))
                found.setdefault(comparison.name, set()).update(named)
    return {name: frozenset(constants) for name, constants in found.items()}
