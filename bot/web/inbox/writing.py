"""Whether a flag's page offers to write to the participant, and what to bear in mind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.relay_way import care_words, way_to
from bot.aftercare.safe_to_message import is_unsafe
from bot.texts import Texts
from storage import contacts, flags


@dataclass(frozen=True, slots=True)
class Writing:
    """`refused`: in a sentence why they cannot be written to now, or "". `unsafe`: when it would
    be safe, where that is not now, or "". `caution`: that it is not safe at all, which is read
    before anything else on the page, or ""."""

    refused: str
    unsafe: str
    caution: str = ""


def writing_about(
    connection: Connection, texts: Texts, flag_id: int, viewer: int, now: datetime
) -> Writing:
    """What the viewer is shown before they write anything."""
    way = way_to(connection, texts, flag_id, viewer, now)
    caution = _caution(connection, texts, flag_id)
    if isinstance(way, str):
        return Writing(refused=way, unsafe="", caution=caution)
    return Writing(refused="", unsafe=care_words(texts, way), caution=caution)


def _caution(connection: Connection, texts: Texts, flag_id: int) -> str:
    flag = flags.find_flag(connection, flag_id)
    if flag is None or flag.channel_id is None:
        return ""
    contact = contacts.contact_of(connection, flag.channel_id)
    return texts.say("It is not safe to write to them in their chat.") if is_unsafe(contact) else ""
