"""A chat between a participant and a member of staff: it begins, words go both ways, it ends.

Only the one who looks after the flag writes in it. The participant sees a name, never a number or
an account, nor does the member of staff. What is said is kept with the flag, sealed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.alerts import STAFF_LOCALE, who_words
from bot.aftercare.hiding import hide_button, is_out_of_sight
from bot.aftercare.relay_staff import (
    heard_screen,
    over_screen,
    passed_on_screen,
    taken_over_screen,
    tell_staff,
)
from bot.aftercare.relay_words import opening_words, passed_on_words, said_screen
from bot.aftercare.safe_to_message import is_unsafe
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Screen
from bot.texts import texts_for
from storage import contacts, flag_flows, flags, people, relay, sessions
from storage.contacts import Contact
from storage.people import Someone
from storage.rows import AnyRow

PARTICIPANT_BOTS: Final = ("participant", "web")
QUIET: Final = "quiet"
"""How a chat ends in which nobody has written for a while."""
REMIND_AFTER: Final = timedelta(minutes=10)
"""How long somebody waits for an answer before the member of staff is reminded of them."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a participant sent in a chat: messages by their ids, and what they say in words.

    `sent` is what else it was ("photo"), `media_id` the file where it is kept. `changed`: it is an
    earlier message, edited.
    """

    inbound_ids: Sequence[int]
    words: str
    sent: str = ""
    media_id: int | None = None
    changed: bool = False


def where_to_write(connection: Connection, flag: AnyRow) -> Contact | None:
    """The participant of a flag by the channel that they used last; None when none works."""
    if flag.channel_id is None:
        return None
    contact = contacts.contact_of(connection, flag.channel_id)
    if contact.person_id is None:
        return None if contact.lost else contact
    best = contacts.best_channel(connection, contact.person_id, PARTICIPANT_BOTS)
    return contacts.contact_of(connection, best) if best is not None else None


def begin(
    connection: Connection,
    flag: AnyRow,
    staff: Someone,
    contact: Contact,
    quiet: timedelta,
    now: datetime,
) -> AnyRow:
    """Begins a chat. It goes on from one that has ended, if they were not told of its end yet."""
    if contact.person_id is not None:
        flag_flows.end_asking(connection, contact.person_id, now)
    earlier = relay.relay_with(connection, contact.person_id, contact.channel_id)
    if earlier is not None:
        relay.mark_resumed(connection, earlier.id, now)
    relay_id = relay.add_relay(
        connection,
        flag_id=flag.id,
        person_id=contact.person_id,
        channel_id=contact.channel_id,
        staff_id=staff.id,
        opened_at=now,
        quiet_s=int(quiet.total_seconds()),
        quiet_at=now + quiet,
        chosen_at=now,
    )
    flags.add_event(connection, flag.id, "chat began", now, staff.id)
    begun = relay.find_relay(connection, relay_id)
    assert begun is not None
    return begun


def pass_on(
    connection: Connection,
    chat: AnyRow,
    staff: Someone,
    contact: Contact,
    words: str,
    now: datetime,
    *,
    first: bool,
) -> None:
    """Sends a member of staff's words to the participant, and keeps them."""
    texts = texts_for(contact.locale)
    if first:
        waits = contact.person_id is not None and _is_asking(connection, contact.person_id)
        opening = opening_words(texts, staff.name, waits=waits)
        screen = Screen(text=opening, controls=(hide_button(texts),), sensitive=True)
        tell_participant(connection, contact, screen, now)
    relay.add_said(connection, chat.id, staff.id, words, now)
    relay.mark_lines_read(connection, chat.id, staff.id, now)
    relay.change_relay(
        connection,
        chat.id,
        quiet_at=now + timedelta(seconds=chat.quiet_s),
        chosen_at=now,
        waiting_since=None,
        remind_at=None,
    )
    tell_participant(connection, contact, said_screen(texts, staff.name, words), now)


def _is_asking(connection: Connection, person_id: int) -> bool:
    live = sessions.live_session(connection, person_id)
    return live is not None and live.status != "paused"


