"""Marks, each in a transaction of its own, with times in seconds after everything began."""

from __future__ import annotations

from bot.delivery.outbox import ClaimedMessage
from storage import outbox as rows
from storage import outbox_marks as marks
from storage.database import Database
from tests.delivery.chats import BOT, after


def sent(database: Database, message: ClaimedMessage, at: float = 1) -> None:
    database.transact_now(
        lambda connection: marks.mark_sent(connection, message.outbox_id, "77", after(at))
    )


def again(database: Database, message: ClaimedMessage, at: float, problem: str = "x") -> bool:
    return database.transact_now(
        lambda connection: marks.mark_retry(
            connection, message.outbox_id, message.tries, after(at), problem
        )
    )


def release(database: Database, at: float, *, orphaned: bool = False) -> int:
    return database.transact_now(
        lambda connection: rows.release_lapsed(connection, BOT, after(at), orphaned=orphaned)
    )
