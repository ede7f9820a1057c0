"""One sender for each bot token, also while two processes overlap (as at a release on Dokku)."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.delivery.single_sender import FileLease, RowLease, SenderLease, sender_lease
from storage import leases
from storage.database import Database, open_database
from storage.unavailable import DatabaseUnavailable
from tests.conftest import SECRET
from tests.delivery.chats import after

HOLD = """
import asyncio, sys
from pathlib import Path
from bot.delivery.single_sender import FileLease

lease = FileLease(Path(sys.argv[1]), "participant")
print(asyncio.run(lease.take()), flush=True)
sys.stdin.read()
"""


def take(database: Database, holder: str, at: float, name: str = "sender:staff") -> bool:
    return database.transact_now(
        lambda connection: leases.take_lease(connection, name, holder, after(at), seconds=5)
    )


def test_a_lease_has_one_holder_until_it_lapses(database: Database) -> None:
    assert take(database, "old", 0)
    assert not take(database, "new", 4.9)
    assert take(database, "new", 5)
    assert not take(database, "old", 6)


def test_a_lease_that_is_renewed_does_not_lapse(database: Database) -> None:
    assert take(database, "old", 0)
    assert take(database, "old", 2)
    assert not take(database, "new", 6.9)
    assert take(database, "new", 7)


def test_leases_of_different_names_are_apart(database: Database) -> None:
    assert take(database, "old", 0, "sender:staff")
    assert take(database, "new", 0, "sender:participant")


def test_a_lease_that_is_given_back_can_be_taken_at_once(database: Database) -> None:
    take(database, "old", 0)

    def give_back(connection: Connection) -> None:
        leases.give_lease_back(connection, "sender:staff", "somebody else")
        leases.give_lease_back(connection, "sender:staff", "old")

    assert not take(database, "new", 1)
    database.transact_now(give_back)
    assert take(database, "new", 1)


async def test_of_many_who_take_a_lease_at_once_one_gets_it(database: Database) -> None:
    def work(holder: str) -> bool:
        return database.transact_now(
            lambda connection: leases.take_lease(connection, "x", holder, after(0), seconds=5)
        )

    got = await asyncio.gather(*(asyncio.to_thread(work, str(holder)) for holder in range(8)))

    assert sorted(got) == [False] * 7 + [True]


async def test_only_one_sender_at_a_time_holds_the_right_to_send(database: Database) -> None:
    old, new = sender_lease(database, "staff"), sender_lease(database, "staff")
    other_bot = sender_lease(database, "participant")

    assert not old.holds()
    assert await old.take()
    assert not await new.take()
    assert (old.holds(), new.holds()) == (True, False)
    assert await other_bot.take()
    assert await old.take()  # renewed

    await old.give_back()
    assert not old.holds()
    assert await new.take()
    assert not await old.take()
    for lease in (new, other_bot):
        await lease.give_back()


@contextmanager
def another_process(database: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


async def test_a_file_lock_is_gone_with_its_process_however_that_ended(tmp_path: Path) -> None:
    database = tmp_path / "wesaid.db"
    lease = FileLease(database, "participant")
    with another_process(database) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        assert not await lease.take()
        process.kill()
        process.wait()
        assert await lease.take()
    await lease.give_back()


async def test_the_lock_file_lies_beside_the_database_for_its_owner_only(tmp_path: Path) -> None:
    lease = FileLease(tmp_path / "wesaid.db", "staff")
    await lease.take()

    file = tmp_path / "wesaid.db.staff.lock"
    assert file.stat().st_mode & 0o777 == 0o600
    await lease.give_back()
    assert file.exists()


async def test_a_holder_whose_lock_file_was_deleted_stops_sending(tmp_path: Path) -> None:
    old, new = FileLease(tmp_path / "a.db", "staff"), FileLease(tmp_path / "a.db", "staff")
    await old.take()
    old.path.unlink()

    assert not old.holds()
    assert await new.take()
    assert not await old.take()
    assert new.holds()
    await new.give_back()


async def test_a_row_lease_ends_by_itself_before_another_process_can_take_it(
    postgresql_url: str,
) -> None:
    database = open_database(postgresql_url, SECRET)
    old = RowLease(database, "staff", seconds=0.8)
    new = RowLease(database, "staff", seconds=0.8)
    assert await old.take()

    async with asyncio.timeout(10):
        while not await new.take():
            # Whoever vanished without a word is waited for, and never sent beside.
            assert not new.holds()
            await asyncio.sleep(0.02)
    assert not old.holds()
    assert not await old.take()
    database.close()


async def test_a_holder_that_loses_its_database_stops_sending(postgresql_url: str) -> None:
    database = open_database(postgresql_url, SECRET)
    lease: SenderLease = RowLease(database, "staff", seconds=0.4)
    assert await lease.take()
    database.close()

    with pytest.raises(DatabaseUnavailable):
        await lease.take()
    await asyncio.sleep(0.4)
    assert not lease.holds()
