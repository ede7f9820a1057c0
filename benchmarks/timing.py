"""Times contenders: steps one by one, and steps that are queued up."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from benchmarks.check_in import questions
from benchmarks.contenders.contender import Contender
from benchmarks.figures import percentile

AT_ONCE: Final = 64
"""Updates of different people that wait together, as after a busy second."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Steps a second, and how long one took, in milliseconds (not for queued steps)."""

    per_second: float
    p50_ms: float = 0.0
    p99_ms: float = 0.0

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Timing:
        return cls(
            len(seconds) / sum(seconds),
            percentile(seconds, 50) * 1000,
            percentile(seconds, 99) * 1000,
        )


async def one_by_one(contender: Contender, people: Sequence[int]) -> Timing:
    """Everybody answers all twelve questions, in turn; each step is awaited before the next."""
    before = contender.kept()
    _tidy()
    seconds = []
    for place in range(len(questions())):
        for person in people:
            update = contender.update(person, place)
            begun = perf_counter()
            await contender.take(update)
            seconds.append(perf_counter() - begun)
        await contender.deliver()
    _all_kept(contender, before, len(seconds))
    return Timing.of(seconds)


async def queued(contender: Contender, people: Sequence[int]) -> Timing:
    """The same, with AT_ONCE updates of different people waiting together."""
    before = contender.kept()
    _tidy()
    spent, steps = 0.0, 0
    for place in range(len(questions())):
        for first in range(0, len(people), AT_ONCE):
            some = people[first : first + AT_ONCE]
            updates = [contender.update(person, place) for person in some]
            begun = perf_counter()
            await asyncio.gather(*(contender.take(update) for update in updates))
            spent += perf_counter() - begun
            steps += len(updates)
        await contender.deliver()
    _all_kept(contender, before, steps)
    return Timing(steps / spent)


def _tidy() -> None:
    """No contender pays for garbage, or for what the others have loaded into this process."""
    gc.collect()
    gc.freeze()


def _all_kept(contender: Contender, before: int, steps: int) -> None:
    kept = contender.kept() - before
    if kept != steps:
        raise AssertionError(f"{type(contender).__name__} kept {kept} answers of {steps}")
