"""Taking a flag on, or over from a colleague: the first press wins, the others learn who has it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.aftercare.acting import Begun, Result, beaten, begin, change, may_see
from bot.aftercare.alerts import STAFF_LOCALE, alert_people
from bot.aftercare.deadlines import Limits
from bot.aftercare.life import remind_at, renewed
from bot.aftercare.promising import promise_by_owner, told_of_promise
from bot.aftercare.times import deadlines_for
from bot.aftercare.told import tell_who_has_seen
from bot.texts import texts_for
from storage import flags

__all__ = ["Result", "acknowledge", "may_see", "own", "take_over", "tell_colleagues"]


def acknowledge(
    connection: Connection,
    limits: Limits,
    flag_id: int,
    staff_id: int,
    now: datetime,
    *,
    known: bool = False,
) -> Result:
    """Takes an open flag on, and tells the participant who has seen it, unless that is `known`.

    It does not matter what version they looked at: a flag that nobody looks after can be taken on
    whatever was said since.
    """
    begun = begin(connection, "acknowledge", flag_id, None, staff_id)
    if isinstance(begun, Result):
        return begun
    return own(connection, limits, begun, "acknowledged", now, known=known)


def take_over(
    connection: Connection,
    limits: Limits,
    flag_id: int,
    version: int,
    staff_id: int,
    now: datetime,
) -> Result:
    """Takes a flag over from a colleague, who is told."""
    begun = begin(connection, "take_over", flag_id, version, staff_id)
    if isinstance(begun, Result):
        return begun
    result = own(connection, limits, begun, "took over", now)
    if result.won:
        tell_colleagues(connection, begun, [begun.flag.owner_id, begun.flag.handed_to_id], now)
    return result


def own(
    connection: Connection,
    limits: Limits,
    begun: Begun,
    kind: str,
    now: datetime,
    *,
    known: bool = False,
) -> Result:
    """The flag is this member of staff's; what there is still to do stays to be done.

    `known`: the participant has heard that they look after it.
    """
    flag = begun.flag
    values: dict[str, Any] = {
        "owner_id": begun.staff.id,
        "acknowledged_at": now,
        "handed_to_id": None,
        "outcome": None,
        "closed_by_id": None,
    }
    contacted = flag.status == "contacted"
    if not contacted:
        full = deadlines_for(connection, limits, begun.contact).contact_by(flag.level, now)
        again = flag.owner_id == begun.staff.id and flag.contact_by > now
        contact_by = flag.contact_by if again else renewed(flag.contact_by, full, now)
        values |= {
            "status": "acknowledged",
            "snoozed_until": None,
            "reminded_at": None,
            "contact_by": contact_by,
            "next_at": remind_at(flag.level, now, contact_by),
            "promised_id": begun.staff.id,
            "promised_by": contact_by,
        }
    changed = change(connection, begun, kind, now, **values)
    if changed is None:
        return beaten(connection, begun)
    told = False
    if not contacted:
        promise_by_owner(connection, changed, begun.staff, now)
        told = not known and tell_who_has_seen(connection, flag.id, now)
        if told:
            told_of_promise(connection, flag.id, now)
    return Result(True, who=begun.staff.name, told=told)


def tell_colleagues(
    connection: Connection, begun: Begun, colleagues: Iterable[int | None], now: datetime
) -> None:
    """Those who had the flag hear who has it now."""
    changed = flags.find_flag(connection, begun.flag.id)
    assert changed is not None
    texts = texts_for(STAFF_LOCALE)
    name = begun.staff.name or texts.say("A colleague")
    lead = texts.say("%(name)s looks after this now.", name=name)
    others = [one for one in colleagues if one != begun.staff.id]
    alert_people(connection, changed, others, begun.contact, now, lead)
