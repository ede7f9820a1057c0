"""What a member of staff sees of flags: the list, one flag with its words, and who did what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.acting import may_see
from bot.aftercare.asked import AskedIn
from bot.aftercare.flag_cards import FlagCard, card_of, flag_card
from bot.aftercare.getting_in_touch import GettingInTouch, getting_in_touch
from bot.aftercare.happenings import Happening, happenings
from bot.aftercare.sent_files import FileShown, files_shown
from bot.aftercare.signals_shown import SignalShown, signals_shown
from bot.texts import Texts
from storage import contacts, flags, people
from storage.flag_flows import sessions_of_flag
from storage.flag_history import closed_flags_for
from storage.media import media_of_flag

__all__ = [
    "FlagCard",
    "FlagDetail",
    "Happening",
    "SignalShown",
    "closed_flags",
    "flag_card",
    "flag_detail",
    "open_flags",
]

LATELY: Final = timedelta(days=30)
"""How long ago a flag may have been closed to be listed still."""
MOST_CLOSED: Final = 20


@dataclass(frozen=True, slots=True)
class FlagDetail:
    """A flag that was opened to read. `name` is what the participant likes to be called, or ""."""

    card: FlagCard
    name: str
    touch: GettingInTouch
    files: tuple[FileShown, ...]
    signals: tuple[SignalShown, ...]
    events: tuple[Happening, ...]


def open_flags(
    connection: Connection, viewer_id: int, texts: Texts, now: datetime
) -> list[FlagCard]:
    """The flags that are not closed and that the viewer may see, the most urgent first."""
    viewer = people.find_person(connection, viewer_id)
    if viewer is None or viewer.role == "participant":
        return []
    rows = flags.flags_for(connection, viewer_id, viewer.project_id)
    return [card_of(connection, row, viewer, texts, now) for row in rows]


def closed_flags(
    connection: Connection, viewer_id: int, texts: Texts, now: datetime
) -> list[FlagCard]:
    """The flags that were closed lately and that the viewer may see, the newest first."""
    viewer = people.find_person(connection, viewer_id)
    if viewer is None or viewer.role == "participant":
        return []
    rows = closed_flags_for(connection, viewer_id, viewer.project_id, now - LATELY, MOST_CLOSED)
    return [card_of(connection, row, viewer, texts, now) for row in rows]


def flag_detail(
    connection: Connection,
    flag_id: int,
    viewer_id: int,
    texts: Texts,
    now: datetime,
    asked_in: AskedIn,
) -> FlagDetail | None:
    """One flag with the participant's words; that the viewer read them is recorded.

    None when there is no such flag for this viewer.
    """
    flag = flags.find_flag(connection, flag_id)
    viewer = people.find_person(connection, viewer_id)
    if flag is None or viewer is None or not may_see(connection, flag, viewer):
        return None
    flags.add_event(connection, flag_id, "read", now, viewer_id)
    contact = contacts.contact_of(connection, flag.channel_id)
    asked = {
        session_id: asked_in(connection, contact, session_id, texts)
        for session_id in sessions_of_flag(connection, flag_id)
    }
    zone = contact.timezone
    return FlagDetail(
        card=card_of(connection, flag, viewer, texts, now),
        name=contact.name,
        touch=getting_in_touch(connection, contact, viewer_id, asked, texts),
        files=files_shown(texts, media_of_flag(connection, flag_id, viewer_id)),
        signals=signals_shown(connection, flag_id, asked, texts, now, zone),
        events=happenings(connection, flag_id, texts, now, zone),
    )
