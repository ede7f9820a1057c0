"""What did not arrive in a chat: whoever waits for it, or wrote it, must not be left to guess."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.alerts import STAFF_LOCALE, who_words
from bot.aftercare.relay import PARTICIPANT_BOTS
from bot.aftercare.relay_staff import nobody_hears, tell_staff
from bot.aftercare.team import STAFF_BOTS
from bot.delivery.outbox import ClaimedMessage
from bot.delivery.screen import Screen
from bot.texts import texts_for
from storage import contacts, relay

KIND: Final = "relay"


def chat_not_delivered(connection: Connection, message: ClaimedMessage, now: datetime) -> None:
    """A message of a chat did not arrive; any other message is left to others."""
    if message.kind != KIND or message.act != "send":
        return
    if message.bot in STAFF_BOTS:
        if message.person_id is not None:
            staff_lost(connection, message.person_id, now)
        return
    chat = relay.relay_with(connection, message.person_id, message.channel_id)
    if chat is None or chat.ended_at is not None:
        return
    if message.person_id is not None:
        other = contacts.best_channel(connection, message.person_id, PARTICIPANT_BOTS)
        if other not in (None, message.channel_id):
            return  # it goes there
    contact = contacts.contact_of(connection, message.channel_id)
    texts = texts_for(STAFF_LOCALE)
    text = texts.say(
        "Something that you wrote to %(who)s in the chat may not have arrived.",
        who=who_words(texts, contact),
    )
    tell_staff(connection, chat, contact, Screen(text=text), now, only=True)


def staff_lost(connection: Connection, staff_id: int, now: datetime) -> None:
    """A member of staff cannot be reached: the coordinators hear of those who wait for them."""
    if contacts.working_channels(connection, staff_id, STAFF_BOTS):
        return
    for chat in relay.relays_of_staff(connection, staff_id):
        if chat.waiting_since is not None:
            contact = contacts.contact_of(connection, chat.channel_id)
            nobody_hears(connection, chat, contact, now)
