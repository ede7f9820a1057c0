"""What holds for transact and read on both databases."""

from __future__ import annotations

import asyncio
import threading
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, delete, insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from storage.database import Database, open_database
from storage.sealing import sealer_of
from storage.tables import Cohort
from storage.unavailable import DatabaseUnavailable
from tests.conftest import SECRET
from tests.storage.gate import Gate
from tests.storage.rows import LEASE, NOON, fail_after, keep, kept


async def test_transact_answers_what_the_work_returned_and_keeps_it(database: Database) -> None:
    assert await database.transact(keep("a", "b")) == "b"
    assert await database.read(kept) == {"a", "b"}


async def test_a_work_that_fails_keeps_nothing_and_says_why(database: Database) -> None:
    with pytest.raises(LookupError, match="no b"):
        await database.transact(fail_after("a", "b"))
    assert await database.read(kept) == set()


async def test_the_synchronous_forms_do_the_same(database: Database) -> None:
    assert database.transact_now(keep("a")) == "a"
    with pytest.raises(LookupError):
        database.transact_now(fail_after("b"))
    assert database.read_now(kept) == {"a"}


async def test_many_at_once_each_stand_or_fall_alone(database: Database) -> None:
    works = [fail_after(f"{n}") if n % 3 == 0 else keep(f"{n}", f"{n} too") for n in range(60)]
    answers = await asyncio.gather(*map(database.transact, works), return_exceptions=True)
    for n, answer in enumerate(answers):
        if n % 3 == 0:
            assert isinstance(answer, LookupError)
        else:
            assert answer == f"{n} too"
    good = {n for n in range(60) if n % 3}
    assert await database.read(kept) == {f"{n}" for n in good} | {f"{n} too" for n in good}


async def test_a_breach_of_a_unique_key_is_told_to_the_one_who_did_it(database: Database) -> None:
    await database.transact(keep("a"))
    answers = await asyncio.gather(
        database.transact(keep("b")),
        database.transact(keep("c", "a")),
        database.transact(keep("d")),
        return_exceptions=True,
    )
    assert isinstance(answers[1], IntegrityError)
    assert await database.read(kept) == {"a", "b", "d"}


async def test_a_work_can_take_back_a_part_of_itself(database: Database) -> None:
    def work(connection: Connection) -> None:
        keep("a")(connection)
        with pytest.raises(IntegrityError), connection.begin_nested():
            keep("b", "a")(connection)
        keep("c")(connection)

    await asyncio.gather(database.transact(work), database.transact(keep("d")))
    assert await database.read(kept) == {"a", "c", "d"}


async def test_foreign_keys_are_enforced(database: Database) -> None:
    cohort = Cohort.__table__  # type: ignore[attr-defined]
    row = {"project_id": 404, "name": "n", "timezone": "Europe/London", "nation": "england"}
    with pytest.raises(IntegrityError):
        await database.transact(lambda c: c.execute(insert(cohort).values(**row, created_at=NOON)))


async def test_reading_neither_waits_for_a_writer_nor_sees_its_work(database: Database) -> None:
    await database.transact(keep("before"))
    gate = Gate(database)
    await gate.arrive()
    assert await database.read(kept) == {"before"}
    assert await asyncio.to_thread(database.read_now, kept) == {"before"}
    await gate.open()
    assert await database.read(kept) == {"before", "gate"}


async def test_one_reading_sees_one_moment(database: Database) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def look_twice(connection: Connection) -> tuple[set[str], set[str]]:
        first = kept(connection)
        begun.set()
        assert go_on.wait(30)
        return first, kept(connection)

    looking = asyncio.ensure_future(database.read(look_twice))
    assert await asyncio.to_thread(begun.wait, 30)
    await database.transact(keep("meanwhile"))
    go_on.set()
    assert await looking == (set(), set())


async def test_reading_cannot_change_anything(database: Database) -> None:
    with pytest.raises(DatabaseUnavailable):
        await database.read(keep("a"))
    assert await database.read(kept) == set()


async def test_work_that_commits_by_itself_is_refused(database: Database) -> None:
    def work(connection: Connection) -> None:
        keep("a")(connection)
        connection.rollback()

    with pytest.raises(RuntimeError, match="leave commit"):
        await database.transact(work)
    assert await database.transact(keep("b")) == "b"
    assert await database.read(kept) == {"b"}


