"""Telling a participant who has seen what they wrote: in neutral words, for their phone may be
read by somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.hiding import hide_button, is_out_of_sight
from bot.aftercare.safe_to_message import when_to_write
from bot.aftercare.unsaid import is_unsaid
from bot.aftercare.when import when_words
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Screen
from bot.texts import Texts, texts_for
from storage import contacts, flags, people, promises, relay
from storage.contacts import Contact
from storage.flag_history import seen_besides
from storage.rows import AnyRow
from storage.unprompted import withdraw_news

PARTICIPANT_BOTS: Final = ("participant", "web")

LATELY: Final = timedelta(days=1)
"""For so long somebody who asks also hears of what was closed meanwhile."""


def tell_who_has_seen(connection: Connection, flag_id: int, now: datetime) -> bool:
    """Tells the participant who has acknowledged their flag; False when that must not be sent."""
    flag = flags.find_flag(connection, flag_id)
    assert flag is not None
    contact = contacts.contact_of(connection, flag.channel_id)
    if contact.person_id is not None and relay.is_talking(connection, contact.person_id):
        return False  # they are being talked to: "will be in touch" would be wrong
    text = seen_words(connection, texts_for(contact.locale), flag, contact.timezone, now)
    return tell_unprompted(connection, flag, contact, text, now)


def tell_unprompted(
    connection: Connection, flag: AnyRow, contact: Contact, text: str, now: datetime
) -> bool:
    """Tells the participant something about their flag; False when that must not be sent.

    `contact` is the one that the flag was raised by. It waits for a time at which it is safe.
    """
    signals = [row for row, _ in flags.signals_of(connection, flag.id)]
    if is_unsaid(signals) or is_out_of_sight(connection, contact):
        return False
    topics = {row.topic for row in signals}
    at = when_to_write(contact, now, topics=topics, since=flag.opened_at)
    if at is None or (at > now and at >= flag.contact_by):
        return False  # what is said too late would no longer be true
    channel_id = flag.channel_id
    if contact.person_id is not None:
        best = contacts.best_channel(connection, contact.person_id, PARTICIPANT_BOTS)
        channel_id = best or channel_id
        # What still waits for a safe time is out of date now.
        withdraw_news(connection, contact.person_id, flag.id, "replaced", now)
    texts = texts_for(contact.locale)
    queue(
        connection,
        Message(
            channel_id=channel_id,
            person_id=contact.person_id,
            screen=Screen(text=text, controls=(hide_button(texts),)),
            lane=Lane.ALERT,
            kind="seen",
            flag_id=flag.id,
            due_at=at,
        ),
        now,
    )
    return True


def seen_words(connection: Connection, texts: Texts, flag: AnyRow, zone: str, now: datetime) -> str:
    """Who has seen it and by when they will be in touch, or plainly that nobody has yet."""
    owner = people.find_person(connection, flag.owner_id) if flag.owner_id else None
    if owner is None:
        return " ".join(_not_seen(connection, texts, flag, zone, now))
    name = owner.name or texts.say("Somebody in the team")
    if flag.status == "contacted":
        return texts.say("%(name)s has told me that they have been in touch with you.", name=name)
    if flag.contact_by <= now:
        return texts.say(
            "%(name)s has seen your message. They should have been in touch by now, and have not "
            "told me that they were. I keep asking.",
            name=name,
        )
    return texts.say(
        "%(name)s has seen your message and will be in touch by %(when)s.",
        name=name,
        when=when_words(texts, flag.contact_by, now, zone),
    )


def _not_seen(
    connection: Connection, texts: Texts, flag: AnyRow, zone: str, now: datetime
) -> Iterator[str]:
    before = _seen_besides(connection, texts, flag, now)
    if before:
        yield before
        yield texts.say(
            "Nobody has told me yet that they have seen the rest of what you wrote. I keep trying."
        )
    else:
        yield texts.say("Nobody has told me yet that they have seen it. I keep trying.")
    promise = promises.live_promise(connection, flag.id)
    if promise is None or promise.contact_by <= now:
        return
    asked = people.find_person(connection, promise.staff_id)
    yield texts.say(
        "I asked %(who)s to be in touch by %(when)s.",
        who=(asked.name if asked is not None else "") or texts.say("a person in the team"),
        when=when_words(texts, promise.contact_by, now, zone),
    )


def closed_words(connection: Connection, texts: Texts, person_id: int, now: datetime) -> str:
    """For whoever asks while nothing is open: what came of what was closed lately, if anything."""
    closed = seen_besides(connection, person_id, 0, now - LATELY)
    if closed is None:
        return ""
    name = _who_had(connection, texts, closed)
    if closed.contacted_at is not None:
        return texts.say("%(name)s has told me that they have been in touch with you.", name=name)
    return texts.say(
        "%(name)s has told me that your message has been dealt with. If you would like somebody to "
        "be in touch, write: talk.",
        name=name,
    )


def _who_had(connection: Connection, texts: Texts, flag: AnyRow) -> str:
    who = people.find_person(connection, flag.owner_id or flag.closed_by_id)
    return (who.name if who is not None else "") or texts.say("Somebody in the team")


def _seen_besides(connection: Connection, texts: Texts, flag: AnyRow, now: datetime) -> str:
    """What somebody has told us of another flag of theirs; "" when nobody has any."""
    if flag.person_id is None:
        return ""
    other = seen_besides(connection, flag.person_id, flag.id, now - LATELY)
    if other is None:
        return ""
    name = _who_had(connection, texts, other)
    if other.contacted_at is not None:
        return texts.say("%(name)s has told me that they have been in touch with you.", name=name)
    return texts.say("%(name)s has seen one of your messages.", name=name)
