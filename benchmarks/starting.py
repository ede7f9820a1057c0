"""Part 3: start-up, `wesaid --help`, and memory with few and with many participants."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Final

from benchmarks.figures import Figure, Target
from benchmarks.running import ROOT, Child, open_chats, register_bots
from benchmarks.world import (
    FIRST_CHAT,
    FIRST_STAFF_CHAT,
    add_participants,
    make_database,
    make_team,
)
from bot.clock import SystemClock
from tests.telegram.process import EmulatorProcess, RemoteBot, RemoteUser

PART: Final = "Start-up and memory"
FEW: Final = 10
MANY: Final = 10_000
SETTLE_S: Final = 3.0
"""After the first answer, before memory is looked at."""
FIRST, HELP, MEMORY = "start of the process to the first answered update", "wesaid --help", "memory"
FLAT: Final = Target(1.1, "at most")


async def measure(folder: Path, rounds: int, say: Callable[[str], None]) -> list[Figure]:
    """So many rounds of: the help page, a start with few participants, a start with many."""
    urls = {count: _furnish(folder / f"start-{count}.db", count) for count in (FEW, MANY)}
    runs: defaultdict[str, list[float]] = defaultdict(list)
    async with EmulatorProcess() as telegram:
        bot, staff_bot = await register_bots(telegram, 0.0)
        await open_chats(telegram, bot, FIRST_CHAT, FEW)
        await open_chats(telegram, staff_bot, FIRST_STAFF_CHAT, 1)
        for number in range(rounds):
            say(f"start-up: round {number + 1} of {rounds}")
            runs[HELP].append(await asyncio.to_thread(_help_seconds))
            for count, url in urls.items():
                first, memory = await _start(telegram, bot, url, folder / "start.log")
                runs[f"{FIRST}, {count:,} participants"].append(first * 1000)
                runs[f"{MEMORY}, {count:,} participants"].append(memory)
    return _figures(runs)


def _furnish(path: Path, count: int) -> str:
    url = f"sqlite:///{path}"
    now = SystemClock().now()
    database = make_database(url)
    add_participants(database, make_team(database, 1, now), count, now)
    database.close()
    return url


def _help_seconds() -> float:
    begun = perf_counter()
    subprocess.run(
        [sys.executable, "-m", "bot", "--help"], cwd=ROOT, check=True, capture_output=True
    )
    return perf_counter() - begun


async def _start(
    telegram: EmulatorProcess, bot: RemoteBot, url: str, log: Path
) -> tuple[float, float]:
    """Seconds until somebody who had written already is answered, and MiB a little later."""
    person = RemoteUser(telegram, FIRST_CHAT)
    await person.send_text(bot, "/help")
    before = (await telegram.counts(bot))["sent"]
    async with Child(url, telegram.url, log) as child:
        await person.wait_for(bot, "999", timeout=60)
        answer, *_ = await telegram.sent(bot, since=before)
        await asyncio.sleep(SETTLE_S)
        return float(answer["at"]) - child.started_at, child.resident_mib()


def _figures(runs: dict[str, list[float]]) -> list[Figure]:
    figures = []
    for name, values in sorted(runs.items()):
        unit = "MiB" if name.startswith(MEMORY) else "s" if name == HELP else "ms"
        figures.append(Figure(PART, name, unit, tuple(values)))
    few, many = (runs[f"{MEMORY}, {count:,} participants"] for count in (FEW, MANY))
    ratio = tuple(after / before for before, after in zip(few, many, strict=True))
    name = f"memory with {MANY:,} participants / with {FEW}"
    return [*figures, Figure(PART, name, "times", ratio, FLAT)]
