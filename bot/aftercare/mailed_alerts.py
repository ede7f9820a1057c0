"""What the link in an alert's e-mail opens: where the flag stands, and what to do next.

The e-mail says who it went to, so whoever opens the link acts as that member of staff. What a
participant said is shown to whoever has taken the flag on, for a short time and behind a press.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

from sqlalchemy import Connection

from bot.aftercare.acknowledging import acknowledge
from bot.aftercare.acting import Result, may_see
from bot.aftercare.alerts import actor, who_words
from bot.aftercare.asked import AskedIn
from bot.aftercare.contacting import contacted, tried
from bot.aftercare.deadlines import Limits
from bot.aftercare.handing_over import accept
from bot.aftercare.inbox import FlagDetail, flag_detail
from bot.aftercare.life import acts_for, standing_of
from bot.aftercare.when import when_words
from bot.aftercare.wording import level_words, status_words
from bot.texts import Texts
from storage import contacts, flags, people
from storage.people import Someone
from storage.rows import AnyRow
from storage.staff_channels import mailed_message

OPENS_FOR: Final = timedelta(days=30)
READS_FOR: Final = timedelta(hours=24)
"""How long after an e-mail its page can open what was said: an old one may be in other hands."""

TookOn: TypeAlias = Literal["acknowledge", "accept", ""]


@dataclass(frozen=True, slots=True)
class MailedAlert:
    """A flag as its e-mail's page shows it.

    `act` takes it on, where that can be done; `in_touch` says whether they can say that they have
    been in touch, and `reads` whether they can open what was said. `version` is of the flag.
    """

    staff: str
    level: str
    level_words: str
    participant: str
    status_words: str
    contact_by_words: str
    mine: bool
    act: TookOn
    in_touch: bool
    reads: bool
    version: int


def mailed_alert(
    connection: Connection, outbox_id: int, texts: Texts, now: datetime
) -> MailedAlert | None:
    """What the page shows; None when it shows nothing (any more) to whom the e-mail went."""
    found = _found(connection, outbox_id, now)
    if found is None:
        return None
    flag, staff, mailed_at = found
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
        in_touch="contacted" in acts_for(standing_of(flag), actor(staff)),
        reads=_may_read(flag, staff, mailed_at, now),
        version=flag.version,
    )


def take_on(connection: Connection, limits: Limits, outbox_id: int, now: datetime) -> Result | None:
    """Takes the flag on, or over, for whom the e-mail went to; None as for `mailed_alert`."""
    found = _found(connection, outbox_id, now)
    if found is None:
        return None
    flag, staff, _ = found
    take = accept if flag.status == "handing_over" else acknowledge
    return take(connection, limits, flag.id, staff.id, now)


def read_mailed(
    connection: Connection, outbox_id: int, texts: Texts, now: datetime, asked_in: AskedIn
) -> FlagDetail | None:
    """What was said, for whoever has taken the flag on; that they read it is recorded.

    None for everybody else, and when the e-mail is too old.
    """
    found = _found(connection, outbox_id, now)
    if found is None or not _may_read(*found, now):
        return None
    flag, staff, _ = found
    return flag_detail(connection, flag.id, staff.id, texts, now, asked_in)


def in_touch(
    connection: Connection, limits: Limits, outbox_id: int, version: int, now: datetime
) -> Result | None:
    """They have been in touch; `version` is of the flag that they saw. None as for the page."""
    found = _found(connection, outbox_id, now)
    if found is None:
        return None
    flag, staff, _ = found
    return contacted(connection, limits, flag.id, version, staff.id, now)


def in_vain(connection: Connection, outbox_id: int, now: datetime) -> Result | None:
    """They tried to be in touch, without a reply; None as for the page."""
    found = _found(connection, outbox_id, now)
    if found is None:
        return None
    flag, staff, _ = found
    return tried(connection, flag.id, staff.id, now)


def _may_read(flag: AnyRow, staff: Someone, mailed_at: datetime, now: datetime) -> bool:
    has_it = flag.owner_id == staff.id and flag.status not in ("open", "closed")
    return has_it and now - mailed_at <= READS_FOR


def _found(
    connection: Connection, outbox_id: int, now: datetime
) -> tuple[AnyRow, Someone, datetime] | None:
    message = mailed_message(connection, outbox_id)
    if message is None or now - message.created_at > OPENS_FOR:
        return None
    flag = flags.find_flag(connection, message.flag_id)
    staff = people.find_person(connection, message.person_id)
    if flag is None or staff is None or not may_see(connection, flag, staff):
        return None
    return flag, staff, message.created_at


def _act(flag: AnyRow, staff: Someone) -> TookOn:
    can = acts_for(standing_of(flag), actor(staff))
    if "acknowledge" in can:
        return "acknowledge"
    return "accept" if "accept" in can else ""
