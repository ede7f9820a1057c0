"""Short work that is done in the event loop's own thread, and never makes the loop wait."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import Connection

from storage import writer_thread
from storage.at_once import MOST_AT_ONCE
from storage.database import Database
from storage.unavailable import DatabaseUnavailable
from tests.storage.gate import Gate
from tests.storage.rows import fail_after, keep, kept
from tests.storage.test_shared_commits import counted_commits, seen_by_others


@pytest.fixture(autouse=True)
def _no_disk_counts_as_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_thread, "SLOW_S", 60.0)


def with_thread(name: str, threads: set[str]) -> Callable[[Connection], str]:
    """Work that keeps a row, and says in which thread it was done."""

    def work(connection: Connection) -> str:
        threads.add(threading.current_thread().name)
        return keep(name)(connection)

    return work


@contextmanager
def another_program_writing(database: Database) -> Iterator[sqlite3.Connection]:
    assert database.path is not None
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


async def test_it_is_committed_before_it_is_answered(database: Database) -> None:
    assert await database.transact_at_once(keep("a")) == "a"
    assert await database.read(kept) == {"a"}


async def test_what_is_asked_for_together_shares_commits_in_the_loops_thread(
    sqlite_database: Database,
) -> None:
    threads: set[str] = set()
    names = [str(n) for n in range(2 * MOST_AT_ONCE)]
    with counted_commits(sqlite_database) as commits:
        await asyncio.gather(
            *(sqlite_database.transact_at_once(with_thread(name, threads)) for name in names)
        )
    assert len(commits) == 2
    assert threads == {threading.current_thread().name}
    assert seen_by_others(sqlite_database.path) == set(names)


async def test_work_that_fails_takes_back_its_own_effects_only(database: Database) -> None:
    answers = await asyncio.gather(
        database.transact_at_once(keep("a")),
        database.transact_at_once(fail_after("b")),
        database.transact_at_once(keep("c")),
        return_exceptions=True,
    )
    assert answers[0] == "a"
    assert isinstance(answers[1], LookupError)
    assert answers[2] == "c"
    assert await database.read(kept) == {"a", "c"}


async def test_behind_longer_work_it_waits_in_the_writers_thread(sqlite_database: Database) -> None:
    threads: set[str] = set()
    gate = Gate(sqlite_database)
    await gate.arrive()
    answer = asyncio.ensure_future(sqlite_database.transact_at_once(with_thread("a", threads)))
    await asyncio.sleep(0.05)  # the loop goes on meanwhile
    assert not answer.done()
    await gate.open()
    assert await answer == "a"
    assert threads == {"wesaid-writer"}


async def test_another_program_that_writes_does_not_stop_the_loop(
    sqlite_database: Database,
) -> None:
    threads: set[str] = set()
    await sqlite_database.transact_at_once(keep("first"))
    with another_program_writing(sqlite_database) as other:
        answer = asyncio.ensure_future(sqlite_database.transact_at_once(with_thread("a", threads)))
        await asyncio.sleep(0.05)
        assert not answer.done()
        other.execute("COMMIT")
    assert await answer == "a"
    assert threads == {"wesaid-writer"}
    await sqlite_database.transact_at_once(with_thread("b", threads))
    assert threads == {"wesaid-writer", threading.current_thread().name}


async def test_after_a_slow_disk_the_thread_does_it(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[str] = set()
    monkeypatch.setattr(writer_thread, "SLOW_S", 0.0)
    monkeypatch.setattr(writer_thread, "REST_S", 60.0)
    await sqlite_database.transact_at_once(with_thread("a", threads))
    await sqlite_database.transact_at_once(with_thread("b", threads))
    assert threads == {threading.current_thread().name, "wesaid-writer"}


async def test_the_thread_still_waits_for_other_programs_afterwards(
    sqlite_database: Database,
) -> None:
    await sqlite_database.transact_at_once(keep("first"))
    with another_program_writing(sqlite_database) as other:
        answer = asyncio.ensure_future(sqlite_database.transact(keep("second")))
        await asyncio.sleep(0.05)
        other.execute("COMMIT")
    assert await answer == "second"


async def test_what_nobody_waits_for_any_more_is_not_begun(sqlite_database: Database) -> None:
    answer = asyncio.ensure_future(sqlite_database.transact_at_once(keep("a")))
    await asyncio.sleep(0)
    answer.cancel()
    with pytest.raises(asyncio.CancelledError):
        await answer
    await sqlite_database.transact_at_once(keep("b"))
    assert seen_by_others(sqlite_database.path) == {"b"}


async def test_closing_finishes_what_was_asked_for(sqlite_database: Database) -> None:
    answer = asyncio.ensure_future(sqlite_database.transact_at_once(keep("a")))
    await asyncio.sleep(0)
    sqlite_database.close()
    assert await answer == "a"
    assert seen_by_others(sqlite_database.path) == {"a"}
    with pytest.raises(DatabaseUnavailable):
        await sqlite_database.transact_at_once(keep("b"))


def test_a_loop_that_ended_leaves_nothing_behind_for_the_next(sqlite_database: Database) -> None:
    async def ask_and_go() -> None:
        asyncio.ensure_future(sqlite_database.transact_at_once(keep("a")))  # noqa: RUF006
        await asyncio.sleep(0)

    asyncio.run(ask_and_go())
    assert asyncio.run(_kept_at_once(sqlite_database, "b")) == "b"


async def _kept_at_once(database: Database, name: str) -> str:
    return await database.transact_at_once(keep(name))
