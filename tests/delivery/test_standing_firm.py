"""Sending when things around it fail: the platform, the database, the process itself."""

from __future__ import annotations

import asyncio
import threading

import pytest
from sqlalchemy import Connection

from bot.backoff import Backoff
from bot.delivery import outage
from bot.delivery.channel import NotSent, Refused
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Screen
from storage.database import Database
from storage.sealing import Sealer
from tests.conftest import SECRET
from tests.delivery.chats import (
    START,
    FaultyDatabase,
    Notes,
    RecordingChannel,
    SwitchLease,
    open_chat,
    open_chats,
    sending,
    settled,
    status_of,
    statuses,
    until,
    write,
)
from tests.delivery.hand_time import HandTime


async def test_a_platform_that_is_down_is_not_hammered_and_everything_arrives_afterwards(
    database: Database,
) -> None:
    for number, chat in enumerate(open_chats(database, 30)):
        write(database, chat, f"{number}", Lane.REPLY)
    channel = RecordingChannel()
    channel.failing = NotSent("no route to host")

    async with sending(database, channel) as sender:
        await until(lambda: sender.states()["participant"] == "down")
        await asyncio.sleep(0.2)
        tried = len(channel.tried)
        await asyncio.sleep(2)
        assert len(channel.tried) - tried <= 4
        channel.failing = None
        await settled(database)

    assert sorted(channel.arrived, key=int) == [str(number) for number in range(30)]


async def test_a_platform_that_is_down_holds_up_no_other_channel(
    sqlite_database: Database,
) -> None:
    database = sqlite_database
    telegram, web = RecordingChannel("participant"), RecordingChannel("web", paced=False)
    telegram.failing = NotSent()
    for number in range(5):
        write(database, open_chat(database, f"{number}", bot="participant"), "by telegram")
        write(database, open_chat(database, f"{number}", bot="web"), "by web")

    async with sending(database, telegram, web):
        await until(lambda: len(web.arrived) == 5)
    assert telegram.arrived == []
    assert statuses(database).count("pending") == 5


async def test_a_new_message_soon_tries_a_platform_that_was_down(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outage, "PROBES", Backoff(first=3600, most=3600))
    database = sqlite_database
    *chats, late = open_chats(database, 6)
    for chat in chats:
        write(database, chat, "early")
    channel = RecordingChannel()
    channel.failing = NotSent()

    async with sending(database, channel) as sender:
        await until(lambda: sender.states()["participant"] == "down")
        channel.failing = None
        write(database, late, "alert", Lane.ALERT)
        sender.wake("participant")
        await until(lambda: "alert" in channel.arrived)
        await settled(database)  # and with it everything else goes out


async def test_one_message_that_keeps_failing_makes_no_outage(sqlite_database: Database) -> None:
    bad, good = open_chats(sqlite_database, 2)
    write(sqlite_database, bad, "bad", Lane.ALERT)
    channel = RecordingChannel(script={"bad": [NotSent(), NotSent(), NotSent(), "remote"]})

    async with sending(sqlite_database, channel) as sender:
        await until(lambda: len(channel.tried) == 2)
        write(sqlite_database, good, "good")
        sender.wake("participant")
        await until(lambda: "good" in channel.arrived)
        assert sender.states()["participant"] == "sending"


def faulty(database: Database, url: str) -> FaultyDatabase:
    database.close()
    return FaultyDatabase(url, Sealer(SECRET))


async def test_a_message_that_was_sent_is_marked_when_the_database_is_back(
    database: Database, database_url: str
) -> None:
    flaky = faulty(database, database_url)
    outbox_id = write(flaky, open_chat(flaky), "prompt", Lane.BULK, repeatable=False)
    channel = RecordingChannel()
    channel.gate = asyncio.Event()

    async with sending(flaky, channel):
        await until(lambda: channel.in_flight == 1)
        flaky.down = True
        channel.gate.set()
        await until(lambda: flaky.refused > 3)
        assert status_of(flaky, outbox_id) == "sending"
        flaky.down = False
        await settled(flaky)

    assert channel.arrived == ["prompt"]
    assert status_of(flaky, outbox_id) == "sent"
    flaky.close()


