"""Every path through a flow, with the answers that lead along it and the flags that it raises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice, zip_longest
from typing import Final, TypeAlias

from flows.conditions import Names
from flows.definition import Flow
from flows.exploring import Exploration, State, Turning, explore
from flows.steps import FlagStep, QuestionStep, Review, Say
from flows.wording import answers_in_words

LONGEST_TABLE: Final = 100
"""Paths. A flow with more is shown part by part: its paths are one way through each part."""

MOST_WAYS: Final = 1_000
"""Of one part."""


_Way: TypeAlias = tuple[tuple[State, Turning], ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to a question (or what a fact is), in words, that go this way.

    `decides` is whether other answers go another way, or raise other flags.
    """

    about: str
    words: str
    decides: bool


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag that is raised on a path."""

    step: str
    level: str
    topic: str
    reason: str


@dataclass(frozen=True, slots=True)
class Walk:
    """One path, or one way through a part of the flow, from step `start` to step `end`.

    `says` are the steps on it that say something on some paths only.
    """

    part: int
    start: str
    answers: tuple[Answers, ...]
    says: tuple[str, ...]
    flags: tuple[Raised, ...]
    end: str

    def row(self, number: int) -> dict[str, object]:
        """The path as plain data."""
        return {
            "path": number,
            "part": self.part,
            "start": self.start,
            "answers": [
                {"about": one.about, "answers": one.words, "decides": one.decides}
                for one in self.answers
            ],
            "says": list(self.says),
            "flags": [
                {"step": one.step, "level": one.level, "topic": one.topic, "reason": one.reason}
                for one in self.flags
            ],
            "end": self.end,
        }


@dataclass(frozen=True, slots=True)
class Paths:
    """All paths of a flow.

    `count` is how many there are from its start to an end; `parts` how many parts they are shown
    in; `left_out` how many ways through parts are not among `walks`, which is hardly ever any.
    """

    count: int
    parts: int
    walks: tuple[Walk, ...]
    left_out: int


def paths(flow: Flow, others: Mapping[str, Flow], most: int = MOST_WAYS) -> Paths:
    """The paths of a flow whose conditions can be worked out; of one part, no more than `most`.

    `others` are the flows whose earlier answers it may read, by name.
    """
    return _Walker(flow, others).paths(most)


class _Walker:
    def __init__(self, flow: Flow, others: Mapping[str, Flow]) -> None:
        self._flow = flow
        self._names = Names(flow, others)
        seen = explore(flow, others)
        self._turnings, self._start = _merged(seen)
        self._order = {state: place for place, state in enumerate(self._turnings)}

    def paths(self, most: int) -> Paths:
        start = self._start
        count = self._ways_to(None)[start]
        stops = [start] if count <= LONGEST_TABLE else self._meetings
        walks: list[Walk] = []
        left_out = part = 0
        for here, there in zip_longest(stops, stops[1:]):
            found = self._ways_to(there)[here]
            if found > 1 or len(stops) == 1 or self._raises(here):
                part += 1
                walks += islice(self._between(here, there, part), most)
                left_out += max(0, found - most)
        return Paths(count, part, tuple(walks), left_out)

    def _raises(self, state: State) -> bool:
        return any(turning.raised for turning in self._turnings[state])

    def _between(self, start: State, end: State | None, part: int) -> Iterator[Walk]:
        """The ways from one state to another, or to an end."""
        open_ways: list[tuple[State, _Way]] = [(start, ())]
        while open_ways:
            state, behind = open_ways.pop()
            open_ways += [
                (turning.to, (*behind, (state, turning)))
                for turning in reversed(self._turnings[state])
                if turning.to is not None and turning.to != end
            ]
            for turning in self._turnings[state]:
                if turning.to is None or turning.to == end:
                    yield self._walk(part, (*behind, (state, turning)))

    def _walk(self, part: int, way: _Way) -> Walk:
        last_state, last = way[-1]
        return Walk(
            part,
            way[0][0].step,
            tuple(self._answers(state, turning) for state, turning in way if turning.about),
            tuple(state.step for state, turning in way if self._says(state, turning)),
            tuple(flag for state, turning in way for flag in self._flags(state, turning)),
            last_state.step if last.to is None else last.to.step,
        )

    def _answers(self, state: State, turning: Turning) -> Answers:
        words = answers_in_words(self._names, turning.about, turning.values)
        return Answers(turning.about, words, len(self._turnings[state]) > 1)

    def _says(self, state: State, turning: Turning) -> bool:
        step = self._flow.route.steps[state.step]
        only_if = isinstance(step, Say | Review) and step.when is not None
        return only_if and not turning.silent and not turning.about

    def _flags(self, state: State, turning: Turning) -> Iterator[Raised]:
        step = self._flow.route.steps[state.step]
        if isinstance(step, QuestionStep | FlagStep):
            for number in turning.raised:
                rule = step.flags[number]
                yield Raised(step.id, rule.level, rule.topic, rule.reason)

    def _ways_to(self, end: State | None) -> dict[State, int]:
        """How many ways lead from each state to that one, or to an end."""
        ways: dict[State, int] = {}
        for state in reversed(self._order):
            ways[state] = sum(
                1 if turning.to == end else 0 if turning.to is None else ways[turning.to]
                for turning in self._turnings[state]
            )
        return ways

    @cached_property
    def _meetings(self) -> list[State]:
        """The states that every path comes by, in order; the first is the start."""
        states = list(self._order)
        over = [0] * (len(states) + 1)
        for state, turnings in self._turnings.items():
            for turning in turnings:
                to = len(states) if turning.to is None else self._order[turning.to]
                if to > self._order[state] + 1:
                    over[self._order[state] + 1] += 1
                    over[to] -= 1
        return [
            state for state, passing in zip(states, accumulate(over), strict=False) if not passing
        ]


def _merged(seen: Exploration) -> tuple[dict[State, tuple[Turning, ...]], State]:
    """The states and the start, where states with all the same before them are one.

    That two answers are told apart somewhere does not mean that they go different ways from here.
    """
    same: dict[State, State] = {}
    first: dict[tuple[str, tuple[Turning, ...]], State] = {}
    for state, turnings in reversed(seen.turnings.items()):
        ways: dict[tuple[str, tuple[int, ...], State | None, bool], list[object]] = {}
        for turning in turnings:
            to = None if turning.to is None else same[turning.to]
            way = (turning.about, turning.raised, to, turning.silent)
            ways.setdefault(way, []).extend(turning.values)
        merged = tuple(
            Turning(about, tuple(values), raised, to, silent)
            for (about, raised, to, silent), values in ways.items()
        )
        same[state] = first.setdefault((state.step, merged), state)
    found = {state: turnings for (_, turnings), state in reversed(first.items())}
    start = same[seen.start]
    reached = {start}
    for state, turnings in found.items():
        if state in reached:
            reached.update(turning.to for turning in turnings if turning.to is not None)
    return {state: turnings for state, turnings in found.items() if state in reached}, start
