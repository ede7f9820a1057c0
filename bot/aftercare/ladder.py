"""Who is told about a flag, in which order.

Until a rota is set, a participant's named facilitator who has joined is the rota; after them come
the safeguarding leads, the coordinators and everybody. Those whom a flag is about are never on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from storage import contacts, flags, people
from storage.rows import AnyRow

STAFF_BOTS: Final = ("staff", "inbox")


@dataclass(frozen=True, slots=True)
class Rung:
    """The members of staff who are told together, each with the channels that reach them."""

    people: tuple[people.Someone, ...]
    channels: tuple[tuple[int, int], ...]
    """(person id, channel id)"""


def ladder(connection: Connection, flag: AnyRow, facilitator_id: int | None) -> list[Rung]:
    """The rungs that somebody can be reached on, the first one first. Empty ones are left out."""
    hidden = flags.hidden_from(connection, flag.id)
    staff = [one for one in people.staff_of(connection, flag.project_id) if one.id not in hidden]
    leads = [one for one in staff if one.lead]
    coordinators = [one for one in staff if one.role == "coordinator"]
    if flag.conduct:
        order = [leads, coordinators]
    elif flag.person_id is None:
        order = [coordinators, leads, staff]
    else:
        named = [one for one in staff if one.id == facilitator_id]
        order = [named, leads, coordinators, staff]
    rungs = (_rung(connection, group) for group in order)
    return [rung for rung in rungs if rung.people]


def _rung(connection: Connection, group: list[people.Someone]) -> Rung:
    reached = [
        (one, channel)
        for one in group
        for channel in contacts.working_channels(connection, one.id, STAFF_BOTS)
    ]
    return Rung(
        people=tuple(dict.fromkeys(one for one, _ in reached)),
        channels=tuple((one.id, channel) for one, channel in reached),
    )
