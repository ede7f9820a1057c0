"""Whether a member of staff may write to a participant now: somebody else may read their phone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

from sqlalchemy import Connection

from bot.aftercare.hiding import hidden_since
from bot.aftercare.safe_to_message import DOMESTIC, SAFE_HERE, when_to_write
from storage import flags
from storage.caseload import last_heard
from storage.contacts import Contact
from storage.rows import AnyRow

Caution: TypeAlias = Literal["", "no", "times", "home", "hidden"]
"""They said that it is not safe to write to them here, or only at other times than now; they told
of harm at home, and have not said since that it is safe; or they have hidden what was written, and
have not written just now."""

THERE: Final = timedelta(minutes=5)
"""Somebody who wrote so lately is there: an answer to them is not unasked."""


def caution(
    connection: Connection, contact: Contact, flag: AnyRow, now: datetime, *, talking: bool
) -> Caution:
    """What speaks against writing to them now; "" for nothing. `talking`: they are in a chat.

    An answer to somebody who is there is not held back, unless they have said that it is not safe
    at all. Of harm at home that holds only once they are in a chat: they may have put the phone
    away for a reason.
    """
    topics = {row.topic for row, _ in flags.signals_of(connection, flag.id)}
    if when_to_write(contact, now, topics=topics, since=flag.opened_at) == now:
        return "hidden" if _has_hidden(connection, contact, now) else ""
    if contact.preferences.get(SAFE_HERE) == "no":
        return "no"
    at_home = not DOMESTIC.isdisjoint(topics)
    if (talking or not at_home) and _is_there(connection, contact, now):
        return ""
    return "home" if at_home else "times"


def _has_hidden(connection: Connection, contact: Contact, now: datetime) -> bool:
    """Whether they have hidden what was written, and it is not they who write now."""
    hidden_at = hidden_since(connection, contact)
    if hidden_at is None:
        return False
    heard_at = last_heard(connection, contact.person_id, contact.channel_id)
    return heard_at is None or heard_at <= hidden_at or now - heard_at > THERE


def _is_there(connection: Connection, contact: Contact, now: datetime) -> bool:
    heard_at = last_heard(connection, contact.person_id, contact.channel_id)
    return heard_at is not None and now - heard_at <= THERE
