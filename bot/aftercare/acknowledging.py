"""Taking a flag on: the first press wins, and the others learn who has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.alerts import show_acknowledged
from bot.aftercare.flags import STAFF_LOCALE, who_words
from bot.texts import texts_for
from storage import contacts, flags, people
from storage.rows import AnyRow


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Whether this press took the flag on, and who has it now."""

    won: bool
    owner_name: str


def acknowledge(
    connection: Connection, flag_id: int, staff_id: int, now: datetime
) -> Acknowledgement | None:
    """Takes a flag on. The first press wins; the others learn who has it.

    None when there is no such flag for this member of staff. The participant is not told here:
    that is the caller's next step, `checkins` knows how to reach them.
    """
    flag = flags.find_flag(connection, flag_id)
    staff = people.find_person(connection, staff_id)
    if flag is None or staff is None or not may_see(connection, flag, staff):
        return None
    won = flag.status == "open" and flags.change_flag(
        connection,
        flag_id,
        flag.version,
        status="acknowledged",
        owner_id=staff_id,
        acknowledged_at=now,
        next_at=None,
    )
    if not won:
        flag = flags.find_flag(connection, flag_id)
        owner = people.find_person(connection, flag.owner_id) if flag and flag.owner_id else None
        return Acknowledgement(False, owner.name if owner else "")
    flags.add_event(connection, flag_id, "acknowledged", now, staff_id)
    contact = contacts.contact_of(connection, flag.channel_id)
    changed = flags.find_flag(connection, flag_id)
    assert changed is not None
    texts = texts_for(STAFF_LOCALE)
    show_acknowledged(
        connection, texts, changed, who_words(texts, contact), staff.name, contact.timezone, now
    )
    return Acknowledgement(True, staff.name)


def may_see(connection: Connection, flag: AnyRow, staff: people.Someone) -> bool:
    """Staff of the project, and nobody whom the flag is about."""
    return (
        staff.role != "participant"
        and staff.project_id == flag.project_id
        and staff.id not in flags.hidden_from(connection, flag.id)
    )
