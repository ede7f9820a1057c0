""" "Hide this": what was said goes out of the participant's sight, for others may see their phone.

From the first message about something private in the last two days, both sides of the chat are
taken away; older news about a flag is, too. Staff keep the record. On Telegram messages are
deleted, and the web chat no longer shows them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Button, Screen
from bot.texts import Texts
from storage import hidden
from storage.contacts import Contact
from storage.hidden import ChatOf
from storage.unprompted import withdraw_waiting_news

HIDE: Final = "~hide"
PRESS: Final = f"0:0:{HIDE}"
"""It belongs to no session and no turn: it counts whenever it comes."""

TAKEN_BACK: Final = timedelta(hours=48)
"""For so long Telegram deletes a message for both sides."""

SIGNPOST: Final = "signpost"
"""The kind of message that answers something private."""
PRIVATE: Final = (SIGNPOST, "seen", "relay")
"""Kinds of messages that are about a flag, or whom to call."""

ARRIVES_WITHIN: Final = timedelta(seconds=40)
"""What is being sent has arrived by then, or will not."""

_LOOKED_AT: Final = 300
_BOTS: Final = ("participant", "web")


def hide_button(texts: Texts) -> Button:
    """Goes with every message about a flag, and with numbers to call."""
    return Button(texts.say("Hide this"), PRESS)


def hide_all(connection: Connection, contact: Contact, now: datetime) -> None:
    """Takes what is private out of sight, in all chats of the person."""
    chats = _chats(connection, contact)
    ids = [chat.id for chat in chats]
    since = _since(connection, ids, now)
    if contact.person_id is not None:
        withdraw_waiting_news(connection, contact.person_id, "hidden")
    on_its_way = hidden.hide_messages(connection, ids, since, PRIVATE, now)
    for chat in chats:
        if chat.kind == "telegram" and not chat.lost:
            _delete(connection, contact, chat.id, now, now)
            if on_its_way:
                _delete(connection, contact, chat.id, now, now + ARRIVES_WITHIN)


def is_out_of_sight(connection: Connection, contact: Contact) -> bool:
    """Whether what was private was hidden, and nothing new was answered since.

    Then nothing says a word of it before they ask for it: whoever writes may be somebody else.
    """
    return hidden_since(connection, contact) is not None


def hidden_since(connection: Connection, contact: Contact) -> datetime | None:
    """When they hid it, where it is out of sight."""
    ids = [chat.id for chat in _chats(connection, contact)]
    hidden_at = hidden.last_hidden(connection, ids)
    if hidden_at is None or hidden.answered_since(connection, ids, SIGNPOST, hidden_at):
        return None
    return hidden_at


def _chats(connection: Connection, contact: Contact) -> list[ChatOf]:
    if contact.person_id is None:
        return [ChatOf(contact.channel_id, contact.kind, contact.lost)]
    return hidden.chats_of(connection, contact.person_id, _BOTS)


def _since(connection: Connection, channel_ids: list[int], now: datetime) -> datetime:
    """When the first private message was; without any it is the newest that is meant."""
    earliest = now - TAKEN_BACK
    sent = hidden.screens_since(connection, channel_ids, earliest, _LOOKED_AT)
    starts = [
        row.created_at
        for row, raw in sent
        if row.kind in PRIVATE or row.flag_id is not None or Screen.from_json(raw).sensitive
    ][:1]
    if (flagged := hidden.first_flagged(connection, channel_ids, earliest)) is not None:
        starts.append(flagged)
    return min(starts) if starts else hidden.newest_sent(connection, channel_ids) or now


def _delete(
    connection: Connection, contact: Contact, channel_id: int, now: datetime, at: datetime
) -> None:
    queue(
        connection,
        Message(
            channel_id=channel_id,
            person_id=contact.person_id,
            screen=Screen(text=""),
            lane=Lane.ALERT,
            kind="hide",
            act="delete",
            due_at=at,
        ),
        now,
    )
