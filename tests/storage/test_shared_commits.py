"""SQLite's one writer: work that waits shares a commit."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from storage.database import Database
from storage.tables import Lease
from storage.unavailable import DatabaseUnavailable
from storage.writer_thread import MOST_IN_ONE_COMMIT, WriterThread
from tests.storage.gate import Gate
from tests.storage.rows import NOON, fail_after, keep, kept


@contextmanager
def counted_commits(database: Database) -> Iterator[list[int]]:
    """A list that grows by one with each commit."""
    assert isinstance(database._writers, WriterThread)
    engine = database._writers._engine
    commits: list[int] = []

    def count(_connection: Connection) -> None:
        commits.append(1)

    event.listen(engine, "commit", count)
    yield commits
    event.remove(engine, "commit", count)


async def queued(database: Database, *works: object) -> list[object]:
    """The answers of works that were all waiting when the writer came to the first of them."""
    gate = Gate(database)
    await gate.arrive()
    answers = asyncio.gather(*map(database.transact, works), return_exceptions=True)  # type: ignore[arg-type]
    await asyncio.sleep(0)
    await gate.open()
    return list(await answers)


def seen_by_others(path: Path | None) -> set[str]:
    """What another program sees: only what is committed."""
    assert path is not None
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM lease")}


async def test_work_that_waits_shares_one_commit(sqlite_database: Database) -> None:
    with counted_commits(sqlite_database) as commits:
        answers = await queued(sqlite_database, *(keep(f"{n}") for n in range(20)))
    assert answers == [f"{n}" for n in range(20)]
    assert len(commits) == 2  # the gate's own, and one for the twenty


async def test_a_long_queue_is_committed_in_parts(sqlite_database: Database) -> None:
    many = 2 * MOST_IN_ONE_COMMIT + 1
    with counted_commits(sqlite_database) as commits:
        answers = await queued(sqlite_database, *(keep(f"{n}") for n in range(many)))
    assert answers == [f"{n}" for n in range(many)]
    assert len(commits) == 4


async def test_one_that_fails_in_a_shared_commit_harms_no_other(sqlite_database: Database) -> None:
    with counted_commits(sqlite_database) as commits:
        answers = await queued(
            sqlite_database, keep("a"), fail_after("b"), keep("c", "gate"), keep("d")
        )
    assert answers[0] == "a"
    assert isinstance(answers[1], LookupError)
    assert isinstance(answers[2], IntegrityError)
    assert answers[3] == "d"
    assert len(commits) == 2
    assert await sqlite_database.read(kept) == {"gate", "a", "d"}


async def test_nobody_is_answered_before_the_shared_commit(sqlite_database: Database) -> None:
    gate = Gate(sqlite_database)
    await gate.arrive()
    second_begun, go_on = threading.Event(), threading.Event()

    def second(connection: Connection) -> str:
        second_begun.set()
        assert go_on.wait(30)
        return keep("second")(connection)

    first = asyncio.ensure_future(sqlite_database.transact(keep("first")))
    last = asyncio.ensure_future(sqlite_database.transact(second))
    await asyncio.sleep(0)
    await gate.open()
    assert await asyncio.to_thread(second_begun.wait, 30)
    await asyncio.sleep(0.05)
    assert not first.done()
    assert seen_by_others(sqlite_database.path) == {"gate"}
    go_on.set()
    assert list(await asyncio.gather(first, last)) == ["first", "second"]
    assert seen_by_others(sqlite_database.path) == {"gate", "first", "second"}


async def test_a_work_that_rolls_everything_back_harms_no_other(sqlite_database: Database) -> None:
    def roll_back(connection: Connection) -> None:
        connection.rollback()

    answers = await queued(sqlite_database, keep("a"), roll_back, keep("b"))
    assert answers[0] == "a"
    assert isinstance(answers[1], RuntimeError)
    assert answers[2] == "b"
    assert await sqlite_database.read(kept) == {"gate", "a", "b"}


async def test_a_work_that_makes_the_commit_fail_harms_no_other(sqlite_database: Database) -> None:
    def break_at_commit(connection: Connection) -> None:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        connection.execute(
            text(
                "INSERT INTO cohort (project_id, name, timezone, nation, created_at) "
                "VALUES (404, 'n', 'z', 'n', '2026-01-01')"
            )
        )

    answers = await queued(sqlite_database, keep("a"), break_at_commit, keep("b"))
    assert answers[0] == "a"
    assert isinstance(answers[1], IntegrityError)
    assert answers[2] == "b"
    assert await sqlite_database.read(kept) == {"gate", "a", "b"}


async def test_when_the_disk_is_full_all_are_told_and_later_work_goes_on(
    sqlite_database: Database,
) -> None:
    gate = Gate(sqlite_database)
    await gate.arrive()
    works = [keep("a"), fail_after("b"), keep("c")]
    waiting = [asyncio.ensure_future(sqlite_database.transact(work)) for work in works]
    await asyncio.sleep(0)
    reading = asyncio.ensure_future(sqlite_database.read(kept))
    await reading  # opens the reader's files while files may still grow
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        with pytest.raises(DatabaseUnavailable):
            await gate.open()
        answers = await asyncio.gather(*waiting, return_exceptions=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert isinstance(answers[0], DatabaseUnavailable)
    assert isinstance(answers[1], LookupError)
    assert isinstance(answers[2], DatabaseUnavailable)
    assert await sqlite_database.transact(keep("later")) == "later"
    assert await sqlite_database.read(kept) == {"later"}


async def test_a_busy_event_loop_does_not_starve_the_writer(sqlite_database: Database) -> None:
    """With Python's own 5 ms between threads, one in a hundred waited for seconds."""
    busy = True

    async def be_busy() -> None:
        while busy:
            until = time.perf_counter() + 0.004
            while time.perf_counter() < until:
                pass
            await asyncio.sleep(0)

    being_busy = asyncio.ensure_future(be_busy())
    longest_s = 0.0
    for n in range(300):
        begun = time.perf_counter()
        await sqlite_database.transact(keep(*(f"{n}-{part}" for part in range(8))))
        longest_s = max(longest_s, time.perf_counter() - begun)
    busy = False
    await being_busy
    assert longest_s < 1


async def test_an_orm_session_in_a_work_joins_its_transaction(sqlite_database: Database) -> None:
    def work(connection: Connection) -> None:
        with Session(connection) as session:
            session.add(Lease(name="a", holder="h", until=NOON))
            session.commit()

    def failing(connection: Connection) -> None:
        with Session(connection) as session:
            session.add(Lease(name="b", holder="h", until=NOON))
            session.commit()
        raise LookupError("after the session's own commit")

    answers = await queued(sqlite_database, work, failing, keep("c"))
    assert answers[0] is None
    assert isinstance(answers[1], LookupError)
    assert await sqlite_database.read(kept) == {"gate", "a", "c"}


async def test_durability_settings_are_what_they_should_be(sqlite_database: Database) -> None:
    def settings(connection: Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return [connection.scalar(text(f"PRAGMA {name}")) for name in names]

    assert await sqlite_database.transact(settings) == ["wal", 2, 1, 10_000]
