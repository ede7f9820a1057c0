"""A flag that somebody had is open again: its owner is let go, and the ladder is climbed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from bot.aftercare.alerts import alert_people, send_alerts, show_anew
from bot.aftercare.deadlines import Limits
from bot.aftercare.ladder import Rung, ladder, rung_after
from bot.aftercare.times import deadlines_for
from storage import flags
from storage.contacts import Contact
from storage.rows import AnyRow

LOOK_AGAIN: Final = timedelta(seconds=60)
"""How often a flag that nobody can be told about looks for somebody."""


def opened_values(acknowledge_by: datetime, contact_by: datetime, now: datetime) -> dict[str, Any]:
    """What stands on a flag that is open again, at the beginning of its ladder."""
    next_at = min(acknowledge_by, contact_by) if contact_by > now else acknowledge_by
    return {
        "status": "open",
        "rung": 0,
        "round": 0,
        "owner_id": None,
        "handed_to_id": None,
        "snoozed_until": None,
        "reminded_at": None,
        "contacted_at": None,
        "outcome": None,
        "closed_by_id": None,
        "confirmed_by_id": None,
        "closed_at": None,
        "acknowledge_by": acknowledge_by,
        "contact_by": contact_by,
        "next_at": next_at,
    }


def open_again(
    connection: Connection,
    limits: Limits,
    flag: AnyRow,
    contact: Contact,
    kind: str,
    now: datetime,
    *,
    actor_id: int | None = None,
    climbs: bool = False,
    besides: int | None = None,
    new_limits: bool = False,
    lead: str = "",
) -> AnyRow | None:
    """Opens a flag again, alerts a rung and whoever had it, and returns it as it is then.

    `climbs`: from the rung after the one that it stood on, else from the start. `besides`: the
    first rung on which there is somebody besides this one, who has not answered. `new_limits`: the
    level's limits count from now. None when somebody changed it in this very moment.
    """
    deadlines = deadlines_for(connection, limits, contact)
    contact_by = deadlines.contact_by(flag.level, now) if new_limits else flag.contact_by
    values = opened_values(deadlines.acknowledge_by(flag.level, now), contact_by, now)
    rungs = ladder(connection, flag, contact.facilitator_id, now)
    rung = _rung(rungs, flag, climbs=climbs, besides=besides)
    if contact_by <= now:
        values |= {"promised_by": None}
    if rung is None:
        values |= {"next_at": now + LOOK_AGAIN, "promised_id": None}
    else:
        values |= {"rung": rung.place}
    if not flags.change_flag(connection, flag.id, flag.version, **values):
        return None
    flags.add_event(connection, flag.id, kind, now, actor_id)
    changed = flags.find_flag(connection, flag.id)
    assert changed is not None
    show_anew(connection, changed, contact, now)
    if rung is not None:
        send_alerts(connection, changed, rung.channels, contact, now, lead)
    had = [one for one in (flag.owner_id, flag.handed_to_id) if one != actor_id]
    alert_people(connection, changed, had, contact, now, lead)
    return changed


def _rung(rungs: list[Rung], flag: AnyRow, *, climbs: bool, besides: int | None) -> Rung | None:
    if not rungs:
        return None
    if climbs:
        return rung_after(rungs, flag.rung)
    others = (rung for rung in rungs if any(one.id != besides for one in rung.people))
    return next(others, rungs[0])
