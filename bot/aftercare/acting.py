"""What every act on a flag does first and last: may they, does it still stand so, who was first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.aftercare.alerts import actor, show_anew
from bot.aftercare.life import Act, Problem, Standing, objection, standing_of
from storage import contacts, flags, people
from storage.alerts import withdraw_held, withdraw_waiting
from storage.contacts import Contact
from storage.flag_history import last_actor
from storage.rows import AnyRow


@dataclass(frozen=True, slots=True)
class Result:
    """What an act came to. When it did not win, `problem` says why not.

    `who` is the name of the one who was first, or whose flag it is. `told`: the
    participant was told of it. `until` is the latest time that a snooze can have.
    """

    won: bool
    problem: Problem | None = None
    who: str = ""
    told: bool = False
    until: datetime | None = None

    @property
    def owner_name(self) -> str:
        return self.who


@dataclass(frozen=True, slots=True)
class Begun:
    """A flag that somebody is about to change, locked until the transaction ends."""

    flag: AnyRow
    standing: Standing
    staff: people.Someone
    contact: Contact


CHANGES: tuple[str, ...] = (
    "acknowledged",
    "took over",
    "took up",
    "accepted",
    "declined",
    "took back",
    "contacted",
    "snoozed",
    "handed over",
    "escalated",
    "asked to close",
    "closed",
    "refused to close",
    "reopened",
)
"""Kinds of events by which somebody changed where a flag stands."""

SEEN_TO: tuple[str, ...] = (
    "acknowledged",
    "took over",
    "took up",
    "accepted",
    "contacted",
    "snoozed",
    "closed",
)
"""Those after which nobody needs an earlier alert that is still waiting to go out."""

BY_ITSELF: tuple[str, ...] = (
    "opened",
    "new signal",
    "level rose",
    "opened by a signal",
    "climbed",
    "woke",
    "not accepted",
    "not contacted",
    "owner lost",
    "owner gone",
    "owner left",
)
"""Kinds of events by which nobody did."""


def may_see(connection: Connection, flag: AnyRow, staff: people.Someone) -> bool:
    """Staff of the project, and nobody whom the flag is about."""
    return (
        staff.role not in people.NOT_STAFF
        and staff.project_id == flag.project_id
        and staff.id not in flags.hidden_from(connection, flag.id)
    )


def begin(
    connection: Connection, act: Act, flag_id: int, version: int | None, staff_id: int
) -> Begun | Result:
    """The flag, when this member of staff can do this to it now; else why not, and who was first.

    With a `version`, it must be the one that they looked at: something may have been said since.
    """
    flag = flags.flag_to_change(connection, flag_id)
    staff = people.find_person(connection, staff_id)
    if flag is None or staff is None or not may_see(connection, flag, staff):
        return Result(False, "not there")
    standing = standing_of(flag)
    problem = objection(act, standing, actor(staff))
    if problem is None and version is not None and version != flag.version:
        problem = "changed"
    if problem == "not yours":
        return Result(False, problem, _name(connection, flag.owner_id))
    if problem is not None:
        return Result(False, problem, who_was_first(connection, flag, staff_id))
    return Begun(flag, standing, staff, contacts.contact_of(connection, flag.channel_id))


def who_was_first(connection: Connection, flag: AnyRow, besides: int) -> str:
    """Whoever changed a flag last, or else looks after it; "" when nobody but `besides`."""
    last = last_actor(connection, flag.id, CHANGES + BY_ITSELF)
    for person_id in (last, flag.owner_id):
        if person_id is not None and person_id != besides:
            return _name(connection, person_id)
    return ""


def _name(connection: Connection, person_id: int | None) -> str:
    found = people.find_person(connection, person_id) if person_id is not None else None
    return found.name if found else ""


def change(
    connection: Connection,
    begun: Begun,
    kind: str,
    now: datetime,
    *,
    detail: str | None = None,
    words: str = "",
    **values: Any,
) -> AnyRow | None:
    """Changes the flag, adds to its history, and shows its alerts anew; the flag afterwards.

    None when somebody else changed it in this very moment.
    """
    flag = begun.flag
    if not flags.change_flag(connection, flag.id, flag.version, **values):
        return None
    flags.add_event(connection, flag.id, kind, now, begun.staff.id, detail, words)
    changed = flags.find_flag(connection, flag.id)
    assert changed is not None
    withdraw_held(connection, flag.id, now)
    if kind in SEEN_TO:
        withdraw_waiting(connection, flag.id)
    show_anew(connection, changed, begun.contact, now)
    return changed


def beaten(connection: Connection, begun: Begun) -> Result:
    """Somebody else changed the flag in this very moment."""
    flag = flags.find_flag(connection, begun.flag.id)
    assert flag is not None
    return Result(False, "changed", who_was_first(connection, flag, begun.staff.id))