def tell_participant(
    connection: Connection, contact: Contact, screen: Screen, now: datetime
) -> None:
    """In the lane of the chat, so that everything in it arrives in order."""
    queue(
        connection,
        Message(
            channel_id=contact.channel_id,
            person_id=contact.person_id,
            screen=screen,
            lane=Lane.ALERT,
            kind="relay",
        ),
        now,
    )


def hear(
    connection: Connection, chat: AnyRow, contact: Contact, heard: Heard, now: datetime
) -> None:
    """Keeps what a participant wrote, and passes it on to the member of staff."""
    relay.add_heard(connection, chat.id, heard.inbound_ids, now, changed=heard.changed)
    waits = chat.waiting_since is not None
    relay.change_relay(
        connection,
        chat.id,
        quiet_at=now + timedelta(seconds=chat.quiet_s),
        waiting_since=chat.waiting_since if waits else now,
        remind_at=chat.remind_at if waits else now + REMIND_AFTER,
    )
    several = len(relay.relays_of_staff(connection, chat.staff_id)) > 1
    texts = texts_for(STAFF_LOCALE)
    screen = heard_screen(
        texts,
        chat,
        who_words(texts, contact),
        heard.words,
        sent=heard.sent,
        media_id=heard.media_id,
        changed=heard.changed,
        several=several,
    )
    tell_staff(connection, chat, contact, screen, now)


def end(
    connection: Connection, chat: AnyRow, ending: str, now: datetime, by: int | None = None
) -> bool:
    """Ends a chat; the participant is told by whoever asks them to go on with the check-in.

    The member of staff is told unless it was they who ended it. False when it had ended before.
    """
    was = {"quiet_at": chat.quiet_at} if ending == QUIET else {}
    if not relay.end_relay(connection, chat.id, ending, now, was=was):
        return False
    flags.add_event(connection, chat.flag_id, "chat ended", now, by, ending)
    if by != chat.staff_id:
        texts = texts_for(STAFF_LOCALE)
        contact = contacts.contact_of(connection, chat.channel_id)
        screen = over_screen(texts, who_words(texts, contact), quiet=ending == QUIET)
        tell_staff(connection, chat, contact, screen, now, only=True)
    return True


def hand_over_chat(connection: Connection, flag_id: int, to: int, now: datetime) -> bool:
    """The chat about a flag goes on with somebody else; False when there is none to hand over."""
    chat = relay.relay_of_flag(connection, flag_id)
    staff = people.find_person(connection, to)
    if chat is None or staff is None or chat.staff_id == to:
        return False
    before = people.find_person(connection, chat.staff_id)
    assert before is not None
    went = relay.change_relay(
        connection,
        chat.id,
        was={"staff_id": chat.staff_id},
        staff_id=to,
        chosen_at=now,
        quiet_at=now + timedelta(seconds=chat.quiet_s),
        remind_at=now + REMIND_AFTER if chat.waiting_since else None,
    )
    if not went:
        return False
    flags.add_event(connection, flag_id, "chat passed on", now, to)
    changed = relay.find_relay(connection, chat.id)
    flag = flags.find_flag(connection, flag_id)
    assert changed is not None
    assert flag is not None
    contact = where_to_write(connection, flag) or contacts.contact_of(connection, chat.channel_id)
    texts = texts_for(contact.locale)
    if not (is_unsafe(contact) or is_out_of_sight(connection, contact)):
        words = passed_on_words(texts, before.name, staff.name)
        tell_participant(connection, contact, Screen(text=words), now)
    said = relay.lines_of_relay(connection, chat.id)
    staff_texts = texts_for(STAFF_LOCALE)
    who = who_words(staff_texts, contact)
    tell_staff(
        connection, chat, contact, passed_on_screen(staff_texts, who, staff.name), now, only=True
    )
    taken = taken_over_screen(staff_texts, changed, who, contact.name, said)
    tell_staff(connection, changed, contact, taken, now)
    return True
