"""What happens to flags by themselves: an open one climbs the ladder, the others do not stay.

Whatever state a flag is in, the moment at which something happens to it next is kept with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection

from bot.aftercare.alerts import send_alerts
from bot.aftercare.apart import AS_ONE, AsOne
from bot.aftercare.deadlines import Limits
from bot.aftercare.ladder import Rung, ladder, rung_after, rung_at, until_next
from bot.aftercare.opening_again import LOOK_AGAIN
from bot.aftercare.overdue import see_to_acknowledged, see_to_contacted, time_out, wake
from bot.aftercare.promising import after_climbing, told_of_promise
from bot.aftercare.team import team_for
from bot.aftercare.told import tell_unprompted
from bot.aftercare.unreached_rungs import pass_unreached_rungs
from bot.aftercare.whom_to_tell import UNDECIDED, UNDECIDED_OTHERS
from storage import contacts, flags
from storage.rows import AnyRow


def climb(
    connection: Connection,
    limits: Limits,
    now: datetime,
    limit: int = 50,
    apart: AsOne = AS_ONE,
    passing: AsOne = AS_ONE,
) -> int:
    """Does what is due with every flag whose time has come, and returns how many there were.

    An open one goes one rung up; the last rung repeats, and a flag that reached nobody looks again
    every minute. The participant is told when somebody was reached at last, and when a promise was
    not kept. A snooze ends, a hand-over times out, an owner is reminded, and when they were not in
    touch by the limit the flag is open again.

    `passing` is for rungs that nobody was reached on: a flag whose rung cannot be looked at climbs
    all the same when its time has come.
    """
    passing.do(connection, 0, lambda: pass_unreached_rungs(connection, now, passing), now)
    due = apart.due(lambda most: flags.due_flags(connection, now, most), limit, now)
    for flag in due:
        apart.do(connection, flag.id, partial(_see_to, connection, limits, flag, now), now)
    return len(due)


def _see_to(connection: Connection, limits: Limits, flag: AnyRow, now: datetime) -> None:
    _SEE_TO[flag.status](connection, limits, flag, now)


def climb_now(
    connection: Connection, limits: Limits, flag: AnyRow, now: datetime, actor_id: int
) -> bool:
    """Takes an open flag one rung up before its time; False when nobody could be told."""
    return _climb_one(connection, limits, flag, now, actor_id)


def _climb_one(
    connection: Connection,
    limits: Limits,
    flag: AnyRow,
    now: datetime,
    actor_id: int | None = None,
) -> bool:
    contact = contacts.contact_of(connection, flag.channel_id)
    if flag.rung == UNDECIDED and not contact.kept_from_facilitator:
        # The person was asked whom to tell and did not say: then it is the named facilitator.
        flags.show_flag(connection, flag.id)
    elif flag.rung in (UNDECIDED, UNDECIDED_OTHERS):
        flags.change_flag(connection, flag.id, flag.version, conduct=True)
        flag = flags.find_flag(connection, flag.id) or flag
    team = team_for(connection, contact, flag.project_id, now)
    rungs = ladder(connection, flag, contact.facilitator_id, now, team)
    if not rungs:
        flags.change_flag(connection, flag.id, flag.version, next_at=now + LOOK_AGAIN)
        return False
    known, undecided = flag.promised_id is not None, flag.rung < 0
    rung = rung_after(rungs, flag.rung) if known else rung_at(rungs, 0)
    next_at = until_next(rung, limits, flag.level, now, team.hours)
    if flag.contact_by > now:
        # The promise is looked at in the moment when it breaks.
        next_at = min(next_at, flag.contact_by)
    if not flags.change_flag(
        connection, flag.id, flag.version, **_climbed(flag, rung, known=known, next_at=next_at)
    ):
        return True  # somebody acknowledged it, or another worker took it up, in this very moment
    kind = "climbed" if known else "did not choose" if undecided else "reached"
    if actor_id is not None:
        kind = "escalated"
    flags.add_event(connection, flag.id, kind, now, actor_id, detail=str(rung.place))
    changed = flags.find_flag(connection, flag.id)
    assert changed is not None
    send_alerts(connection, changed, rung.channels, contact, now)
    words = after_climbing(connection, changed, contact, rung, now, first_time=not known)
    if words and tell_unprompted(connection, changed, contact, words, now):
        told_of_promise(connection, flag.id, now)
        if flag.contact_by <= now:
            flags.add_event(connection, flag.id, "admitted", now)
    return True


def _climbed(flag: AnyRow, rung: Rung, *, known: bool, next_at: datetime) -> dict[str, Any]:
    return {
        "rung": rung.place,
        "round": flag.round + 1 if known and rung.place <= flag.rung else 0,
        "next_at": next_at,
        "promised_id": flag.promised_id or rung.people[0].id,
        "promised_by": flag.contact_by if next_at <= flag.contact_by else None,
    }


def _climb(connection: Connection, limits: Limits, flag: AnyRow, now: datetime) -> None:
    _climb_one(connection, limits, flag, now)


_SEE_TO: Final[Mapping[str, Callable[[Connection, Limits, AnyRow, datetime], None]]] = {
    "open": _climb,
    "snoozed": wake,
    "handing_over": time_out,
    "acknowledged": see_to_acknowledged,
    "contacted": see_to_contacted,
}
