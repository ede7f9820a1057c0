"""The names that a flow's conditions read: what each can hold, and where it is read."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, combinations, product
from math import prod
from typing import Final, TypeAlias

from flows.conditions import conditions_of, constants_named
from flows.definition import Flow
from flows.expressions import UNANSWERED, ConditionError, condition
from flows.facts import Fact, fact_of
from flows.judging import as_value
from flows.names import earlier_of, inner
from flows.partition import MOST_COMBINATIONS, Partition, Reader
from flows.steps import AnyStep, Many, QuestionStep, SetStep, Step

Known: TypeAlias = tuple[tuple[str, object], ...]
"""Names and the values that stand for their classes, sorted. A question that is not here has no
answer; a fact that is not here was not looked at."""

CONSENT: Final = "~consent"
"""Stands among the names for "a consent was given on this walk"."""

ANYTHING: Final = "anything else"
"""Stands for all texts that no condition names."""

_MOST_TICKED: Final = 12
_MOST_IN_LIST: Final = 6


class Variables:
    """All that a flow's conditions read. It says what is known at a step, as conditions see it.

    `others` are the flows whose earlier answers can be read, by name.
    """

    def __init__(self, flow: Flow, others: Mapping[str, Flow]) -> None:
        self._others = others
        self._constants = constants_named(flow)
        self.asks_consent = any(asks_consent(step) for step in flow.steps)
        self.cases: dict[str, tuple[object, ...]] = {CONSENT: (None, "yes")}
        readers = list(self._readers(flow))
        self.names = {name for reader in readers for name in reader.names}
        self._nothing: dict[str, object] = {inner(name): UNANSWERED for name in self.names}
        self._given: dict[int, list[str]] = {}
        for reader in readers:
            found = [name for name in reader.names if is_given(name)]
            self._given.setdefault(reader.place, []).extend(found)
            self.cases.update((name, (None, *self._given_cases(name))) for name in found)
        for step in flow.steps:
            self._add_cases(step)
        self.partition = Partition(readers, self.cases, self.values)

    def answers(self, step: QuestionStep, place: int) -> list[list[object]]:
        """The answers that a question can have, by class; no answer is None.

        Those that nothing tells apart are of one class: not its own flags, and nothing after it.
        """
        cases = self.cases[step.id]
        possible = cases[1:] if step.required else cases
        if asks_consent(step):
            return [[value] for value in possible]
        classes = self.partition.classes(step.id, place)
        found: dict[object, list[object]] = {}
        for value in possible:
            found.setdefault(classes[value], []).append(value)
        return list(found.values())

    def given(self, place: int, known: Known) -> str | None:
        """A fact that is read at this place and was not looked at; None when there is none."""
        looked_at = {name for name, _ in known}
        return next((one for one in self._given.get(place, ()) if one not in looked_at), None)

    def values(self, known: Iterable[tuple[str, object]]) -> dict[str, object]:
        """What conditions are given for what is known."""
        values = dict(self._nothing)
        values.update((inner(name), value) for name, value in known if value is not None)
        return values

    def carried(self, known: Mapping[str, object], place: int) -> Known:
        """What of it is still read at `place` or after, each value by the one for its class."""
        kept: list[tuple[str, object]] = []
        read = self.partition.at(place)
        for name, value in known.items():
            if name in read:
                stands = read[name].get(value, value)
                if stands is not None or is_given(name):
                    kept.append((name, stands))
        return ordered(kept)

    def set_values(
        self, step: SetStep, known: Mapping[str, object]
    ) -> Iterator[tuple[str, object]]:
        """Each name that the step gives a value, and the value."""
        values = self.values(known.items())
        for name, written in step.named.items():
            if (value := set_value(written, values)) is not None:
                yield name, value

    def _readers(self, flow: Flow) -> Iterator[Reader]:
        for place, step in enumerate(flow.steps):
            for where, source in conditions_of(step):
                parsed = condition(source)
                owed = where[0] == "flag" and step.id not in parsed.names
                yield Reader(place, tuple(sorted(parsed.names)), parsed.holds, owed)
            if isinstance(step, SetStep):
                for written in step.named.values():
                    yield self._setter(place, written)
            if self.asks_consent and needs_consent(step):
                yield Reader(place, (CONSENT,), _consented)

    def _setter(self, place: int, written: int | float | str) -> Reader:
        names = condition(written).names if isinstance(written, str) else ()
        return Reader(place, tuple(sorted(names)), partial(set_value, written))

    def _add_cases(self, step: AnyStep) -> None:
        if isinstance(step, QuestionStep):
            bounds = self._constants.get(step.id, frozenset())
            self.cases[step.id] = (None, *cases_of(step, bounds))
        elif isinstance(step, SetStep):
            for name, written in step.named.items():
                before = self.cases.get(name, (None,))
                self.cases[name] = tuple(dict.fromkeys((*before, *self._outcomes(written))))

    def _outcomes(self, written: int | float | str) -> Iterator[object]:
        """All that an expression can come to; nothing when there are too many to tell."""
        names = sorted(condition(written).names) if isinstance(written, str) else []
        all_cases = [self.cases.get(name, (None,)) for name in names]
        if prod(map(len, all_cases)) <= MOST_COMBINATIONS:
            for row in product(*all_cases):
                yield set_value(written, self.values(zip(names, row, strict=True)))

    def _given_cases(self, name: str) -> Iterator[object]:
        bounds = self._constants.get(name, frozenset())
        if fact := fact_of(name):
            return _fact_cases(fact, bounds)
        flow, step = earlier_of(name) or ("", "")
        asked = self._others[flow].route.steps.get(step) if flow in self._others else None
        if isinstance(asked, QuestionStep):
            return iter(cases_of(asked, bounds))
        return iter((*sorted(bounds, key=str), ANYTHING))


def is_given(name: str) -> bool:
    """Whether it stands before the conversation begins: a fact, or an earlier session's answer."""
    return fact_of(name) is not None or earlier_of(name) is not None


