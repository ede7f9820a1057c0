"""The e-mail address of a member of staff, for alerts."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Connection

from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Screen
from bot.texts import texts_for
from storage import contacts, flags_waiting, staff_channels
from storage.people import Someone

STAFF_LOCALE: Final = "en"


def give_email(
    connection: Connection, person: Someone, address: str, now: datetime, *, works: bool
) -> Literal["taken"] | None:
    """From now on alerts to this person go to this address too, in place of an earlier one.

    "taken" when it is somebody else's. It counts as working until e-mail to it is refused, and the
    first e-mail, which says so, tries that out; not `works`: this installation sends no e-mail yet.
    """
    found = contacts.find_contact(connection, "email", "email", address)
    if found is not None and found.person_id != person.id and not _removed(connection, found):
        return "taken"
    before = staff_channels.email_of(connection, person.id)
    if before is not None and before[1] != address:
        staff_channels.lose_channel(connection, before[0], staff_channels.REMOVED, now)
    if found is None:
        channel_id = contacts.add_channel(
            connection, person_id=person.id, bot="email", kind="email", address=address, now=now
        )
    else:
        channel_id = found.channel_id
        contacts.give_channel(connection, channel_id, person.id, now)
    if not works:
        staff_channels.lose_channel(connection, channel_id, staff_channels.NOT_SET_UP, now)
        return None
    _welcome(connection, person, channel_id, now)
    # Somebody can be told now about what nobody could be told about before.
    flags_waiting.look_for_somebody(connection, person.project_id, now)
    return None


def take_email_away(connection: Connection, person: Someone, now: datetime) -> bool:
    """No alert goes to this person by e-mail any more; False when none did."""
    found = staff_channels.email_of(connection, person.id)
    if found is None:
        return False
    staff_channels.lose_channel(connection, found[0], staff_channels.REMOVED, now)
    return True


def _removed(connection: Connection, contact: contacts.Contact) -> bool:
    if contact.person_id is None:
        return True
    found = staff_channels.email_of(connection, contact.person_id)
    return found is None or found[0] != contact.channel_id


def _welcome(connection: Connection, person: Someone, channel_id: int, now: datetime) -> None:
    texts = texts_for(STAFF_LOCALE)
    text = texts.say(
        "Alerts from WeSaid come to this address too.\n"
        "When somebody needs you, an e-mail says how soon, and where to say that you take it on."
    )
    queue(
        connection,
        Message(
            channel_id=channel_id,
            person_id=person.id,
            screen=Screen(text=text),
            lane=Lane.REPLY,
            kind="notice",
        ),
        now,
    )
