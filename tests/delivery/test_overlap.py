"""Processes that crash, overlap or take over from each other send each message once."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from functools import partial
from pathlib import Path

from bot.delivery.bot_sender import BULK_AHEAD
from bot.delivery.lanes import Lane
from bot.delivery.single_sender import RowLease
from storage.database import Database, open_database
from storage.outbox import release_lapsed
from storage.outbox_marks import mark_handed
from tests.conftest import SECRET
from tests.delivery.chats import (
    BOT,
    START,
    RecordingChannel,
    RunningClock,
    SwitchLease,
    open_chat,
    open_chats,
    row_of,
    sending,
    settled,
    statuses,
    take,
    until,
    write,
)


def hand(database: Database, outbox_id: int) -> None:
    """The channel has it, or is about to."""
    database.transact_now(lambda connection: mark_handed(connection, outbox_id, START))


async def test_after_a_crash_alerts_go_out_again_and_round_prompts_do_not(
    database: Database,
) -> None:
    """Sent is recorded after the send (seen in healthchecks: marked first, an alert was lost)."""
    chats = open_chats(database, 3)
    for chat, text, lane in zip(chats, ("alert", "reply", "prompt"), Lane, strict=True):
        write(database, chat, text, lane, repeatable=lane is not Lane.BULK)
    for lane in Lane:
        (claimed,) = take(database, lane, START, lease_seconds=0.5)
        if not claimed.repeatable:
            hand(database, claimed.outbox_id)
    # The process is gone here, and nobody knows what it had sent.
    channel, clock = RecordingChannel(), RunningClock()

    async with sending(database, channel, clock=clock):
        await settled(database)

    assert sorted(channel.arrived) == ["alert", "reply"]
    assert statuses(database) == ["sent", "sent", "stale"]


async def test_on_one_machine_a_crashed_process_is_not_waited_for(
    sqlite_database: Database,
) -> None:
    write(sqlite_database, open_chat(sqlite_database), "alert", Lane.ALERT)
    take(sqlite_database, Lane.ALERT, START, lease_seconds=3600)

    channel = RecordingChannel()
    async with sending(sqlite_database, channel):
        await settled(sqlite_database)
    assert channel.arrived == ["alert"]


async def test_with_several_machines_a_claim_is_respected_until_it_lapses(
    postgresql_url: str,
) -> None:
    database = open_database(postgresql_url, SECRET)
    write(database, open_chat(database), "on its way elsewhere", Lane.ALERT)
    take(database, Lane.ALERT, START, lease_seconds=3600)
    channel = RecordingChannel()

    async with sending(database, channel) as sender:
        await until(lambda: sender.states()["participant"] == "sending")
        await asyncio.sleep(0.5)
    assert channel.tried == []
    database.close()


async def test_two_processes_that_overlap_send_each_message_once(
    database: Database, database_url: str
) -> None:
    """(seen in Dokku and Heroku: at a release the old and the new process overlap)"""
    second_database = open_database(database_url, SECRET)
    chats = open_chats(database, 60)
    for number, chat in enumerate(chats):
        write(database, chat, f"{number}", Lane(number % 3), repeatable=number % 3 != 2)
    old, new = RecordingChannel(), RecordingChannel()
    old.latency = new.latency = 0.02

    async with sending(second_database, new) as newcomer:
        async with sending(database, old) as retiring:
            await until(lambda: len(old.arrived) + len(new.arrived) >= 15)
            both = {newcomer.states()["participant"], retiring.states()["participant"]}
            assert both <= {"sending", "standing by", "starting"}
            assert not (old.arrived and new.arrived)  # never both
        await settled(database)

    assert sorted(old.arrived + new.arrived, key=int) == [str(number) for number in range(60)]
    second_database.close()


async def test_the_next_process_takes_over_when_the_one_that_sends_stops(
    database: Database, database_url: str
) -> None:
    second_database = open_database(database_url, SECRET)
    first, second = RecordingChannel(), RecordingChannel()
    chat = open_chat(database)

    async with sending(database, first) as sender:
        await until(lambda: sender.states()["participant"] == "sending")
        async with sending(second_database, second) as next_sender:
            await until(lambda: next_sender.states()["participant"] == "standing by")
            await sender.stop()
            write(database, chat, "after the handover")
            next_sender.wake("participant")
            await settled(database)
    assert (first.arrived, second.arrived) == ([], ["after the handover"])
    second_database.close()


async def test_whoever_loses_the_right_to_send_stops_at_once_until_it_is_back(
    sqlite_database: Database,
) -> None:
    database = sqlite_database
    chats = open_chats(database, 10)
    for number, chat in enumerate(chats):
        write(database, chat, f"{number}")
    channel, lease = RecordingChannel(), SwitchLease(orphans=False)

    async with sending(database, channel, lease=lambda *_: lease, sends_per_second=11) as sender:
        await until(lambda: len(channel.arrived) == 3)
        lease.held = False
        tried = len(channel.tried)
        await until(lambda: sender.states()["participant"] == "standing by")
        await until(lambda: "sending" not in statuses(database))
        assert len(channel.tried) == tried
        assert statuses(database).count("pending") == 10 - tried
        lease.held = True
        await settled(database)
    assert sorted(channel.arrived) == [str(number) for number in range(10)]


async def test_a_lease_that_lapses_during_a_long_stall_stops_sending(postgresql_url: str) -> None:
    database = open_database(postgresql_url, SECRET)
    chats = open_chats(database, 4)
    written = [write(database, chat, f"{number}") for number, chat in enumerate(chats)]
    channel = RecordingChannel()
    lease = RowLease(database, "participant", seconds=0.4)

    # The lease is asked for once a second, so it lapses in between; each time it is back, some go.
    async with sending(database, channel, lease=lambda *_: lease, sends_per_second=5):
        await until(lambda: any(row_of(database, one).problem == "not tried" for one in written))
        await settled(database)
    assert sorted(channel.arrived) == [str(number) for number in range(4)]
    database.close()


async def test_a_process_that_is_killed_while_it_sends_loses_nothing_and_doubles_no_prompt(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    """(A daemon killed in mid-cascade sent duplicates, formr 0.26.0.)"""
    for number, chat in enumerate(open_chats(database, 90)):
        lane = Lane(number % 3)
        write(database, chat, f"{number} {lane.name}", lane, repeatable=lane is not Lane.BULK)
    log = tmp_path / "arrived"
    for lines in (10, 40):
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.delivery.child_sender", database_url, str(log)
        )
        try:
            await until(partial(_has_lines, log, lines), 60)
        finally:
            child.kill()
            await child.wait()
        # Where leases have to lapse, nobody wants to wait for it here.
        database.transact_now(
            lambda connection: release_lapsed(connection, BOT, START, orphaned=True)
        )

    channel = RecordingChannel()
    async with sending(database, channel):
        await settled(database)

    arrived = Counter(log.read_text().split("\n")[:-1] + channel.arrived)
    for number in range(90):
        lane = Lane(number % 3)
        times = arrived[f"{number} {lane.name}"]
        assert times <= 1 if lane is Lane.BULK else times >= 1
    assert set(statuses(database)) <= {"sent", "stale"}
    # Only what was on its way when the process was killed is left uncertain.
    assert statuses(database).count("stale") <= 2 * 2 * BULK_AHEAD


def _has_lines(log: Path, lines: int) -> bool:
    return log.exists() and log.read_text().count("\n") >= lines
