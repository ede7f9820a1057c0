"""A new signal on a flag that is not closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from bot.aftercare.chosen_times import ByWhen
from bot.aftercare.ladder import ladder
from bot.aftercare.life import OWNED, remind_at
from bot.aftercare.opening_again import opened_values
from bot.aftercare.team import STAFF_BOTS
from storage import contacts, flags
from storage.contacts import Contact
from storage.rows import AnyRow

PRESSING: Final = ("urgent", "soon")
"""Levels that are answered at once, with the numbers to call."""
URGENCY: Final = {"urgent": 0, "soon": 1, "routine": 2}


@dataclass(frozen=True, slots=True)
class Joined:
    """`anew`: the person is to be answered as if for the first time. `had_id` looked after the flag
    until now."""

    anew: bool
    had_id: int | None = None


def join_signal(
    connection: Connection,
    limit: ByWhen,
    contact: Contact,
    flag: AnyRow,
    level: str,
    topic: str,
    hidden: set[int],
    now: datetime,
) -> Joined:
    """What a signal does to a flag, which is locked. Nobody is alerted here.

    It opens the flag again, with the ladder from the start, when the level rises, when the person
    asks again after somebody was in touch, and when its owner must not see it or cannot be told.
    Whoever asked to close it, did so before they knew of this.
    """
    undecided = flag.rung < 0
    rose = URGENCY[level] < URGENCY[flag.level]
    values: dict[str, Any] = {"outcome": None, "closed_by_id": None}
    if undecided:
        # They were still choosing whom to tell. What came now cannot wait, and may be about the
        # one whom they did not choose.
        values |= {"rung": 0, "conduct": True}
    kind, anew = "new signal", undecided
    asks_again = flag.status == "contacted" and level in PRESSING
    if rose or asks_again or _owner_is_lost(connection, flag, hidden):
        values |= _opened(limit, flag, now, asks_again=asks_again)
        if rose:
            values |= {"level": level, "topic": topic}
        kind, anew = "level rose" if rose else "opened by a signal", True
    elif flag.status == "contacted":
        values |= _to_contact_again(limit, level, now)
        anew = True
    elif limit.contact_by < flag.contact_by:
        values |= _brought_forward(limit, flag, now)
    if undecided and not rose:
        # Whoever is told now has the whole time; the time to choose is over.
        soonest = (flag.acknowledge_by, flag.contact_by, limit.acknowledge_by, limit.contact_by)
        values |= {"next_at": min(soonest)}
    flags.change_flag(connection, flag.id, flag.version, **values)
    flags.add_event(connection, flag.id, kind, now)
    if undecided and not hidden:
        _show_rather_than_tell_nobody(connection, flag.id, contact, now)
    return Joined(anew, flag.owner_id)


def _opened(limit: ByWhen, flag: AnyRow, now: datetime, *, asks_again: bool) -> dict[str, Any]:
    contact_by = limit.contact_by
    if not asks_again and flag.status != "contacted":
        # A promise that was given is not put off.
        contact_by = min(flag.contact_by, contact_by)
    return opened_values(limit.acknowledge_by, contact_by, now)


def _brought_forward(limit: ByWhen, flag: AnyRow, now: datetime) -> dict[str, Any]:
    """What was said now has an earlier limit than the flag had."""
    if flag.status == "acknowledged" and flag.closed_by_id is None:
        next_at = remind_at(flag.level, now, limit.contact_by)
    else:
        next_at = min(limit.acknowledge_by, limit.contact_by)
    return {
        "contact_by": limit.contact_by,
        "acknowledge_by": min(flag.acknowledge_by, limit.acknowledge_by),
        "next_at": min(flag.next_at, next_at),
    }


def _to_contact_again(limit: ByWhen, level: str, now: datetime) -> dict[str, Any]:
    """Something that does not press was said after somebody had been in touch: they are to be in
    touch once more."""
    return {
        "status": "acknowledged",
        "contacted_at": None,
        "acknowledged_at": now,
        "reminded_at": None,
        "contact_by": limit.contact_by,
        "next_at": remind_at(level, now, limit.contact_by),
    }


def _owner_is_lost(connection: Connection, flag: AnyRow, hidden: set[int]) -> bool:
    """Whether the one who looks after the flag must not be told of this, or cannot be."""
    if flag.status not in OWNED:
        return False
    if flag.owner_id is None or flag.owner_id in hidden or flag.handed_to_id in hidden:
        return True
    return not contacts.working_channels(connection, flag.owner_id, STAFF_BOTS)


def _show_rather_than_tell_nobody(
    connection: Connection, flag_id: int, contact: Contact, now: datetime
) -> None:
    """The person had not said that it is about the facilitator: better them than nobody."""
    flag = flags.find_flag(connection, flag_id)
    assert flag is not None
    if not ladder(connection, flag, contact.facilitator_id, now):
        flags.show_flag(connection, flag_id)
        flags.change_flag(connection, flag_id, flag.version, conduct=False)
