"""When not even a flag can be raised: the barest one there is, so that somebody looks.

It needs neither a ladder nor working hours nor a time zone, for any of them may be what fails.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.alerts import STAFF_LOCALE
from bot.texts import texts_for
from storage import flags, projects
from storage.contacts import Contact

TOPIC: Final = "unread"
LEVEL: Final = "soon"
RULE: Final = "set aside"

CONTACT_WITHIN: Final = timedelta(hours=4)


def raise_bare_flag(connection: Connection, contact: Contact, now: datetime) -> int | None:
    """Adds a flag that is due at once, and returns its id; None when there is no project at all.

    Nobody is alerted here. If it cannot climb either, the auditor finds it, and tells the
    coordinators.
    """
    project_id = contact.project_id or projects.first_project(connection)
    if project_id is None:
        return None
    hidden = flags.kept_from(connection, contact.person_id) if contact.person_id else set()
    flag_id = flags.add_flag(
        connection,
        project_id=project_id,
        person_id=contact.person_id,
        channel_id=contact.channel_id,
        level=LEVEL,
        topic=TOPIC,
        conduct=bool(hidden),
        status="open",
        version=1,
        rung=0,
        opened_at=now,
        acknowledge_by=now,
        contact_by=now + CONTACT_WITHIN,
        next_at=now,
    )
    flags.hide_flag(connection, flag_id, hidden)
    flags.add_event(connection, flag_id, "opened", now)
    flags.add_signal(
        connection,
        flag_id,
        level=LEVEL,
        topic=TOPIC,
        rule=RULE,
        reason=texts_for(STAFF_LOCALE).say("sent something that I could not read"),
        session_id=None,
        step=None,
        words="",
        span=None,
        now=now,
    )
    return flag_id
