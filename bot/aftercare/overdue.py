"""What happens by itself to a flag that somebody has: reminders, time-outs, opening again."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.alerts import STAFF_LOCALE, alert_people, send_alerts
from bot.aftercare.deadlines import Limits
from bot.aftercare.ladder import ladder
from bot.aftercare.opening_again import LOOK_AGAIN, open_again
from bot.aftercare.promising import (
    admit_broken,
    after_opening,
    can_still_come,
    told_of_promise,
)
from bot.aftercare.team import STAFF_BOTS
from bot.aftercare.times import deadlines_for
from bot.aftercare.told import tell_unprompted
from bot.texts import texts_for
from storage import contacts, flags
from storage.alerts import last_one_arrives
from storage.contacts import Contact
from storage.rows import AnyRow

REMINDERS: Final = 3
"""How often an owner is reminded to close a flag before others are told as well."""


def wake(connection: Connection, limits: Limits, flag: AnyRow, now: datetime) -> None:
    """A flag that was put off is open again, with whoever put it off alerted beside the rung."""
    contact = contacts.contact_of(connection, flag.channel_id)
    lead = texts_for(STAFF_LOCALE).say("This was put off until now.")
    open_again(connection, limits, flag, contact, "woke", now, lead=lead)
    _admit(connection, flag, contact, now)


def time_out(connection: Connection, limits: Limits, flag: AnyRow, now: datetime) -> None:
    """Nobody said yes to a hand-over in time."""
    contact = contacts.contact_of(connection, flag.channel_id)
    lead = texts_for(STAFF_LOCALE).say("It was handed over, and nobody has taken it.")
    open_again(connection, limits, flag, contact, "not accepted", now, lead=lead)
    _admit(connection, flag, contact, now)


def see_to_acknowledged(
    connection: Connection, limits: Limits, flag: AnyRow, now: datetime
) -> None:
    """Reminds the owner before the limit, and opens the flag again when they do not make it."""
    contact = contacts.contact_of(connection, flag.channel_id)
    texts = texts_for(STAFF_LOCALE)
    if not _can_be_told(connection, flag) or not can_still_come(
        connection, flag, contact, flag.owner_id, now
    ):
        lead = texts.say("Whoever had this cannot be reached.")
        opened = open_again(
            connection,
            limits,
            flag,
            contact,
            "owner lost",
            now,
            besides=flag.owner_id,
            lead=lead,
        )
        if opened is not None:
            _tell_of_another(connection, opened, contact, now)
    elif flag.contact_by <= now:
        lead = texts.say("Nobody has been in touch in time.")
        owner = flag.owner_id
        open_again(
            connection, limits, flag, contact, "not contacted", now, besides=owner, lead=lead
        )
    elif flag.closed_by_id is not None:
        ask_second_person(connection, limits, flag, contact, now)
        return
    else:
        _remind(connection, flag, contact, now)
        return
    _admit(connection, flag, contact, now)


def see_to_contacted(connection: Connection, limits: Limits, flag: AnyRow, now: datetime) -> None:
    """Reminds the owner to close the flag, each working day; after a while others as well."""
    contact = contacts.contact_of(connection, flag.channel_id)
    if flag.closed_by_id is not None:
        ask_second_person(connection, limits, flag, contact, now)
        return
    next_at = deadlines_for(connection, limits, contact).next_morning(now)
    if not flags.change_flag(
        connection, flag.id, flag.version, round=flag.round + 1, reminded_at=now, next_at=next_at
    ):
        return
    flags.add_event(connection, flag.id, "reminded to close", now)
    changed = flags.find_flag(connection, flag.id)
    assert changed is not None
    lead = texts_for(STAFF_LOCALE).say("Reminder: please close this, or say what is still to do.")
    reached = alert_people(connection, changed, [flag.owner_id], contact, now, lead)
    if not reached or flag.round >= REMINDERS:
        others = _rungs_besides(connection, changed, contact, flag.owner_id, now)
        place = min(max(flag.round - REMINDERS, 0), len(others) - 1)
        send_alerts(connection, changed, others[place] if others else (), contact, now, lead)


def ask_second_person(
    connection: Connection, limits: Limits, flag: AnyRow, contact: Contact, now: datetime
) -> None:
    """Asks whether a flag can be closed: of one rung after the other, and the last one again.

    Whoever asked to close it is not asked. Nobody there: it is looked again every minute.
    """
    rungs = _rungs_besides(connection, flag, contact, flag.closed_by_id, now)
    next_at = deadlines_for(connection, limits, contact).acknowledge_by(flag.level, now)
    if not rungs:
        next_at = now + LOOK_AGAIN
    if flag.status == "acknowledged":
        next_at = min(next_at, max(flag.contact_by, now))
    values = {"round": flag.round + 1 if rungs else flag.round, "next_at": next_at}
    if not flags.change_flag(connection, flag.id, flag.version, **values) or not rungs:
        return
    changed = flags.find_flag(connection, flag.id)
    assert changed is not None
    flags.add_event(connection, flag.id, "second person asked", now)
    lead = texts_for(STAFF_LOCALE).say("A colleague asks you to agree to closing this.")
    send_alerts(connection, changed, rungs[min(flag.round, len(rungs) - 1)], contact, now, lead)


def _rungs_besides(
    connection: Connection, flag: AnyRow, contact: Contact, person_id: int | None, now: datetime
) -> list[list[tuple[int, int]]]:
    """The channels of each rung on which there is somebody besides this one, without theirs."""
    rungs = ladder(connection, flag, contact.facilitator_id, now)
    others = ([one for one in rung.channels if one[0] != person_id] for rung in rungs)
    return [channels for channels in others if channels]


def _remind(connection: Connection, flag: AnyRow, contact: Contact, now: datetime) -> None:
    """Once; what follows is the limit."""
    if not flags.change_flag(
        connection, flag.id, flag.version, reminded_at=now, next_at=flag.contact_by
    ):
        return
    if flag.reminded_at is not None:
        return
    flags.add_event(connection, flag.id, "reminded", now)
    changed = flags.find_flag(connection, flag.id)
    assert changed is not None
    lead = texts_for(STAFF_LOCALE).say("Reminder: have you been in touch?")
    alert_people(connection, changed, [flag.owner_id], contact, now, lead)


def _can_be_told(connection: Connection, flag: AnyRow) -> bool:
    """Whether the owner has a way to be reached, and what was sent to them last did not fail."""
    if flag.owner_id is None:
        return False
    if not contacts.working_channels(connection, flag.owner_id, STAFF_BOTS):
        return False
    return last_one_arrives(connection, flag.id, flag.owner_id)


def _tell_of_another(connection: Connection, flag: AnyRow, contact: Contact, now: datetime) -> None:
    """Tells the participant who will be in touch instead of the one who had it."""
    words = after_opening(connection, flag, contact, now)
    if words and tell_unprompted(connection, flag, contact, words, now):
        told_of_promise(connection, flag.id, now)


def _admit(connection: Connection, before: AnyRow, contact: Contact, now: datetime) -> None:
    """Tells the participant when what they were promised has just been broken."""
    words = admit_broken(connection, before, contact, now)
    if words and tell_unprompted(connection, before, contact, words, now):
        flags.add_event(connection, before.id, "admitted", now)