def ordered(known: Iterable[tuple[str, object]]) -> Known:
    return tuple(sorted(known, key=lambda pair: pair[0]))


def asks_consent(step: Step) -> bool:
    """Whether it is a question by which a consent is given or refused."""
    keeps = step.keeps if isinstance(step, QuestionStep) else None
    return keeps is not None and keeps.startswith("consent.")


def needs_consent(step: Step) -> bool:
    """Whether it asks something sensitive, where a consent must have been given before."""
    return isinstance(step, QuestionStep) and step.sensitive and not asks_consent(step)


def cases_of(step: QuestionStep, bounds: frozenset[int | float | str]) -> tuple[object, ...]:
    """Answers that stand for all; of options to tick, every combination that conditions name."""
    if not isinstance(step, Many):
        return step.cases(bounds)
    named = [key for key in step.options if key in bounds and key != step.exclusive]
    if len(named) > _MOST_TICKED:
        return step.cases(bounds)
    return _ticks(step, named)


def _ticks(step: Many, named: list[str]) -> tuple[object, ...]:
    """Every set of the named options that can be ticked, filled up with others where it must be."""
    others = [key for key in step.options if key not in named and key != step.exclusive]
    found: dict[object, None] = {}
    for ticked in _subsets(named):
        for more in range(len(others) + 1):
            answer = step.of((*ticked, *others[:more]))
            value = getattr(answer, "value", None)
            if value is not None:
                found[value] = None
                break
    if step.exclusive is not None:
        found[(step.exclusive,)] = None
    return tuple(found)


def _subsets(things: list[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(things, size) for size in range(len(things) + 1))


def _fact_cases(fact: Fact, bounds: frozenset[int | float | str]) -> Iterator[object]:
    named = sorted(bound for bound in bounds if isinstance(bound, str))
    match fact.holds:
        case "text":
            yield from (*named, ANYTHING)
        case "yes_no":
            yield from ("yes", "no")
        case "one_of":
            yield from fact.values
        case "list":
            for things in _subsets(named[:_MOST_IN_LIST]):
                yield things
                yield (*things, ANYTHING)


def _consented(values: Mapping[str, object]) -> Hashable:
    return values[CONSENT] == "yes"


def set_value(written: int | float | str, values: Mapping[str, object]) -> Hashable:
    """What a step sets, as the engine keeps it; None when it cannot be worked out."""
    if not isinstance(written, str):
        return written
    try:
        return as_value(condition(written).value(values))
    except ConditionError:
        return None
