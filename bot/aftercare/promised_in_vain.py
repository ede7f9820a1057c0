"""A promise about a flag that is closed: kept, or the participant is told not to wait for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.promising import promise_kept
from bot.aftercare.told import tell_unprompted
from bot.aftercare.when import when_words
from bot.texts import texts_for
from storage import flags, people, promises
from storage.contacts import Contact
from storage.rows import AnyRow


def end_promise(connection: Connection, flag: AnyRow, contact: Contact, now: datetime) -> None:
    """Ends what stood when the flag was closed.

    Where nobody was in touch, it was not kept. Whoever was told of it hears so, unless that would
    not be safe to send; the flag's history says which.
    """
    if flag.contacted_at is not None:
        promise_kept(connection, flag.id, now)
        return
    promise = promises.live_promise(connection, flag.id)
    if promise is None:
        return
    ending = "replaced" if now <= promise.contact_by else "broken"
    promises.end_promise(connection, flag.id, ending, now)
    if promise.told_at is None:
        return
    words = _words(connection, flag, contact, promise, now)
    told = tell_unprompted(connection, flag, contact, words, now)
    kind = "told of closing" if told else "not told of closing"
    flags.add_event(connection, flag.id, kind, now)


def _words(
    connection: Connection, flag: AnyRow, contact: Contact, promise: AnyRow, now: datetime
) -> str:
    texts = texts_for(contact.locale)
    closer = people.find_person(connection, flag.closed_by_id) if flag.closed_by_id else None
    return texts.say(
        "I told you that somebody would be in touch by %(when)s. %(name)s has told me that your "
        "message has been dealt with, so please do not wait for that. If you would like somebody "
        "to be in touch, write: talk.",
        when=when_words(texts, promise.contact_by, now, contact.timezone),
        name=(closer.name if closer else "") or texts.say("Somebody in the team"),
    )
