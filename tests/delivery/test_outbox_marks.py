"""What becomes of claimed messages: marks and lapsed leases."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from bot.delivery.lanes import Lane
from storage import flow_versions, sessions
from storage import outbox_marks as marks
from storage.database import Database
from storage.outbox import drop_answered
from storage.outbox_marks import mark_handed
from storage.people import add_person
from storage.projects import add_project
from tests.delivery.chats import (
    BOT,
    START,
    after,
    lost_at,
    open_chat,
    open_chats,
    row_of,
    status_of,
    take,
    texts,
    write,
)
from tests.delivery.marking import again, release, sent


def begin_session(connection: Connection, chat: int) -> int:
    """A session that asks its fourth question; its id."""
    project = add_project(connection, "One", START)
    person = add_person(
        connection, code="P-22222", role="participant", project_id=project, now=START
    )
    return sessions.add_session(
        connection,
        person_id=person,
        flow_version_id=flow_versions.keep_flow_version(connection, "after", "1", "{}", START),
        channel_id=chat,
        invitation_id=None,
        status="asking",
        turn=4,
        state="{}",
        now=START,
    )


def test_a_lapsed_lease_sends_a_repeatable_message_again(database: Database) -> None:
    outbox_id = write(database, open_chat(database), "alert", Lane.ALERT)
    take(database, Lane.ALERT, lease_seconds=30)

    assert release(database, 29) == 0
    assert take(database, Lane.ALERT, now=after(29)) == []
    assert release(database, 30) == 1
    (claimed,) = take(database, Lane.ALERT, now=after(30))
    assert (claimed.outbox_id, claimed.tries) == (outbox_id, 2)


def test_a_lapsed_lease_never_sends_a_round_prompt_again(database: Database) -> None:
    outbox_id = write(database, open_chat(database), "prompt", Lane.BULK, repeatable=False)
    take(database, Lane.BULK, lease_seconds=30)
    database.transact_now(lambda connection: mark_handed(connection, outbox_id, START))

    assert release(database, 31) == 1
    row = row_of(database, outbox_id)
    assert (row.status, row.problem) == ("stale", "uncertain")
    assert take(database, Lane.BULK, now=after(3600)) == []


def test_a_round_prompt_that_was_never_handed_to_the_channel_goes_after_a_crash(
    database: Database,
) -> None:
    write(database, open_chat(database), "prompt", Lane.BULK, repeatable=False)
    take(database, Lane.BULK, lease_seconds=30)

    assert release(database, 31) == 1
    assert texts(take(database, Lane.BULK, now=after(31))) == ["prompt"]


def test_an_alert_goes_again_however_often_it_was_left_uncertain(database: Database) -> None:
    write(database, open_chat(database), "alert", Lane.ALERT)
    for at in (0, 31, 62, 93):
        assert texts(take(database, Lane.ALERT, now=after(at), lease_seconds=30)) == ["alert"]
        release(database, at + 31)


@pytest.mark.parametrize("answered", [True, False])
def test_a_question_that_may_have_gone_out_goes_again_unless_its_answer_came_in(
    database: Database, answered: bool
) -> None:
    chat = open_chat(database)
    session = database.transact_now(lambda connection: begin_session(connection, chat))
    outbox_id = write(database, chat, "question", Lane.REPLY, session_id=session, turn=4)
    take(database, lease_seconds=30)
    release(database, 31)
    assert take(database, now=after(32)) == []
    if answered:
        database.transact_now(
            lambda connection: sessions.save_session(
                connection,
                session,
                status="asking",
                turn=5,
                state="{}",
                now=after(33),
                resume_at=None,
            )
        )
    database.transact_now(lambda connection: drop_answered(connection, BOT))
    assert texts(take(database, now=after(34))) == ([] if answered else ["question"])
    assert status_of(database, outbox_id) == ("stale" if answered else "sending")


def test_a_question_left_uncertain_twice_waits_longer_for_its_answer(database: Database) -> None:
    chat = open_chat(database)
    session = database.transact_now(lambda connection: begin_session(connection, chat))
    write(database, chat, "question", Lane.REPLY, session_id=session, turn=4)
    take(database)
    release(database, 1, orphaned=True)
    assert texts(take(database, now=after(3.5))) == ["question"]
    release(database, 4, orphaned=True)
    assert take(database, now=after(13.5)) == []
    assert texts(take(database, now=after(14.5))) == ["question"]


def test_claims_of_a_process_that_is_certainly_gone_end_at_once(database: Database) -> None:
    write(database, open_chat(database), "alert", Lane.ALERT)
    take(database, Lane.ALERT, lease_seconds=30)

    assert release(database, 1, orphaned=True) == 1
    assert texts(take(database, Lane.ALERT, now=after(1))) == ["alert"]


def test_a_mark_that_comes_late_keeps_a_sent_message_from_going_again(database: Database) -> None:
    outbox_id = write(database, open_chat(database))
    (claimed,) = take(database)
    release(database, 60)

    sent(database, claimed, at=61)

    row = row_of(database, outbox_id)
    assert (row.status, row.remote_id, row.sent_at) == ("sent", "77", after(61))
    assert take(database, now=after(62)) == []


def test_nothing_takes_back_that_a_message_was_sent(database: Database) -> None:
    outbox_id = write(database, open_chat(database))
    (first,) = take(database)
    release(database, 60)
    (second,) = take(database, now=after(60))
    sent(database, second, at=61)

    assert not again(database, first, at=90)
    assert not database.transact_now(
        lambda connection: marks.mark_failed(connection, outbox_id, second.tries, "x")
    )
    sent(database, first, at=95)
    row = row_of(database, outbox_id)
    assert (row.status, row.sent_at) == ("sent", after(61))


def test_a_mark_of_an_earlier_try_changes_nothing(database: Database) -> None:
    outbox_id = write(database, open_chat(database))
    (first,) = take(database)
    release(database, 60)
    take(database, now=after(60))

    assert not again(database, first, at=90)
    assert status_of(database, outbox_id) == "sending"


def test_a_message_to_a_lost_channel_is_kept_and_comes_up_as_such(database: Database) -> None:
    chat = open_chat(database)
    database.transact_now(lambda connection: marks.mark_channel_lost(connection, chat, START))
    outbox_id = write(database, chat, "alert", Lane.ALERT)

    assert status_of(database, outbox_id) == "pending"
    (claimed,) = take(database, Lane.ALERT)
    assert claimed.obstacle == "channel lost"
    assert claimed.screen.text == "alert"


def test_a_channel_is_lost_only_once(database: Database) -> None:
    chat = open_chat(database)

    def lose(connection: Connection) -> list[bool]:
        return [marks.mark_channel_lost(connection, chat, after(at)) for at in (1, 2)]

    assert database.transact_now(lose) == [True, False]
    assert lost_at(database, chat) == after(1)


def test_after_an_outage_only_what_it_held_back_is_brought_forward(database: Database) -> None:
    chats = open_chats(database, 4)
    write(database, chats[0], "not sent")
    write(database, chats[1], "asked to wait")
    not_sent, waits = take(database)
    again(database, not_sent, at=300, problem="not sent")
    again(database, waits, at=300, problem="asked to wait")
    write(database, chats[2], "planned", due_at=after(300))
    write(database, chats[3], "elsewhere", due_at=after(300))

    brought = database.transact_now(
        lambda connection: marks.bring_forward(connection, BOT, ["not sent"], after(10))
    )

    assert brought == 1
    assert texts(take(database, now=after(10))) == ["not sent"]
