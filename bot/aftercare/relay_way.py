"""Whether a member of staff can write to the participant of a flag now, and else why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare import relay as chats
from bot.aftercare.acting import may_see
from bot.aftercare.relay import where_to_write
from bot.aftercare.relay_safety import Caution, caution
from bot.aftercare.safe_to_message import safe_words
from bot.texts import Texts
from storage import flags, people, relay
from storage.contacts import Contact
from storage.people import Someone
from storage.rows import AnyRow


@dataclass(frozen=True, slots=True)
class Way:
    """A way to a participant that is open to a member of staff; `chat` is one that goes on.

    With `care` each message needs a word that it is to go out all the same.
    """

    flag: AnyRow
    staff: Someone
    contact: Contact
    chat: AnyRow | None
    care: Caution


def care_words(texts: Texts, way: Way) -> str:
    """Why it may not be safe to write to them now; "" where nothing speaks against it."""
    if way.care == "hidden":
        return texts.say(
            "They have hidden what was written on their phone. Somebody else may be looking at it."
        )
    return safe_words(texts, way.contact) if way.care else ""


def way_to(
    connection: Connection, texts: Texts, flag_id: int, staff_id: int, now: datetime
) -> Way | str:
    """The way to the participant, or in a sentence why there is none."""
    flag = flags.find_flag(connection, flag_id)
    staff = people.find_person(connection, staff_id)
    if flag is None or staff is None or not may_see(connection, flag, staff):
        return texts.say("That flag is not there. /flags shows the open ones.")
    refused = _refused(connection, texts, flag, staff_id)
    if refused:
        return refused
    contact = where_to_write(connection, flag)
    if contact is None:
        return texts.say("They cannot be reached in their chat. You can give them a new link.")
    chat = _chat_with(connection, contact, flag, staff_id, now)
    if chat is not None and chat.staff_id != staff_id:
        return _talks(connection, texts, chat.staff_id)
    care = caution(connection, contact, flag, now, talking=chat is not None)
    if care == "home" or (care == "no" and chat is None):
        return _not_safe(texts, care)
    return Way(flag, staff, contact, chat, care)


def _refused(connection: Connection, texts: Texts, flag: AnyRow, staff_id: int) -> str:
    """Why the flag is not one to write about; "" when it is."""
    if flag.status == "closed":
        return texts.say("This flag is closed. To write to them, open it again first.")
    if flag.owner_id not in (None, staff_id):
        return _others(connection, texts, flag.owner_id)
    if flag.owner_id is None and flag.status != "open":
        return texts.say("To write to them, take the flag on first.")
    if flag.person_id and staff_id in flags.kept_from(connection, flag.person_id):
        return texts.say("This could not be sent. Please ask your coordinator.")
    return ""


def _chat_with(
    connection: Connection, contact: Contact, flag: AnyRow, staff_id: int, now: datetime
) -> AnyRow | None:
    """The chat that the participant is in. One with somebody whom this flag is about is over."""
    chat = relay.relay_with(connection, contact.person_id, contact.channel_id)
    if chat is None or chat.ended_at is not None:
        return None
    about = flags.hidden_from(connection, flag.id)
    if chat.staff_id != staff_id and chat.staff_id in about:
        chats.end(connection, chat, "kept", now)
        return None
    return chat


def _others(connection: Connection, texts: Texts, owner_id: int) -> str:
    owner = people.find_person(connection, owner_id)
    name = (owner.name if owner else "") or texts.say("A colleague")
    return texts.say(
        "%(name)s looks after this flag, so that two people do not write to them at once. "
        "To write to them yourself, take it over first.",
        name=name,
    )


def _talks(connection: Connection, texts: Texts, staff_id: int) -> str:
    other = people.find_person(connection, staff_id)
    name = (other.name if other else "") or texts.say("A colleague")
    return texts.say("%(name)s is talking with them right now.", name=name)


def _not_safe(texts: Texts, care: Caution) -> str:
    if care == "no":
        return texts.say(
            "They said that it is not safe to write to them here, so nothing is sent. "
            "What they said about how to reach them is with the flag."
        )
    return texts.say(
        "They told us of harm at home, and have not said since that it is safe to write to them "
        "here. So nothing is sent. What they said about how to reach them is with the flag."
    )
