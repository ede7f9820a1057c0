"""The outbox: what is queued is claimed once, in order, and marked once."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection, update

from bot.delivery.lanes import Lane
from bot.delivery.outbox import ClaimedMessage, Message, claim, queue
from bot.delivery.screen import Button, Screen
from storage import outbox as rows
from storage.database import Database
from storage.outbox import CHANNEL, OUTBOX
from tests.delivery.chats import (
    BOT,
    START,
    after,
    open_chat,
    open_chats,
    row_of,
    take,
    texts,
    write,
)
from tests.delivery.marking import again, sent


def test_a_claimed_message_is_what_was_queued(database: Database) -> None:
    chat = open_chat(database, address="4711")
    screen = Screen(
        text="How was it?",
        choices=(Button("Good", "1:2:good"), Button("Bad", "1:2:bad")),
        controls=(Button("Skip", "1:2:~skip"),),
        layout="scale",
        low="Not at all",
        high="Completely",
        typed=True,
        sensitive=True,
        kind="question",
    )
    message = Message(
        chat, screen, Lane.REPLY, "question", act="edit", target_remote_id="12", turn=2
    )
    outbox_id = database.transact_now(lambda connection: queue(connection, message, START))

    (claimed,) = take(database)

    assert claimed.outbox_id == outbox_id
    assert (claimed.bot, claimed.lane, claimed.tries) == (BOT, Lane.REPLY, 1)
    assert (claimed.kind, claimed.turn, claimed.repeatable) == ("question", 2, True)
    assert claimed.created_at == START
    assert claimed.obstacle == ""
    parcel = claimed.parcel()
    assert (parcel.act, parcel.address, parcel.remote_id) == ("edit", "4711", "12")
    assert parcel.screen == screen


def test_no_word_of_a_message_can_be_read_in_the_table(database: Database) -> None:
    chat = open_chat(database, address="address-in-the-clear")
    outbox_id = write(database, chat, "words-in-the-clear")

    assert "in-the-clear" not in str(row_of(database, outbox_id))


def test_of_two_messages_with_one_dedupe_key_the_first_is_kept(database: Database) -> None:
    chat = open_chat(database)

    def twice(connection: Connection) -> list[int | None]:
        return [
            queue(
                connection,
                Message(chat, Screen(text=text), Lane.ALERT, "alert", dedupe="alert:1:1"),
                START,
            )
            for text in ("first", "second")
        ]

    first, second = database.transact_now(twice)

    assert first is not None
    assert second is None
    assert texts(take(database, Lane.ALERT)) == ["first"]


@pytest.mark.parametrize("dedupe", [None, "once"])
def test_a_message_to_a_channel_that_is_not_there_is_an_error(
    database: Database, dedupe: str | None
) -> None:
    with pytest.raises(LookupError):
        write(database, 999, dedupe=dedupe)


def test_a_message_stands_or_falls_with_what_caused_it(database: Database) -> None:
    """Flag, event and outbox rows in one transaction (a crash lost an alert in healthchecks)."""
    chat = open_chat(database)

    def flag_and_alert(connection: Connection) -> None:
        queue(connection, Message(chat, Screen(text="x"), Lane.ALERT, "alert"), START)
        raise RuntimeError("the power went off")

    with pytest.raises(RuntimeError, match="power"):
        database.transact_now(flag_and_alert)
    assert take(database, Lane.ALERT) == []


def test_a_claim_takes_only_its_own_lane_and_bot_and_what_is_due(database: Database) -> None:
    mine, theirs = open_chat(database, "1"), open_chat(database, "1", bot="staff")
    write(database, mine, "alert", Lane.ALERT)
    write(database, mine, "reply", Lane.REPLY)
    write(database, mine, "later", Lane.REPLY, due_at=after(60))
    write(database, theirs, "staff alert", Lane.ALERT)

    assert texts(take(database, Lane.REPLY)) == ["reply"]
    assert texts(take(database, Lane.ALERT)) == ["alert"]
    assert texts(take(database, Lane.ALERT, bot="staff")) == ["staff alert"]
    assert take(database, Lane.BULK) == []


def test_the_next_due_time_is_that_of_what_still_waits(database: Database) -> None:
    chat = open_chat(database)
    write(database, chat, due_at=after(90))
    write(database, chat, due_at=after(60))

    def due(connection: Connection) -> object:
        return (
            rows.next_due(connection, BOT, START),
            rows.next_due(connection, BOT, after(60)),
            rows.next_due(connection, BOT, after(90)),
        )

    assert database.read_now(due) == (after(60), after(90), None)


def test_messages_of_one_chat_are_claimed_one_after_the_other(database: Database) -> None:
    chat, other = open_chats(database, 2)
    for text in ("one", "two", "three"):
        write(database, chat, text)
    write(database, other, "elsewhere")

    first, elsewhere = take(database)
    assert texts([first, elsewhere]) == ["one", "elsewhere"]
    assert take(database) == []  # "one" is still on its way
    sent(database, first)
    (second,) = take(database, now=after(1))
    assert second.screen.text == "two"
    sent(database, second)
    assert texts(take(database, now=after(1))) == ["three"]


def test_a_message_that_waits_for_its_next_try_holds_up_its_own_chat_and_lane_only(
    database: Database,
) -> None:
    chat, other = open_chats(database, 2)
    write(database, chat, "first")
    (first,) = take(database)
    assert again(database, first, at=30)
    write(database, chat, "second")
    write(database, chat, "alert", Lane.ALERT)
    write(database, other, "elsewhere")

    assert texts(take(database, now=after(1))) == ["elsewhere"]
    assert texts(take(database, Lane.ALERT, now=after(1))) == ["alert"]
    assert texts(take(database, now=after(30))) == ["first"]
    assert take(database, now=after(30)) == []


def test_a_message_that_keeps_failing_does_not_keep_a_later_alert_from_the_person(
    database: Database,
) -> None:
    chat = open_chat(database)
    write(database, chat, "cannot be sent", Lane.ALERT)
    write(database, chat, "new alert", Lane.ALERT)
    for tries in range(1, rows.HOLDS_UP_TRIES + 1):
        (claimed,) = take(database, Lane.ALERT, now=after(tries * 1000))
        assert claimed.screen.text == "cannot be sent"
        assert again(database, claimed, at=tries * 1000 + 300)
        assert take(database, Lane.ALERT, now=after(tries * 1000 + 1)) == []
    (claimed,) = take(database, Lane.ALERT, now=after(9000))
    assert again(database, claimed, at=9300)

    assert texts(take(database, Lane.ALERT, now=after(9001))) == ["new alert"]


def test_a_message_planned_for_later_holds_up_nothing(database: Database) -> None:
    chat = open_chat(database)
    write(database, chat, "tomorrow", due_at=after(86_400))
    write(database, chat, "now")

    assert texts(take(database)) == ["now"]


def test_a_message_that_does_not_unseal_does_not_keep_others_from_being_claimed(
    database: Database,
) -> None:
    broken, whole, homeless = open_chats(database, 3)
    broken_id = write(database, broken)
    write(database, whole, "fine")
    write(database, homeless)

    def damage(connection: Connection) -> None:
        connection.execute(
            update(OUTBOX).where(OUTBOX.c.id == broken_id).values(screen_sealed=b"?" * 40)
        )
        connection.execute(
            update(CHANNEL).where(CHANNEL.c.id == homeless).values(address_sealed=b"")
        )

    database.transact_now(damage)

    claimed = take(database)
    assert [message.obstacle for message in claimed] == ["damaged", "", "damaged"]
    assert texts(claimed) == ["", "fine", ""]


async def test_claims_made_at_the_same_time_never_share_a_message(database: Database) -> None:
    """Claims are compare-and-set (two schedulers on one store fired twice, apscheduler 231)."""
    for chat in open_chats(database, 40):
        write(database, chat)

    def work(connection: Connection) -> list[ClaimedMessage]:
        return claim(connection, BOT, Lane.REPLY, limit=5, now=START, lease_seconds=30)

    batches = await asyncio.gather(*(database.transact(work) for _ in range(16)))
    rest = take(database, limit=100)

    ids = [message.outbox_id for batch in (*batches, rest) for message in batch]
    assert len(ids) == len(set(ids)) == 40


def test_a_claim_does_not_read_the_whole_history_of_a_bot(sqlite_database: Database) -> None:
    def plan(connection: Connection) -> list[str]:
        statement = rows._DUE.compile(dialect=connection.dialect)
        given = dict.fromkeys(statement.params, "")
        return [
            str(step.detail)
            for step in connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}",
                tuple(given[name] for name in statement.positiontup or ()),
            )
        ]

    steps = sqlite_database.read_now(plan)

    assert not [step for step in steps if "SCAN" in step]
    assert not [step for step in steps if "TEMP B-TREE" in step]
