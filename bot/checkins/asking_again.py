"""Check-ins that wait until a time ask again when it has come."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.apart import AS_ONE, AsOne
from bot.aftercare.safe_to_message import when_to_write
from bot.checkins.screen import control_label, press_of
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Button, Screen
from bot.texts import texts_for
from storage import contacts, relay, sessions
from storage.contacts import Contact
from storage.rows import AnyRow

PARTICIPANT_BOTS = ("participant", "web")
NOT_DURING_A_CHAT: Final = timedelta(minutes=15)
"""The script keeps out of a chat with a person: so much later it looks again."""


def ask_again(connection: Connection, now: datetime, limit: int = 50, apart: AsOne = AS_ONE) -> int:
    """Reminds everybody whose time has come, once, and returns how many were due."""
    due = apart.due(lambda most: sessions.due_to_resume(connection, now, most), limit, now)
    for row in due:
        apart.do(connection, row.id, partial(_ask, connection, row, now), now)
    return len(due)


def _ask(connection: Connection, row: AnyRow, now: datetime) -> None:
    sessions.clear_resume(connection, row.id)
    contact = reachable(connection, row.person_id)
    if contact is None or contact.stopped_at is not None:
        return
    if relay.is_talking(connection, row.person_id):
        sessions.resume_at(connection, row.id, now + NOT_DURING_A_CHAT)
        return
    safe_at = when_to_write(contact, now)
    if safe_at != now:
        # At a safe time, or, where there is none, when they write themselves.
        if safe_at is not None:
            sessions.resume_at(connection, row.id, safe_at)
        return
    live = sessions.live_session(connection, row.person_id)
    if live is None or live.id != row.id:
        return
    texts = texts_for(contact.locale)
    carry_on = Button(control_label(texts, "resume"), press_of(live.id, live.turn, "~resume"))
    stop = Button(control_label(texts, "stop"), press_of(live.id, live.turn, "~stop"))
    text = texts.say("Hello. You asked me to come back. Would you like to carry on?")
    queue(
        connection,
        Message(
            channel_id=contact.channel_id,
            person_id=row.person_id,
            screen=Screen(text=text, choices=(carry_on,), controls=(stop,), kind="question"),
            lane=Lane.BULK,
            kind="reminder",
            repeatable=False,
            dedupe=f"resume:{live.id}:{live.turn}",
            session_id=live.id,
            turn=live.turn,
        ),
        now,
    )


def reachable(connection: Connection, person_id: int) -> Contact | None:
    """A participant by the channel that they used last; None when none works."""
    channel_id = contacts.best_channel(connection, person_id, PARTICIPANT_BOTS)
    return contacts.contact_of(connection, channel_id) if channel_id is not None else None
