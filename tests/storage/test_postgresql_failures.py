"""What PostgreSQL does to its clients, and what becomes of their work."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, text, update
from sqlalchemy.exc import DBAPIError

from storage.database import Database, open_database
from storage.unavailable import DatabaseUnavailable, OutcomeUnknown
from tests.conftest import SECRET
from tests.storage.rows import LEASE, keep, kept

HANG_UP = text("SELECT pg_terminate_backend(pg_backend_pid())")


@pytest.fixture
def database(postgresql_url: str) -> Iterator[Database]:
    opened = open_database(postgresql_url, SECRET)
    yield opened
    opened.close()


async def test_work_whose_connection_is_lost_is_done_again(database: Database) -> None:
    tries: list[int] = []

    def work(connection: Connection) -> str:
        tries.append(1)
        kept_name = keep("a")(connection)
        if len(tries) == 1:
            connection.execute(HANG_UP)
        return kept_name

    assert await database.transact(work) == "a"
    assert len(tries) == 2
    assert await database.read(kept) == {"a"}


async def test_work_whose_connection_is_lost_again_and_again_is_given_up(
    database: Database,
) -> None:
    with pytest.raises(DatabaseUnavailable) as caught:
        await database.transact(lambda c: c.execute(HANG_UP))
    assert not isinstance(caught.value, OutcomeUnknown)
    assert await database.transact(keep("later")) == "later"


async def test_connections_that_went_stale_in_the_pool_are_made_anew(database: Database) -> None:
    await asyncio.gather(*(database.transact(keep(f"{n}")) for n in range(8)))
    others = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid != pg_backend_pid() AND datname = current_database()"
    )
    await database.transact(lambda c: c.execute(others))
    await asyncio.gather(*(database.transact(keep(f"{n} again")) for n in range(8)))
    assert len(await database.read(kept)) == 16


async def test_a_connection_lost_while_committing_leaves_the_outcome_unknown(
    database: Database,
) -> None:
    def hang_up_at_commit(connection: Connection) -> None:
        connection.execute(
            text(
                "CREATE FUNCTION hang_up() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$"
            )
        )
        connection.execute(
            text(
                "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON lease DEFERRABLE "
                "INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hang_up()"
            )
        )

    await database.transact(hang_up_at_commit)
    with pytest.raises(OutcomeUnknown, match="not known whether"):
        await database.transact(keep("a"))


async def test_two_works_that_block_each_other_are_both_done(database: Database) -> None:
    await database.transact(keep("a", "b"))
    both_hold_one = threading.Barrier(2)

    def change(first: str, second: str) -> Callable[[Connection], int]:
        tries: list[int] = []

        def work(connection: Connection) -> int:
            tries.append(1)
            connection.execute(update(LEASE).where(LEASE.c.name == first).values(holder=first))
            if len(tries) == 1:
                both_hold_one.wait(30)
            connection.execute(update(LEASE).where(LEASE.c.name == second).values(holder=first))
            return len(tries)

        return work

    tries = await asyncio.gather(
        database.transact(change("a", "b")),
        database.transact(change("b", "a")),
    )
    # On a slow machine they may block each other more than once.
    assert min(tries) == 1
    assert max(tries) > 1


async def test_an_error_of_the_work_itself_is_not_repeated(database: Database) -> None:
    tries: list[int] = []

    def work(connection: Connection) -> None:
        tries.append(1)
        connection.execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises(DBAPIError):
        await database.transact(work)
    assert tries == [1]


async def test_a_lock_that_somebody_keeps_is_not_waited_for_without_end(
    database: Database,
) -> None:
    await database.transact(keep("a"))
    holding, go_on = threading.Event(), threading.Event()

    def change(connection: Connection) -> None:
        connection.execute(update(LEASE).values(holder="b"))

    def hold(connection: Connection) -> None:
        change(connection)
        holding.set()
        assert go_on.wait(30)

    def impatient(connection: Connection) -> None:
        connection.execute(text("SET LOCAL lock_timeout = '50ms'"))
        change(connection)

    holder = asyncio.ensure_future(database.transact(hold))
    assert await asyncio.to_thread(holding.wait, 30)
    assert await database.transact(lambda c: c.scalar(text("SHOW lock_timeout"))) == "10s"
    with pytest.raises(DatabaseUnavailable, match="Another program"):
        await database.transact(impatient)
    go_on.set()
    await holder


def test_a_server_that_is_not_there_is_told_in_a_sentence() -> None:
    with pytest.raises(DatabaseUnavailable, match="cannot be reached; see DATABASE_URL"):
        open_database("postgresql://someone:planted@127.0.0.1:9/none", SECRET)
