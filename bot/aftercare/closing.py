"""Closing a flag: with an outcome, and for some with a second person, and opening it once more.

Seen is not contacted, and contacted is not closed. An urgent flag that is closed without having
spoken to the participant needs a record of what was done and somebody else's agreement.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.acting import Begun, Result, beaten, begin, change
from bot.aftercare.alerts import STAFF_LOCALE, alert_people
from bot.aftercare.contacting import mark_contacted, times_tried
from bot.aftercare.deadlines import Limits
from bot.aftercare.life import (
    OUTCOMES,
    TRIES,
    Outcome,
    needs_reading,
    needs_second_person,
    remind_at,
)
from bot.aftercare.opening_again import open_again
from bot.aftercare.overdue import ask_second_person
from bot.aftercare.promised_in_vain import end_promise
from bot.aftercare.times import deadlines_for
from bot.texts import texts_for
from storage import flags
from storage.flag_history import has_read


def close(
    connection: Connection,
    limits: Limits,
    flag_id: int,
    version: int,
    staff_id: int,
    outcome: Outcome,
    words: str,
    now: datetime,
) -> Result:
    """Closes a flag, or asks a second person to agree to it (then `problem` is "waits").

    Whoever spoke to the participant was in touch with them: that is recorded first. Of what is
    urgent they must have opened the words. Where nobody was in touch, a participant who was
    promised it is told so.
    """
    if outcome not in OUTCOMES:
        raise ValueError(f"no such outcome: {outcome}")
    begun = begin(connection, "close", flag_id, version, staff_id)
    if isinstance(begun, Result):
        return begun
    two = needs_second_person(begun.flag.level, outcome)
    if outcome == "no_reply" and times_tried(connection, flag_id) < TRIES:
        return Result(False, "tries")
    if two and not words.strip():
        return Result(False, "note")
    if needs_reading(begun.flag.level, outcome) and not has_read(connection, flag_id, staff_id):
        return Result(False, "unread")
    if two:
        return _ask_to_close(connection, limits, begun, outcome, words, now)
    if outcome == "spoke" and begun.flag.status == "acknowledged":
        mark_contacted(connection, limits, begun, now)
        contacted = flags.find_flag(connection, flag_id)
        assert contacted is not None
        begun = replace(begun, flag=contacted)
    return _closed(connection, begun, outcome, words, now)


def agree(
    connection: Connection, flag_id: int, version: int, staff_id: int, now: datetime
) -> Result:
    """The second person: the flag is closed as the first one asked."""
    begun = begin(connection, "agree", flag_id, version, staff_id)
    if isinstance(begun, Result):
        return begun
    flag = begun.flag
    changed = change(
        connection,
        begun,
        "closed",
        now,
        detail=flag.outcome,
        status="closed",
        confirmed_by_id=staff_id,
        closed_at=now,
        handed_to_id=None,
        next_at=None,
    )
    if changed is None:
        return beaten(connection, begun)
    end_promise(connection, changed, begun.contact, now)
    return Result(True, who=begun.staff.name)


def refuse(
    connection: Connection,
    limits: Limits,
    flag_id: int,
    version: int,
    staff_id: int,
    now: datetime,
) -> Result:
    """Says no to closing the flag, or takes back having asked for it."""
    begun = begin(connection, "refuse", flag_id, version, staff_id)
    if isinstance(begun, Result):
        return begun
    flag = begun.flag
    if flag.status == "contacted":
        next_at = deadlines_for(connection, limits, begun.contact).next_morning(now)
    else:
        next_at = remind_at(flag.level, now, max(now, flag.contact_by))
    changed = change(
        connection,
        begun,
        "refused to close",
        now,
        outcome=None,
        closed_by_id=None,
        reminded_at=None,
        round=0,
        next_at=next_at,
    )
    if changed is None:
        return beaten(connection, begun)
    texts = texts_for(STAFF_LOCALE)
    name = begun.staff.name or texts.say("A colleague")
    lead = texts.say("%(name)s says that this should stay open.", name=name)
    asked = [one for one in (flag.closed_by_id, flag.owner_id) if one != staff_id]
    alert_people(connection, changed, asked, begun.contact, now, lead)
    return Result(True, who=begun.staff.name)


def reopen(
    connection: Connection,
    limits: Limits,
    flag_id: int,
    version: int,
    staff_id: int,
    now: datetime,
) -> Result:
    """Opens a closed flag once more: the ladder from the start, and limits that count from now."""
    begun = begin(connection, "reopen", flag_id, version, staff_id)
    if isinstance(begun, Result):
        return begun
    texts = texts_for(STAFF_LOCALE)
    name = begun.staff.name or texts.say("A colleague")
    opened = open_again(
        connection,
        limits,
        begun.flag,
        begun.contact,
        "reopened",
        now,
        actor_id=staff_id,
        new_limits=True,
        lead=texts.say("%(name)s opened this again.", name=name),
    )
    return Result(True, who=begun.staff.name) if opened else beaten(connection, begun)


def _closed(
    connection: Connection, begun: Begun, outcome: Outcome, words: str, now: datetime
) -> Result:
    changed = change(
        connection,
        begun,
        "closed",
        now,
        detail=outcome,
        words=words.strip(),
        status="closed",
        outcome=outcome,
        closed_by_id=begun.staff.id,
        closed_at=now,
        next_at=None,
    )
    if changed is None:
        return beaten(connection, begun)
    end_promise(connection, changed, begun.contact, now)
    return Result(True, who=begun.staff.name)


def _ask_to_close(
    connection: Connection,
    limits: Limits,
    begun: Begun,
    outcome: Outcome,
    words: str,
    now: datetime,
) -> Result:
    changed = change(
        connection,
        begun,
        "asked to close",
        now,
        detail=outcome,
        words=words.strip(),
        outcome=outcome,
        closed_by_id=begun.staff.id,
        round=0,
    )
    if changed is None:
        return beaten(connection, begun)
    ask_second_person(connection, limits, changed, begun.contact, now)
    return Result(True, "waits", begun.staff.name)