async def test_work_that_leaves_a_savepoint_open_is_refused(database: Database) -> None:
    def work(connection: Connection) -> None:
        connection.begin_nested()
        keep("a")(connection)

    answers = await asyncio.gather(
        database.transact(work), database.transact(keep("b")), return_exceptions=True
    )
    assert isinstance(answers[0], RuntimeError)
    assert await database.read(kept) == {"b"}


async def test_work_that_asks_for_the_next_of_nothing_is_answered(database: Database) -> None:
    nothing: list[str] = []
    with pytest.raises(RuntimeError, match="next of nothing"):
        await database.transact(lambda _: next(iter(nothing)))


async def test_whoever_stops_waiting_does_not_harm_the_others(database: Database) -> None:
    gate = Gate(database)
    await gate.arrive()
    gone = asyncio.ensure_future(database.transact(keep("gone")))
    stays = asyncio.ensure_future(database.transact(keep("stays")))
    await asyncio.sleep(0)
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone  # before the gate opens: from then on its turn may come at any moment
    await gate.open()
    assert await stays == "stays"
    if database.dialect == "sqlite":  # its turn had not come yet, so it was left out
        assert await database.read(kept) == {"gate", "stays"}


async def test_closing_finishes_what_is_waiting_and_may_be_done_twice(database_url: str) -> None:
    database = open_database(database_url, SECRET)
    answers = [asyncio.ensure_future(database.transact(keep(f"{n}"))) for n in range(20)]
    await asyncio.sleep(0)
    database.close()
    database.close()
    assert await asyncio.gather(*answers) == [f"{n}" for n in range(20)]
    with pytest.raises(DatabaseUnavailable, match="closed"):
        await database.transact(keep("late"))
    again = open_database(database_url, SECRET)
    assert again.read_now(kept) == {f"{n}" for n in range(20)}
    again.close()


def test_a_loop_that_is_gone_does_not_stop_the_database(database: Database) -> None:
    started = threading.Event()
    go_on = threading.Event()

    def work(connection: Connection) -> None:
        started.set()
        assert go_on.wait(30)
        keep("a")(connection)

    async def leave() -> None:
        waiting = asyncio.ensure_future(database.transact(work))
        assert await asyncio.to_thread(started.wait, 30)
        waiting.cancel()

    asyncio.run(leave())
    go_on.set()
    assert database.transact_now(keep("b")) == "b"


async def test_an_instant_comes_back_aware_in_utc_and_to_the_microsecond(
    database: Database,
) -> None:
    paris = datetime(2026, 7, 1, 9, 30, 1, 234567, timezone(timedelta(hours=2)))
    await database.transact(
        lambda c: c.execute(insert(LEASE).values(name="a", holder="h", until=paris))
    )
    found = await database.read(lambda c: c.scalar(select(LEASE.c.until)))
    assert found == paris
    assert found.utcoffset() == timedelta(0)


async def test_a_naive_instant_is_refused(database: Database) -> None:
    naive = datetime(2026, 7, 1, 9, 30)
    with pytest.raises(StatementError, match="time zone"):
        await database.transact(
            lambda c: c.execute(insert(LEASE).values(name="a", holder="h", until=naive))
        )


async def test_every_connection_carries_the_sealer(database: Database) -> None:
    sealed = await database.transact(lambda c: sealer_of(c).seal("hello", "test.place"))
    opened = await database.read(lambda c: sealer_of(c).unseal(sealed, "test.place"))
    assert opened == "hello"


async def test_an_error_of_the_database_shows_no_values(database: Database) -> None:
    await database.transact(keep("planted-name"))
    with pytest.raises(IntegrityError) as caught:
        await database.transact(
            lambda c: c.execute(
                insert(LEASE).values(name="planted-name", holder="planted-holder", until=NOON)
            )
        )
    assert "planted-holder" not in str(caught.value)


async def test_work_may_use_several_statements_on_what_it_wrote(database: Database) -> None:
    def work(connection: Connection) -> set[str]:
        keep("a", "b")(connection)
        connection.execute(delete(LEASE).where(LEASE.c.name == "a"))
        connection.execute(text("UPDATE lease SET name = 'c' WHERE name = 'b'"))
        return kept(connection)

    assert await database.transact(work) == {"c"}
