"""Adding people, and letting them in by a single-use code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import Connection

from bot.people.codes import new_join_code, new_pseudonym, normal_join_code
from storage import contacts, join_codes, people

CODE_LIFE: Final = timedelta(days=90)
"""Codes travel by post."""

JoinProblem = Literal["unknown", "used", "expired", "wrong_bot"]


@dataclass(frozen=True, slots=True)
class Joined:
    """A code that let somebody in. `again` when it is their own code, used before."""

    person: people.Someone
    again: bool


def enrol(
    connection: Connection,
    *,
    role: str,
    project_id: int,
    now: datetime,
    name: str = "",
    cohort_id: int | None = None,
    facilitator_id: int | None = None,
    lead: bool = False,
) -> people.Someone:
    """Adds a person with a pseudonym that nobody else has."""
    code = new_pseudonym(role)
    while people.code_is_taken(connection, code):
        code = new_pseudonym(role)
    person_id = people.add_person(
        connection,
        code=code,
        role=role,
        project_id=project_id,
        now=now,
        name=name,
        cohort_id=cohort_id,
        facilitator_id=facilitator_id,
        lead=lead,
    )
    person = people.find_person(connection, person_id)
    assert person is not None
    return person


def make_code(connection: Connection, person_id: int, now: datetime) -> str:
    """A fresh code for a person. It is returned once and kept only as a keyed hash."""
    code = new_join_code()
    join_codes.keep_code(connection, normal_join_code(code), person_id, now, now + CODE_LIFE)
    return code


def check_code(
    connection: Connection, typed: str, staff: bool, channel_id: int | None, now: datetime
) -> tuple[int, Joined] | JoinProblem:
    """What a typed code opens: the code's id and whom it is for, or what is wrong with it.

    A code that this same channel redeemed before is no problem: pressing the link twice is human.
    """
    row = join_codes.find_code(connection, normal_join_code(typed))
    if row is None:
        return "unknown"
    person = people.find_person(connection, row.person_id)
    assert person is not None
    if (person.role != "participant") != staff:
        return "wrong_bot"
    if row.redeemed_at is not None:
        own = channel_id is not None and row.redeemed_by == channel_id
        return (row.id, Joined(person, again=True)) if own else "used"
    if row.expires_at <= now:
        return "expired"
    return row.id, Joined(person, again=False)


def join(
    connection: Connection, typed: str, channel_id: int, now: datetime, *, staff: bool
) -> Joined | JoinProblem:
    """Redeems a code: from now on the channel is that person's."""
    checked = check_code(connection, typed, staff, channel_id, now)
    if isinstance(checked, str):
        return checked
    code_id, joined = checked
    if joined.again:
        return joined
    if not join_codes.redeem_code(connection, code_id, channel_id, now):
        return "used"
    contacts.give_channel(connection, channel_id, joined.person.id, now)
    people.mark_joined(connection, joined.person.id, now)
    return joined
