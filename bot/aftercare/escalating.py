"""Asking the next people now, without waiting for the limit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.acting import Result, beaten, begin
from bot.aftercare.alerts import STAFF_LOCALE
from bot.aftercare.climbing import climb_now
from bot.aftercare.deadlines import Limits
from bot.aftercare.ladder import ladder
from bot.aftercare.opening_again import open_again
from bot.texts import texts_for


def escalate(
    connection: Connection,
    limits: Limits,
    flag_id: int,
    version: int,
    staff_id: int,
    now: datetime,
) -> Result:
    """Alerts the rung above at once. A flag that somebody had is open again for it."""
    begun = begin(connection, "escalate", flag_id, version, staff_id)
    if isinstance(begun, Result):
        return begun
    flag, contact = begun.flag, begun.contact
    if flag.status == "open":
        told = climb_now(connection, limits, flag, now, staff_id)
        return Result(told, None if told else "nobody", begun.staff.name)
    if not ladder(connection, flag, contact.facilitator_id, now):
        return Result(False, "nobody")
    texts = texts_for(STAFF_LOCALE)
    name = begun.staff.name or texts.say("A colleague")
    opened = open_again(
        connection,
        limits,
        flag,
        contact,
        "escalated",
        now,
        actor_id=staff_id,
        climbs=True,
        new_limits=flag.status == "contacted",
        lead=texts.say("%(name)s asks for the next person.", name=name),
    )
    return Result(True, who=begun.staff.name) if opened else beaten(connection, begun)
