""" "Stop" from somebody who has stopped already, and talks with a member of staff.

It can only mean the chat, which ends. The flag stays, and so does what was promised.
"""

from __future__ import annotations

from typing import Final

from bot.aftercare import relay as chats
from bot.aftercare.relay import Heard
from bot.aftercare.relay_words import left_words
from bot.aftercare.triage import Finding
from bot.checkins.moment import Moment
from bot.delivery.lanes import Lane
from bot.delivery.screen import Screen
from flows.vocabulary import Vocabulary
from storage import people, relay, updates

STOP: Final = "stop"
LEFT: Final = "left"
"""How a chat ends that the participant has ended."""


def leave_chat(moment: Moment, finding: Finding | None, vocabulary: Vocabulary) -> bool:
    """Ends the chat that they are in; False when they are in none, or do not say so."""
    contact = moment.contact
    if contact.stopped_at is None or finding is not None or not _says_stop(moment, vocabulary):
        return False
    row = relay.relay_with(moment.connection, contact.person_id, contact.channel_id)
    if row is None or row.ended_at is not None:
        return False
    if moment.words:
        ids = moment.inbound_ids or (moment.inbound_id,)
        for inbound_id in ids:
            updates.mark_reading(moment.connection, inbound_id, None, row.flag_id)
        chats.hear(moment.connection, row, contact, Heard(ids, moment.words), moment.now)
    chats.end(moment.connection, row, LEFT, moment.now)
    relay.mark_resumed(moment.connection, row.id, moment.now)
    staff = people.find_person(moment.connection, row.staff_id)
    left = left_words(moment.texts, staff.name if staff else "", unanswered=False)
    text = left + " " + moment.texts.say("You can write to me at any time.")
    moment.reply(Screen(text=text), lane=Lane.ALERT)
    return True


def _says_stop(moment: Moment, vocabulary: Vocabulary) -> bool:
    inbound = moment.inbound
    if inbound.kind == "press":
        return inbound.press.endswith(":~stop")
    if inbound.kind == "command":
        return inbound.text == STOP
    if inbound.kind != "text" or inbound.media:
        return False
    meant = vocabulary.control(moment.words)
    return meant is not None and meant.control == STOP
