"""What the link in an alert's e-mail opens: where the flag stands, and one thing to do.

The e-mail says who it went to, so whoever opens the link acts as that member of staff. Nothing
that a participant said is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import Connection

from bot.aftercare.acknowledging import acknowledge
from bot.aftercare.acting import Result, may_see
from bot.aftercare.alerts import actor, who_words
from bot.aftercare.deadlines import Limits
from bot.aftercare.handing_over import accept
from bot.aftercare.life import acts_for, standing_of
from bot.aftercare.when import when_words
from bot.aftercare.wording import level_words, status_words
from bot.texts import Texts
from storage import contacts, flags, people
from storage.people import Someone
from storage.rows import AnyRow
from storage.staff_channels import mailed_message

OPENS_FOR: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class MailedAlert:
    """A flag as its e-mail's page shows it. `act` is what can be done there, if anything."""

    staff: str
    level: str
    level_words: str
    participant: str
    status_words: str
    contact_by_words: str
    mine: bool
    act: Literal["acknowledge", "accept", ""]


def mailed_alert(
    connection: Connection, outbox_id: int, texts: Texts, now: datetime
) -> MailedAlert | None:
    """What the page shows; None when it shows nothing (any more) to whom the e-mail went."""
    found = _found(connection, outbox_id, now)
    if found is None:
        return None
    flag, staff = found
    contact = contacts.contact_of(connection, flag.channel_id)
    owner = people.find_person(connection, flag.owner_id) if flag.owner_id else None
    waits = flag.status not in ("contacted", "closed")
    return MailedAlert(
        staff=staff.name,
        level=flag.level,
        level_words=level_words(texts, flag.level),
        participant=who_words(texts, contact),
        status_words=status_words(texts, flag.status, owner.name if owner else ""),
        contact_by_words=when_words(texts, flag.contact_by, now, contact.timezone) if waits else "",
        mine=flag.owner_id == staff.id and waits,
        act=_act(flag, staff),
    )


def take_on(connection: Connection, limits: Limits, outbox_id: int, now: datetime) -> Result | None:
    """Takes the flag on, or over, for whom the e-mail went to; None as for `mailed_alert`."""
    found = _found(connection, outbox_id, now)
    if found is None:
        return None
    flag, staff = found
    take = accept if flag.status == "handing_over" else acknowledge
    return take(connection, limits, flag.id, staff.id, now)


def _found(connection: Connection, outbox_id: int, now: datetime) -> tuple[AnyRow, Someone] | None:
    message = mailed_message(connection, outbox_id)
    if message is None or now - message.created_at > OPENS_FOR:
        return None
    flag = flags.find_flag(connection, message.flag_id)
    staff = people.find_person(connection, message.person_id)
    if flag is None or staff is None or not may_see(connection, flag, staff):
        return None
    return flag, staff


def _act(flag: AnyRow, staff: Someone) -> Literal["acknowledge", "accept", ""]:
    can = acts_for(standing_of(flag), actor(staff))
    if "acknowledge" in can:
        return "acknowledge"
    return "accept" if "accept" in can else ""
