"""Alerts that are repeated while a platform is down: when it is back, one of them arrives."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.delivery.channel import NotSent
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Screen
from bot.delivery.settling import NOT_SENT
from storage.audit import late_messages
from storage.database import Database
from storage.flags import add_flag
from storage.outbox_marks import drop_repeated, mark_retry
from storage.projects import add_project
from tests.delivery.chats import (
    BOT,
    START,
    RecordingChannel,
    after,
    open_chats,
    row_of,
    sending,
    settled,
    take,
    texts,
)


def raise_flag(database: Database, project: str = "Project") -> int:
    return database.transact_now(
        lambda connection: add_flag(
            connection,
            project_id=add_project(connection, project, START),
            level="urgent",
            topic="danger",
            opened_at=START,
            acknowledge_by=after(900),
            contact_by=after(3600),
        )
    )


def alert(
    database: Database,
    chat: int,
    flag: int,
    words: str,
    *,
    now: datetime = START,
    kind: str = "alert",
) -> int:
    message = Message(chat, Screen(text=words), Lane.ALERT, kind, flag_id=flag)
    outbox_id = database.transact_now(lambda connection: queue(connection, message, now))
    assert outbox_id is not None
    return outbox_id


def drop(database: Database) -> int:
    return database.transact_now(lambda connection: drop_repeated(connection, BOT, ("alert",)))


def test_of_the_alerts_that_wait_the_newest_stays_and_is_as_late_as_the_first(
    database: Database,
) -> None:
    (chat,) = open_chats(database, 1)
    flag = raise_flag(database)
    alert(database, chat, flag, "first")
    alert(database, chat, flag, "second", now=after(900))
    newest = alert(database, chat, flag, "third", now=after(1800))
    assert drop(database) == 2
    assert row_of(database, newest).created_at == START
    assert texts(take(database, Lane.ALERT, after(1800))) == ["third"]


def test_what_is_late_does_not_look_in_time_because_it_was_said_again(database: Database) -> None:
    (chat,) = open_chats(database, 1)
    flag = raise_flag(database)
    alert(database, chat, flag, "first")
    (tried,) = take(database, Lane.ALERT)
    database.transact_now(
        lambda connection: mark_retry(connection, tried.outbox_id, tried.tries, after(60), NOT_SENT)
    )
    newest = alert(database, chat, flag, "second", now=after(1800))
    assert drop(database) == 1
    assert row_of(database, newest).tries == 1
    assert database.read_now(lambda connection: late_messages(connection, after(1800))).count == 1


def test_what_is_not_repeated_stays(database: Database) -> None:
    one, other = open_chats(database, 2)
    flag, another = raise_flag(database), raise_flag(database, "Another")
    alert(database, one, flag, "on its way")
    take(database, Lane.ALERT)
    alert(database, one, flag, "the newest", now=after(1))
    alert(database, one, another, "about another flag")
    alert(database, other, flag, "to another chat")
    alert(database, one, flag, "of another kind", kind="notice")
    alert(database, one, flag, "of that kind as well", kind="notice")
    assert drop(database) == 0


async def test_when_the_platform_is_back_each_chat_gets_the_newest_alert_only(
    database: Database,
) -> None:
    chats = open_chats(database, 3)
    flag = raise_flag(database)
    channel = RecordingChannel()
    channel.failing = NotSent()
    async with sending(database, channel) as sender:
        for times in ("first", "second", "third"):
            for chat in chats:
                alert(database, chat, flag, f"{times} {chat}")
            sender.wake(BOT)
            await asyncio.sleep(0.3)
        channel.failing = None
        sender.wake(BOT)
        await settled(database)
    assert sorted(channel.arrived) == sorted(f"third {chat}" for chat in chats)
