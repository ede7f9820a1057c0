"""Handing a flag over: it stays with its owner until the other has said yes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.acknowledging import own, tell_colleagues
from bot.aftercare.acting import Begun, Result, beaten, begin, change, may_see
from bot.aftercare.alerts import STAFF_LOCALE, alert_people
from bot.aftercare.deadlines import Limits
from bot.aftercare.life import remind_at
from bot.aftercare.team import STAFF_BOTS
from bot.aftercare.times import deadlines_for
from bot.texts import texts_for
from storage import contacts, flags, people
from storage.flag_history import staff_who_may_see


def can_take(connection: Connection, flag_id: int, besides: int) -> list[people.Someone]:
    """Colleagues whom a flag can be handed to: they may see it, and they can be reached."""
    flag = flags.find_flag(connection, flag_id)
    if flag is None:
        return []
    found = (
        people.find_person(connection, one)
        for one in staff_who_may_see(connection, flag_id, flag.project_id)
        if one not in (besides, flag.owner_id)
        and contacts.working_channels(connection, one, STAFF_BOTS)
    )
    return [one for one in found if one is not None]


def hand_over(
    connection: Connection,
    limits: Limits,
    flag_id: int,
    version: int,
    staff_id: int,
    to_id: int,
    now: datetime,
) -> Result:
    """Asks a colleague to take the flag over.

    Without an answer within the level's time to acknowledge, or by the limit, it is open again.
    """
    begun = begin(connection, "hand_over", flag_id, version, staff_id)
    if isinstance(begun, Result):
        return begun
    colleague = people.find_person(connection, to_id)
    if colleague is None or to_id == begun.flag.owner_id:
        return Result(False, "nobody")
    reached = contacts.working_channels(connection, to_id, STAFF_BOTS)
    if not reached or not may_see(connection, begun.flag, colleague):
        return Result(False, "nobody")
    answer_by = deadlines_for(connection, limits, begun.contact).acknowledge_by(
        begun.flag.level, now
    )
    changed = change(
        connection,
        begun,
        "handed over",
        now,
        detail=str(to_id),
        status="handing_over",
        handed_to_id=to_id,
        next_at=min(answer_by, begun.flag.contact_by),
    )
    if changed is None:
        return beaten(connection, begun)
    texts = texts_for(STAFF_LOCALE)
    name = begun.staff.name or texts.say("A colleague")
    lead = texts.say("%(name)s asks you to take this over.", name=name)
    alert_people(connection, changed, [to_id], begun.contact, now, lead)
    return Result(True, who=colleague.name)


def accept(
    connection: Connection, limits: Limits, flag_id: int, staff_id: int, now: datetime
) -> Result:
    """Takes a flag that is handed over; the one who had it and the participant are told."""
    begun = begin(connection, "accept", flag_id, None, staff_id)
    if isinstance(begun, Result):
        return begun
    result = own(connection, limits, begun, "accepted", now)
    if result.won:
        tell_colleagues(connection, begun, [begun.flag.owner_id], now)
    return result


def decline(connection: Connection, flag_id: int, staff_id: int, now: datetime) -> Result:
    """Says no to a hand-over, or takes it back: the flag stays with whoever had it."""
    begun = begin(connection, "decline", flag_id, None, staff_id)
    if isinstance(begun, Result):
        return begun
    flag = begun.flag
    mine = staff_id == flag.owner_id
    changed = change(
        connection,
        begun,
        "took back" if mine else "declined",
        now,
        status="acknowledged",
        handed_to_id=None,
        reminded_at=None,
        next_at=remind_at(flag.level, now, max(now, flag.contact_by)),
    )
    if changed is None:
        return beaten(connection, begun)
    other = flag.handed_to_id if mine else flag.owner_id
    alert_people(connection, changed, [other], begun.contact, now, _declined(begun, mine=mine))
    owner = people.find_person(connection, flag.owner_id)
    return Result(True, who=owner.name if owner else "")


def _declined(begun: Begun, *, mine: bool) -> str:
    texts = texts_for(STAFF_LOCALE)
    name = begun.staff.name or texts.say("A colleague")
    if mine:
        return texts.say("%(name)s keeps this. You need not take it over.", name=name)
    return texts.say("%(name)s cannot take this over. It is still yours.", name=name)
