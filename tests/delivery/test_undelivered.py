"""What does not arrive is tried again, sent another way, or told: never lost sight of."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection, update

from bot.delivery.channel import ChannelLost, NotSent, Refused, Uncertain
from bot.delivery.lanes import Lane
from bot.delivery.outbox import ClaimedMessage, Message, queue
from storage.contacts import touch_channel
from storage.database import Database
from storage.outbox import OUTBOX
from storage.outbox_marks import mark_channel_lost
from tests.delivery.chats import (
    START,
    Notes,
    RecordingChannel,
    lost_at,
    open_chat,
    open_chats,
    row_of,
    sending,
    settled,
    status_of,
    statuses,
    until,
    write,
)


async def test_what_was_not_sent_is_tried_again_and_keeps_its_place(database: Database) -> None:
    chat = open_chat(database)
    for text in ("one", "two", "three"):
        write(database, chat, text)
    channel = RecordingChannel(script={"one": [NotSent(), "remote"]})

    async with sending(database, channel):
        await settled(database)

    assert channel.tried == ["one", "one", "two", "three"]


async def test_when_it_is_uncertain_whether_it_arrived_an_alert_is_sent_again(
    database: Database,
) -> None:
    write(database, open_chat(database), "alert", Lane.ALERT)
    channel = RecordingChannel(script={"alert": [Uncertain(), "remote"]})

    async with sending(database, channel):
        await settled(database)

    assert channel.tried == ["alert", "alert"]
    assert statuses(database) == ["sent"]


async def test_when_it_is_uncertain_whether_it_arrived_a_round_prompt_is_never_sent_again(
    database: Database,
) -> None:
    outbox_id = write(database, open_chat(database), "prompt", Lane.BULK, repeatable=False)
    channel, notes = RecordingChannel(script={"prompt": [Uncertain()]}), Notes()

    async with sending(database, channel, notes=notes):
        await settled(database)

    assert channel.tried == ["prompt"]
    assert (status_of(database, outbox_id), notes.failed) == ("stale", [("prompt", "uncertain")])


async def test_a_channel_that_never_answers_leaves_it_uncertain(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.carrier.SEND_S", 0.1)
    outbox_id = write(database, open_chat(database), "alert", Lane.ALERT)
    channel = RecordingChannel()
    channel.gate = asyncio.Event()

    async with sending(database, channel):
        await until(lambda: row_of(database, outbox_id).problem == "uncertain")
        channel.gate.set()
        await settled(database)
    assert channel.arrived == ["alert"]


async def test_somebody_who_blocked_the_bot_is_marked_lost_and_another_way_is_looked_for(
    database: Database,
) -> None:
    """("blocked by user" was not turned into stopped, courier 422.)"""
    chat = open_chat(database)
    first = write(database, chat, "first", Lane.ALERT)
    second = write(database, chat, "second", Lane.ALERT)
    channel, notes = RecordingChannel(script={"first": [ChannelLost()]}), Notes()

    async with sending(database, channel, notes=notes):
        await settled(database)

    assert lost_at(database, chat) is not None
    assert channel.tried == ["first"]  # the second is not even tried ...
    assert notes.lost == ["first", "second"]  # ... and both find another way
    for outbox_id in (first, second):
        row = row_of(database, outbox_id)
        assert (row.status, row.problem) == ("failed", "channel lost")


async def test_another_way_is_found_in_the_transaction_that_marks_the_channel_lost(
    database: Database,
) -> None:
    """(seen in oncall 1503: one channel that failed suppressed another)"""
    chat, other_way = open_chats(database, 2)
    write(database, chat, "alert", Lane.ALERT)
    channel = RecordingChannel(script={"alert": [ChannelLost(), "never asked for"]})

    def on_lost(connection: Connection, message: ClaimedMessage, now: object) -> None:
        queue(connection, Message(other_way, message.screen, message.lane, "test"), START)

    async with sending(database, channel, on_lost=on_lost):
        await until(lambda: "chat-1" in [parcel.address for parcel in channel.parcels])
        await settled(database)
    assert statuses(database) == ["failed", "sent"]


async def test_what_a_channel_refuses_is_told_and_not_tried_again(database: Database) -> None:
    chat = open_chat(database)
    refused = write(database, chat, "too long", Lane.REPLY)
    write(database, chat, "next", Lane.REPLY)
    channel, notes = RecordingChannel(script={"too long": [Refused()]}), Notes()

    async with sending(database, channel, notes=notes):
        await settled(database)

    assert channel.tried == ["too long", "next"]
    assert (status_of(database, refused), notes.failed) == ("failed", [("too long", "refused")])


async def test_an_echo_that_can_no_longer_be_edited_fails_quietly(database: Database) -> None:
    chat = open_chat(database)
    write(database, chat, "not modified", act="edit", target_remote_id="5")
    channel, notes = RecordingChannel(script={"not modified": [Refused()]}), Notes()

    async with sending(database, channel, notes=notes):
        await settled(database)

    assert statuses(database) == ["failed"]
    assert notes.failed == []


async def test_a_fault_in_a_channel_is_tried_again_and_no_word_of_it_reaches_the_log(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    write(database, open_chat(database, "secret-address"), "secret words", Lane.ALERT)
    fault = KeyError("secret words to secret-address with secret-token")
    channel = RecordingChannel(script={"secret words": [fault, "remote"]})

    async with sending(database, channel):
        await settled(database)

    printed = capsys.readouterr()
    assert channel.arrived == ["secret words"]
    assert "KeyError" in printed.out + printed.err
    assert "secret" not in printed.out + printed.err


async def test_when_nobody_can_be_told_of_a_lost_channel_it_comes_up_again(
    database: Database,
) -> None:
    chat = open_chat(database)
    write(database, chat, "alert", Lane.ALERT)
    channel = RecordingChannel(script={"alert": [ChannelLost(), ChannelLost()]})
    told: list[str] = []

    def on_lost(connection: Connection, message: ClaimedMessage, now: object) -> None:
        told.append(message.screen.text)
        if len(told) == 1:
            raise RuntimeError("a fault in what looks after it")

    async with sending(database, channel, on_lost=on_lost):
        await settled(database)

    assert told == ["alert", "alert"]
    assert lost_at(database, chat) is not None


async def test_a_message_that_cannot_be_read_is_told_and_the_next_goes_on(
    database: Database,
) -> None:
    chat = open_chat(database)
    broken = write(database, chat, "broken")
    database.transact_now(
        lambda connection: connection.execute(update(OUTBOX).values(screen_sealed=b"?" * 50))
    )
    write(database, chat, "next")
    channel, notes = RecordingChannel(), Notes()

    async with sending(database, channel, notes=notes):
        await settled(database)

    assert channel.arrived == ["next"]
    assert notes.failed == [("", "damaged")]
    assert status_of(database, broken) == "failed"


async def test_whoever_comes_back_before_it_was_tried_gets_the_message(
    database: Database,
) -> None:
    chat = open_chat(database)
    database.transact_now(lambda connection: mark_channel_lost(connection, chat, START))
    write(database, chat, "hello again")
    database.transact_now(lambda connection: touch_channel(connection, chat, START))
    channel, notes = RecordingChannel(), Notes()

    async with sending(database, channel, notes=notes):
        await settled(database)

    assert (channel.arrived, notes.lost) == (["hello again"], [])
