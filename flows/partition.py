"""Which values of answers and facts no condition further on can tell apart.

A condition reads a few names. Two values of a name are the same to it when it comes out the same
for both, whatever the other names hold; that is worked out with the condition itself, not guessed
from how it is written. From a place in a flow on, values that are the same to every condition that
is still to come are one class. So a rating that is only ever asked to be below 3 has two classes,
and an answer that nothing reads any more has one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Final, TypeAlias

from flows.expressions import ConditionError

FAULT: Final = "fault"
"""What comes out of a condition that cannot be worked out."""

Classes: TypeAlias = Mapping[object, object]
"""For each value of a name, the one that stands for all that are not told apart from it."""

MOST_COMBINATIONS: Final = 10_000
"""Of the values of one condition's names. Beyond, each value is a class of its own."""


@dataclass(frozen=True)
class Reader:
    """A condition (or another expression) and the place of the step that reads it.

    `owed`: a flag further on waits for it, so that having no answer is a class of its own.
    """

    place: int
    names: tuple[str, ...]
    work_out: Callable[[Mapping[str, object]], Hashable]
    owed: bool = False

    def outcome(self, values: Mapping[str, object]) -> Hashable:
        """What comes out for these values, or FAULT."""
        try:
            return self.work_out(values)
        except ConditionError:
            return FAULT


class Partition:
    """The classes of each name's values, by place.

    `cases` has all values of each name, and `values` turns them into what conditions are given.
    """

    def __init__(
        self,
        readers: Iterable[Reader],
        cases: Mapping[str, Sequence[object]],
        values: Callable[[Iterable[tuple[str, object]]], Mapping[str, object]],
    ) -> None:
        self._readers: dict[str, list[Reader]] = {name: [] for name in cases}
        for reader in sorted(readers, key=lambda reader: reader.place):
            for name in set(reader.names):
                self._readers[name].append(reader)
        self._cases = cases
        self._values = values
        self._signs: dict[tuple[int, str], Mapping[object, Hashable]] = {}
        self._classes: dict[tuple[str, int], Classes] = {}
        self._at: dict[int, Mapping[str, Classes]] = {}

    def at(self, place: int) -> Mapping[str, Classes]:
        """The names that are read at this place or after it, each with its classes there."""
        if place not in self._at:
            read = (name for name in self._cases if self._left(name, place))
            self._at[place] = {name: self.classes(name, place) for name in read}
        return self._at[place]

    def classes(self, name: str, place: int) -> Classes:
        """For each value of the name, the one that stands for its class from `place` on."""
        left = self._left(name, place)
        if (name, left) not in self._classes:
            readers = self._readers[name]
            self._classes[name, left] = self._merged(name, readers[len(readers) - left :])
        return self._classes[name, left]

    def _left(self, name: str, place: int) -> int:
        readers = self._readers[name]
        return len(readers) - bisect_left(readers, place, key=lambda reader: reader.place)

    def _merged(self, name: str, readers: Sequence[Reader]) -> Classes:
        first: dict[tuple[Hashable, ...], object] = {}
        merged: dict[object, object] = {}
        for value in self._cases[name]:
            sign = tuple(self._sign(reader, name)[value] for reader in readers)
            merged[value] = first.setdefault(sign, value)
        return merged

    def _sign(self, reader: Reader, name: str) -> Mapping[object, Hashable]:
        """For each value of the name, what the reader makes of it with all other values."""
        key = (id(reader), name)
        if key not in self._signs:
            if prod(len(self._cases[one]) for one in reader.names) > MOST_COMBINATIONS:
                self._signs[key] = {value: (value,) for value in self._cases[name]}
            else:
                self._signs[key] = self._table(reader, name)
        return self._signs[key]

    def _table(self, reader: Reader, name: str) -> Mapping[object, Hashable]:
        others = [one for one in reader.names if one != name]
        found: dict[object, Hashable] = {}
        for value in self._cases[name]:
            outcomes = tuple(
                reader.outcome(self._values([*zip(others, row, strict=True), (name, value)]))
                for row in product(*(self._cases[one] for one in others))
            )
            found[value] = (outcomes, reader.owed and value is None)
        return found
