"""Programs that are killed, and programs that use one database side by side."""

from __future__ import annotations

import asyncio
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from storage.database import Database, open_database
from tests.conftest import SECRET
from tests.storage import counting
from tests.storage.rows import kept

Program = subprocess.Popen[str]


@contextmanager
def program(module: str, *words: str) -> Iterator[Program]:
    command = [sys.executable, "-m", f"tests.storage.{module}", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as started:
        try:
            yield started
        finally:
            started.kill()


def acknowledged_until_killed(url: str, start: str, after_s: float) -> set[str]:
    """What the program said was kept, from its start until SIGKILL some time after the first."""
    with program("acknowledging", url, SECRET, start) as started:
        assert started.stdout is not None
        names = {started.stdout.readline().rstrip("\n")}
        timer = threading.Timer(after_s, started.send_signal, [signal.SIGKILL])
        timer.start()
        # A line that was cut short by the kill is no acknowledgement.
        names |= {line.rstrip("\n") for line in started.stdout if line.endswith("\n")}
        timer.join()
        assert started.wait() == -signal.SIGKILL
    return names


def kill_several_times(url: str, times: int) -> None:
    acknowledged: set[str] = set()
    for n in range(times):
        acknowledged |= acknowledged_until_killed(url, f"{n}", random.uniform(0.01, 0.4))
    database = open_database(url, SECRET)
    names = database.read_now(kept)
    database.close()
    whole = {name for name in names if not name.endswith(" too")}
    assert acknowledged <= whole
    assert names == whole | {f"{name} too" for name in whole}, "half of a work was kept"
    assert not {name for name in whole if int(name.split("-")[1]) % 7 == 0}, (
        "a failed work was kept"
    )
    assert len(acknowledged) >= times


def test_what_was_acknowledged_is_there_after_a_kill(database_url: str) -> None:
    kill_several_times(database_url, 3)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_what_was_acknowledged_is_there_after_a_storm_of_kills(database_url: str) -> None:
    kill_several_times(database_url, 25)


async def test_two_programs_that_write_at_the_same_time_lose_nothing(
    database: Database, database_url: str
) -> None:
    await database.transact(counting.set_to_zero)
    with program("counting", database_url, SECRET, "200") as other:
        for _ in range(10):
            await asyncio.gather(*(database.transact(counting.raise_by_one) for _ in range(20)))
        assert await asyncio.to_thread(other.wait) == 0
    assert await database.read(counting.current) == 400