async def test_messages_wait_while_the_database_is_not_available(
    database: Database, database_url: str
) -> None:
    flaky = faulty(database, database_url)
    write(flaky, open_chat(flaky), "alert", Lane.ALERT)
    flaky.down = True
    channel = RecordingChannel()

    # A lease in the database could not be taken either; the test is about what comes after it.
    async with sending(flaky, channel, lease=lambda *_: SwitchLease()) as sender:
        await until(lambda: flaky.refused > 2)
        assert sender.states() == {"participant": "down"}
        flaky.down = False
        await settled(flaky)
    assert channel.arrived == ["alert"]
    flaky.close()


async def test_what_is_on_its_way_arrives_and_is_marked_when_the_sender_stops(
    database: Database,
) -> None:
    on_its_way = write(database, open_chat(database), "on its way")
    channel = RecordingChannel()
    channel.latency = 0.3

    async with sending(database, channel):
        await until(lambda: channel.in_flight == 1)
    assert status_of(database, on_its_way) == "sent"


async def test_what_waits_for_its_turn_when_the_sender_stops_goes_out_after_the_next_start(
    database: Database,
) -> None:
    chats = open_chats(database, 6)
    for number, chat in enumerate(chats):
        write(database, chat, f"{number}", Lane.BULK, repeatable=False)
    channel = RecordingChannel()

    async with sending(database, channel, sends_per_second=2):
        await until(lambda: len(channel.arrived) == 1)
    assert "sending" not in statuses(database)

    async with sending(database, channel):
        await settled(database)
    assert sorted(channel.arrived) == [str(number) for number in range(6)]


async def test_a_send_that_hangs_does_not_keep_the_sender_from_stopping(
    database: Database,
) -> None:
    write(database, open_chat(database), "hangs", Lane.ALERT)
    channel = RecordingChannel()
    channel.gate = asyncio.Event()

    async with asyncio.timeout(10):
        async with sending(database, channel):
            await until(lambda: channel.in_flight == 1)
    assert channel.in_flight == 0


async def test_a_database_that_hangs_does_not_keep_the_sender_from_stopping(
    sqlite_database: Database,
) -> None:
    write(sqlite_database, open_chat(sqlite_database), "alert", Lane.ALERT)
    let_go = threading.Event()
    channel = RecordingChannel()
    channel.latency = 0.2

    async with asyncio.timeout(8), sending(sqlite_database, channel):
        await until(lambda: channel.in_flight == 1)
        hanging = asyncio.ensure_future(sqlite_database.transact(lambda _: let_go.wait(15)))
        await asyncio.sleep(1.2)  # now a mark waits behind it, and a claim
    let_go.set()
    await hanging

    async with sending(sqlite_database, channel):
        await settled(sqlite_database)
    assert statuses(sqlite_database) == ["sent"]


async def test_an_alert_among_3000_round_messages_is_the_next_to_leave(
    sqlite_database: Database,
) -> None:
    """(Elsewhere it waited 84 s behind them.) Counted in messages, not in seconds."""
    database, hands = sqlite_database, HandTime()
    *chats, facilitator = open_chats(database, 3001)

    def start_round(connection: Connection) -> None:
        for chat in chats:
            prompt = Message(chat, Screen(text="prompt"), Lane.BULK, "invite", repeatable=False)
            queue(connection, prompt, START)

    database.transact_now(start_round)
    channel = RecordingChannel()

    async with sending(database, channel, time=hands, sends_per_second=30) as sender:
        pacer = sender.bots["participant"].pacer
        assert pacer is not None

        async def one_leaves() -> None:
            before = len(channel.arrived)
            await hands.advance(1 / 29)
            await until(lambda: len(channel.arrived) > before)

        for _ in range(20):
            await until(lambda: pacer.waiting(Lane.BULK) > 0)
            await one_leaves()
        write(database, facilitator, "alert", Lane.ALERT)
        before = len(channel.tried)
        sender.wake("participant")
        await until(lambda: pacer.waiting(Lane.ALERT) == 1)
        await one_leaves()

    assert channel.tried[before] == "alert"


async def test_refusals_of_one_person_do_not_stop_a_round(sqlite_database: Database) -> None:
    chats = open_chats(sqlite_database, 12)
    for number, chat in enumerate(chats):
        write(sqlite_database, chat, f"{number}", Lane.BULK, repeatable=False)
    channel = RecordingChannel(script={"3": [Refused()], "7": [ValueError()]})
    notes = Notes()

    async with sending(sqlite_database, channel, notes=notes):
        await settled(sqlite_database)

    assert len(channel.arrived) == 10
    assert sorted(notes.failed) == [("3", "refused"), ("7", "uncertain")]
