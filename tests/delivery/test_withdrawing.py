"""Messages that are taken back before they go out, or that a newer one takes the place of."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, update

from bot.delivery.lanes import Lane
from bot.delivery.outbox import withdraw
from storage.database import Database
from storage.flags import add_flag
from storage.outbox import OUTBOX
from storage.people import add_person
from storage.projects import add_project
from tests.delivery.chats import (
    START,
    after,
    open_chat,
    row_of,
    status_of,
    statuses,
    take,
    texts,
    write,
)


def test_what_is_no_longer_wanted_is_withdrawn_and_nothing_else(database: Database) -> None:
    chat = open_chat(database)

    def people(connection: Connection) -> list[int]:
        project = add_project(connection, "Project", START)
        return [
            add_person(connection, code=code, role="participant", project_id=project, now=START)
            for code in ("P-1", "P-2")
        ]

    stopped, other = database.transact_now(people)
    reply = write(database, chat, "goodbye", Lane.REPLY, person_id=stopped)
    reminder = write(database, chat, "reminder", Lane.BULK, person_id=stopped, due_at=after(60))
    others = write(database, chat, "reminder", Lane.BULK, person_id=other)
    on_its_way = write(database, open_chat(database, "2"), "x", Lane.BULK, person_id=stopped)
    database.transact_now(
        lambda connection: connection.execute(
            update(OUTBOX).where(OUTBOX.c.id == on_its_way).values(status="sending")
        )
    )

    withdrawn = database.transact_now(
        lambda connection: withdraw(connection, "stopped", lanes=[Lane.BULK], person_id=stopped)
    )

    assert withdrawn == 1
    assert (row_of(database, reminder).status, row_of(database, reminder).problem) == (
        "stale",
        "stopped",
    )
    assert [status_of(database, one) for one in (reply, others, on_its_way)] == [
        "pending",
        "pending",
        "sending",
    ]


def test_an_alert_about_a_flag_that_somebody_took_is_withdrawn(database: Database) -> None:
    chat = open_chat(database)

    def flag(connection: Connection) -> int:
        return add_flag(
            connection,
            project_id=add_project(connection, "Project", START),
            level="urgent",
            topic="danger",
            opened_at=START,
            acknowledge_by=after(900),
            contact_by=after(3600),
        )

    flag_id = database.transact_now(flag)
    write(database, chat, "about the flag", Lane.ALERT, flag_id=flag_id)
    write(database, chat, "about another", Lane.ALERT)

    database.transact_now(lambda connection: withdraw(connection, "taken", flag_id=flag_id))

    assert texts(take(database, Lane.ALERT)) == ["about another"]


def test_withdrawing_needs_to_know_whose_messages(database: Database) -> None:
    write(database, open_chat(database))

    with pytest.raises(ValueError, match="whose"):
        database.transact_now(lambda connection: withdraw(connection, "stopped"))
    assert len(take(database)) == 1


def test_of_changes_of_one_message_that_wait_the_newest_goes_out(database: Database) -> None:
    chat, other = open_chat(database), open_chat(database, "2")
    on_its_way = write(database, chat, "no ticks", act="edit", target_remote_id="7")
    assert texts(take(database)) == ["no ticks"]
    change: dict[str, Any] = {"act": "edit", "supersedes": True}
    ticked = [
        write(database, chat, text, target_remote_id="7", **change) for text in ("one", "two")
    ]
    another = write(database, chat, "another message", target_remote_id="8", **change)
    elsewhere = write(database, other, "another chat", target_remote_id="7", **change)
    newest = write(database, chat, "three", target_remote_id="7", **change)

    assert [row_of(database, one).problem for one in ticked] == ["superseded", "superseded"]
    assert [status_of(database, one) for one in (on_its_way, *ticked)] == [
        "sending",
        "stale",
        "stale",
    ]
    assert {status_of(database, one) for one in (another, elsewhere, newest)} == {"pending"}


def test_a_new_message_and_a_change_that_says_nothing_of_others_leave_them_alone(
    database: Database,
) -> None:
    chat = open_chat(database)
    write(database, chat, "first", act="edit", target_remote_id="7")
    write(database, chat, "second", act="edit", target_remote_id="7")
    write(database, chat, "third")
    assert statuses(database) == ["pending", "pending", "pending"]
