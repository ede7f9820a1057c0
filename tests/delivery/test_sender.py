"""The sender: what is in the outbox arrives, and what does not is never lost sight of."""

from __future__ import annotations

import asyncio

import pytest

from bot.delivery import bot_sender
from bot.delivery.channel import SlowDown
from bot.delivery.lanes import Lane
from storage.database import Database
from tests.delivery.chats import (
    START,
    RecordingChannel,
    RunningClock,
    after,
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


async def test_a_message_is_delivered_and_marked_with_the_channels_id(database: Database) -> None:
    outbox_id = write(database, open_chat(database, "4711"), "Hello")
    channel = RecordingChannel()

    async with sending(database, channel) as sender:
        await settled(database)
        assert sender.states() == {"participant": "sending"}

    (parcel,) = channel.parcels
    assert (parcel.address, parcel.screen.text) == ("4711", "Hello")
    row = row_of(database, outbox_id)
    assert (row.status, row.remote_id, row.lease_until) == ("sent", "remote-1", None)
    assert row.sent_at >= START


async def test_a_reply_leaves_when_the_sender_is_woken_not_at_the_next_poll(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot_sender, "POLL_S", 3600.0)
    chat, channel = open_chat(database), RecordingChannel()

    async with sending(database, channel) as sender:
        await until(lambda: sender.states()["participant"] == "sending")
        await asyncio.sleep(0.1)
        write(database, chat, "reply")
        sender.wake("participant")
        sender.wake("a bot that nobody registered")
        await settled(database)


async def test_without_a_wake_a_message_is_found_by_polling(database: Database) -> None:
    chat, channel = open_chat(database), RecordingChannel()

    async with sending(database, channel):
        await asyncio.sleep(0.1)
        write(database, chat, "from another process")
        await settled(database)


async def test_a_message_leaves_when_it_is_due(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat, channel = open_chat(database), RecordingChannel()
    clock = RunningClock()
    write(database, chat, "later", due_at=after(0.4))
    monkeypatch.setattr(bot_sender, "POLL_S", 3600.0)

    async with sending(database, channel, clock=clock):
        await settled(database)
    assert clock.now() >= after(0.4)


async def test_when_the_bot_is_asked_to_wait_nothing_leaves_until_then(database: Database) -> None:
    chats = open_chats(database, 3)
    for number, chat in enumerate(chats):
        write(database, chat, f"message {number}")
    script = {"message 0": [SlowDown(0.6, whole_bot=True), "remote"]}
    channel, clock = RecordingChannel(script=script), RunningClock()

    async with sending(database, channel, clock=clock, sends_per_second=6):
        await until(lambda: len(channel.tried) == 1)
        asked = clock.now()
        await until(lambda: len(channel.tried) > 1)
        assert (clock.now() - asked).total_seconds() >= 0.55
        await settled(database)
    assert sorted(channel.arrived) == ["message 0", "message 1", "message 2"]


async def test_when_one_chat_is_asked_to_wait_the_others_go_on(database: Database) -> None:
    slow, other = open_chats(database, 2)
    write(database, slow, "slow")
    write(database, slow, "after slow")
    write(database, other, "other")
    script = {"slow": [SlowDown(0.5, whole_bot=False), "remote"]}
    channel = RecordingChannel(script=script)

    async with sending(database, channel):
        await settled(database)

    assert channel.arrived == ["other", "slow", "after slow"]


async def test_a_chat_that_is_held_for_long_takes_up_no_room(database: Database) -> None:
    held, other = open_chats(database, 2)
    write(database, held, "held", Lane.ALERT)
    channel = RecordingChannel(script={"held": [SlowDown(3600, whole_bot=False)]})

    async with sending(database, channel) as sender:
        await until(lambda: statuses(database) == ["pending"] and bool(channel.tried))
        reply = write(database, held, "reply to the held chat", Lane.REPLY)
        write(database, other, "other", Lane.REPLY)
        sender.wake("participant")
        await until(lambda: channel.arrived == ["other"])
        await until(lambda: row_of(database, reply).problem == "not tried")
    assert row_of(database, reply).due_at > after(3000)


async def test_slow_answers_are_waited_for_side_by_side(database: Database) -> None:
    for number, chat in enumerate(open_chats(database, 30)):
        write(database, chat, f"reply {number}")
    channel = RecordingChannel()
    channel.latency = 0.06

    async with sending(database, channel):
        await settled(database)

    assert channel.most_in_flight > 5


async def test_an_alert_never_waits_for_the_places_that_reminders_take_up(
    sqlite_database: Database,
) -> None:
    database = sqlite_database
    chats = open_chats(database, 60)
    for chat in chats[1:]:
        write(database, chat, "reminder", Lane.BULK)
    channel = RecordingChannel()
    channel.gate = asyncio.Event()

    async with sending(database, channel) as sender:
        await until(lambda: channel.in_flight == bot_sender.ROOM[Lane.BULK])
        write(database, chats[0], "alert", Lane.ALERT)
        sender.wake("participant")
        await until(lambda: "alert" in channel.tried)
        assert channel.tried.count("reminder") == bot_sender.ROOM[Lane.BULK]
        channel.gate.set()
        await settled(database)


async def test_the_web_sends_at_once_and_in_order(database: Database) -> None:
    chat = open_chat(database, "person", bot="web")
    for number in range(20):
        write(database, chat, f"{number}")
    channel, clock = RecordingChannel("web", paced=False), RunningClock()

    async with sending(database, channel, sends_per_second=2, clock=clock):
        await settled(database)

    # At two a second, less one, this would have taken 20 s.
    assert channel.arrived == [str(number) for number in range(20)]
    assert clock.now() < after(15)


async def test_reminders_claimed_ahead_of_their_turn_are_few(sqlite_database: Database) -> None:
    for chat in open_chats(sqlite_database, 50):
        write(sqlite_database, chat, "reminder", Lane.BULK, repeatable=False)
    channel = RecordingChannel()

    async with sending(sqlite_database, channel, sends_per_second=2):
        await until(lambda: bool(channel.arrived))
        assert statuses(sqlite_database).count("sending") <= bot_sender.BULK_AHEAD + 1
    assert take(sqlite_database, Lane.BULK, now=after(1)) != []


async def test_a_chat_with_many_reminders_keeps_none_from_the_others(database: Database) -> None:
    busy, *others = open_chats(database, 20)
    for number in range(10):
        write(database, busy, f"busy {number}", Lane.BULK, repeatable=False)
    for chat in others:
        write(database, chat, "other", Lane.BULK, repeatable=False)
    channel = RecordingChannel()

    async with sending(database, channel):
        await until(lambda: channel.arrived.count("other") == len(others))
        assert len(channel.arrived) - len(others) <= 5  # one a second to the busy chat
        await settled(database)

    assert [text for text in channel.arrived if text.startswith("busy")] == [
        f"busy {number}" for number in range(10)
    ]


async def test_a_channel_can_have_a_pace_of_its_own(sqlite_database: Database) -> None:
    slow, fast = RecordingChannel("email"), RecordingChannel()
    for chat in (*open_chats(sqlite_database, 5, "email"), *open_chats(sqlite_database, 5)):
        write(sqlite_database, chat)
    begun = asyncio.get_running_loop().time()
    async with sending(sqlite_database, slow, fast, paces={"email": 5}):
        await until(lambda: len(fast.parcels) == 5)
        assert len(slow.parcels) < 5
        await until(lambda: len(slow.parcels) == 5)
    assert asyncio.get_running_loop().time() - begun > 0.75
