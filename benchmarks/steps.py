"""Part 1: durable answered steps a second, against what others do with the same check-in."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks import postgresql
from benchmarks.contenders import bare
from benchmarks.contenders.plain_aiogram import PlainAiogram
from benchmarks.contenders.plain_ptb import PlainPtb
from benchmarks.contenders.wesaid import WeSaid
from benchmarks.figures import Figure, Target
from benchmarks.timing import Timing, one_by_one, queued
from benchmarks.world import Standing, add_participants, make_database, make_team, start_check_ins
from bot.clock import SystemClock

PART: Final = "Durable answered steps"
PEOPLE: Final = 1_000
WARMING: Final = (PEOPLE - 1,)
ALONE: Final = range(60)
TOGETHER: Final = range(100, 228)
SAMPLED: Final = range(9)
"""108 steps: python-telegram-bot is too slow for more."""
COMMITS: Final = 4_000

OURS, OURS_QUEUED = "WeSaid on SQLite, one by one", "WeSaid on SQLite, queued up"
BARE = "bare sqlite3, one INSERT a commit"
AIOGRAM, AIOGRAM_QUEUED = "aiogram FSM on SQLite, one by one", "aiogram FSM on SQLite, queued up"
PTB = "python-telegram-bot with PicklePersistence, one by one"
PG, PG_QUEUED = "WeSaid on PostgreSQL, one by one", "WeSaid on PostgreSQL, queued up"
PG_BARE = "bare psycopg, one INSERT a commit"

Timings = Mapping[str, Sequence[Timing]]


class Arena:
    """The databases and files of one round; `folder` is emptied by whoever made it."""

    def __init__(self, folder: Path, server: postgresql.Server) -> None:
        self._folder = folder
        self._server = server
        self._template = folder / "template.db"
        self._standing = _furnish(f"sqlite:///{self._template}")
        self._pg_standing = _furnish(server.make(postgresql.TEMPLATE))
        self._round = 0

    async def round(self) -> dict[str, Timing]:
        """Everything once, beginning with another contender each time."""
        self._round += 1
        contenders: list[Callable[[], Awaitable[dict[str, Timing]]]] = [
            self._bare,
            self._wesaid,
            self._aiogram,
            self._ptb,
            self._pg_bare,
            self._wesaid_on_postgresql,
        ]
        first = self._round % len(contenders)
        timings: dict[str, Timing] = {}
        for contend in contenders[first:] + contenders[:first]:
            timings |= await contend()
        return timings

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}-{self._round}.db"

    @contextmanager
    def _database(self) -> Iterator[str]:
        name = f"round_{self._round}"
        try:
            yield self._server.make(name, postgresql.TEMPLATE)
        finally:
            self._server.drop(name)

    async def _bare(self) -> dict[str, Timing]:
        return {BARE: Timing.of(bare.commit_times(self._path("bare"), COMMITS))}

    async def _pg_bare(self) -> dict[str, Timing]:
        with self._database() as url:
            return {PG_BARE: Timing.of(postgresql.commit_times(url, COMMITS))}

    async def _wesaid(self) -> dict[str, Timing]:
        path = self._path("wesaid")
        shutil.copy(self._template, path)
        ours = WeSaid(f"sqlite:///{path}", self._standing)
        await one_by_one(ours, WARMING)
        timings = {OURS: await one_by_one(ours, ALONE), OURS_QUEUED: await queued(ours, TOGETHER)}
        await ours.close()
        return timings

    async def _wesaid_on_postgresql(self) -> dict[str, Timing]:
        with self._database() as url:
            ours = WeSaid(url, self._pg_standing)
            await one_by_one(ours, WARMING)
            await queued(ours, range(PEOPLE - 100, PEOPLE - 60))  # opens all its connections
            timings = {PG: await one_by_one(ours, ALONE), PG_QUEUED: await queued(ours, TOGETHER)}
            await ours.close()
        return timings

    async def _aiogram(self) -> dict[str, Timing]:
        plain = PlainAiogram(self._path("aiogram"), PEOPLE)
        await one_by_one(plain, WARMING)
        timings = {
            AIOGRAM: await one_by_one(plain, ALONE),
            AIOGRAM_QUEUED: await queued(plain, TOGETHER),
        }
        await plain.close()
        return timings

    async def _ptb(self) -> dict[str, Timing]:
        plain = PlainPtb(self._path("ptb"), PEOPLE)
        await plain.open()
        await one_by_one(plain, WARMING)
        timings = {PTB: await one_by_one(plain, SAMPLED)}
        await plain.close()
        return timings


def _furnish(url: str) -> list[Standing]:
    """A database in which PEOPLE stand before the first question."""
    now = SystemClock().now()
    database = make_database(url)
    team = make_team(database, 10, now)
    standing = start_check_ins(database, add_participants(database, team, PEOPLE, now), now)
    database.close()
    return standing


async def measure(folder: Path, rounds: int, say: Callable[[str], None]) -> list[Figure]:
    """So many rounds, in which everything is measured once, one after the other."""
    timings: defaultdict[str, list[Timing]] = defaultdict(list)
    with postgresql.server(folder / "pg") as server:
        arena = Arena(folder, server)
        for number in range(rounds):
            say(f"steps: round {number + 1} of {rounds}")
            for name, timing in (await arena.round()).items():
                timings[name].append(timing)
    return [*_rates(timings), *_ratios(timings), *_latencies(timings)]


def _rates(timings: Timings) -> Iterator[Figure]:
    for name in (
        *(BARE, OURS, OURS_QUEUED, AIOGRAM, AIOGRAM_QUEUED, PTB),
        *(PG_BARE, PG, PG_QUEUED),
    ):
        yield Figure(PART, name, "a second", tuple(one.per_second for one in timings[name]))


def _ratios(timings: Timings) -> Iterator[Figure]:
    """In each round what was measured in that round is compared, so that noise meets both."""
    for ours, other, bound in (
        *((OURS, BARE, 0.4), (OURS_QUEUED, BARE, 0.4)),
        *((OURS, AIOGRAM, 1.5), (OURS_QUEUED, AIOGRAM_QUEUED, 1.5)),
        *((OURS, PTB, 5.0), (OURS_QUEUED, PTB, 5.0)),
        *((PG, PG_BARE, None), (PG_QUEUED, PG_BARE, None)),
    ):
        runs = tuple(
            one.per_second / two.per_second
            for one, two in zip(timings[ours], timings[other], strict=True)
        )
        target = None if bound is None else Target(bound, "at least")
        yield Figure(PART, f"{ours} / {other}", "times", runs, target)


def _latencies(timings: Timings) -> Iterator[Figure]:
    for name in (BARE, OURS, AIOGRAM, PTB, PG_BARE, PG):
        yield Figure(PART, f"{name}: p50", "ms", tuple(one.p50_ms for one in timings[name]))
        yield Figure(PART, f"{name}: p99", "ms", tuple(one.p99_ms for one in timings[name]))
