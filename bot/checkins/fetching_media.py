"""Fetches the files that people sent, and keeps them sealed, so that a person can open them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from random import Random
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.aftercare.safe_to_message import when_to_write
from bot.backoff import Backoff
from bot.checkins.asking_again import reachable
from bot.checkins.notices import media_lost_text
from bot.checkins.sent_media import LARGEST_BYTES
from bot.clock import Clock
from bot.delivery.channel import Refused
from bot.delivery.lanes import Lane
from bot.delivery.media_source import MediaSource
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Screen
from bot.texts import texts_for
from storage import media
from storage.database import Database
from storage.media import MediaDue

TAKEN_FOR: Final = timedelta(minutes=5)
"""Nobody else tries meanwhile; then it is due again, in case this process has ended."""

GIVES_UP_AFTER: Final = timedelta(days=1)
TRIES: Final = Backoff(first=10, most=3600)
TOO_BIG: Final = "too big"
REFUSED: Final = "refused"
NOT_FETCHED: Final = "not fetched"

_log = structlog.get_logger()


async def fetch_due(
    database: Database,
    sources: Mapping[str, MediaSource],
    clock: Clock,
    random: Random,
    limit: int = 5,
) -> int:
    """Fetches files that wait, from the source for their bot; returns how many were tried.

    One that cannot be had is tried again for a day. Then, or when it never can be, its sender is
    told: they were promised that a person can open it. Raises DatabaseUnavailable.
    """
    if not sources:
        return 0
    now = clock.now()
    bots, until = sorted(sources), now + TAKEN_FOR
    due = await database.transact(
        lambda connection: media.due_media(connection, bots, now, until, limit)
    )
    for one in due:
        result = await _fetched(sources[one.bot], one)
        await database.transact(
            partial(_settle, one=one, result=result, clock=clock, random=random)
        )
    return len(due)


async def _fetched(source: MediaSource, one: MediaDue) -> bytes | str:
    """The file, or why there is none."""
    try:
        content = await source.fetch_file(one.reference)
    except Refused:
        return REFUSED
    except Exception as error:  # noqa: BLE001 - one file must not keep the others waiting
        _log.warning("media.not_fetched", media=one.id, error=type(error).__name__)
        return NOT_FETCHED
    return TOO_BIG if len(content) > LARGEST_BYTES else content


def _settle(
    connection: Connection, one: MediaDue, result: bytes | str, clock: Clock, random: Random
) -> None:
    now = clock.now()
    if isinstance(result, bytes):
        media.keep_bytes(connection, one.id, result, now)
    elif result == NOT_FETCHED and now - one.received_at < GIVES_UP_AFTER:
        due_at = now + timedelta(seconds=TRIES.delay(one.tries, random))
        media.fetch_later(connection, one.id, result, due_at)
    else:
        media.lose_media(connection, one.id, result)
        _tell(connection, one, clock)


def _tell(connection: Connection, one: MediaDue, clock: Clock) -> None:
    contact = reachable(connection, one.person_id)
    if contact is None or contact.stopped_at is not None:
        return
    safe_at = when_to_write(contact, clock.now())
    if safe_at is None:
        return
    screen = Screen(text=media_lost_text(texts_for(contact.locale), one.kind))
    queue(
        connection,
        Message(
            channel_id=contact.channel_id,
            person_id=one.person_id,
            screen=screen,
            lane=Lane.REPLY,
            kind="reply",
            dedupe=f"media lost:{one.id}",
            due_at=safe_at,
        ),
        clock.now(),
    )
