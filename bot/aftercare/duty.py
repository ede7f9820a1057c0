"""Whether anybody will be on duty in time: for promises, and before a sensitive question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.coordinators import tell_coordinators
from bot.aftercare.deadlines import Limits
from bot.aftercare.ladder import order_of
from bot.aftercare.promise import Nobody
from bot.aftercare.team import Team, team_for
from bot.aftercare.when import when_words
from bot.delivery.screen import Screen
from bot.texts import texts_for
from storage import flags, projects
from storage.contacts import Contact
from storage.people import Someone
from storage.rows import AnyRow

STAFF_LOCALE: Final = "en"
IN_SIGHT: Final = timedelta(days=21)
"""How far ahead it is looked for when somebody will be there again."""


@dataclass(frozen=True, slots=True)
class There:
    """Somebody will be on duty in time. `who` is the first of them on the ladder."""

    who: Someone
    by: datetime


def somebody_there(
    connection: Connection, contact: Contact, level: str, limits: Limits, now: datetime
) -> There | Nobody:
    """Whether a reachable person will be on duty before a flag of this level must be answered.

    For what would be raised now; members of staff about whom the participant has spoken do not
    count.
    """
    project_id = contact.project_id or projects.first_project(connection)
    if project_id is None:
        return Nobody(None, contact.timezone)
    team = team_for(connection, contact, project_id, now)
    kept = flags.kept_from(connection, contact.person_id) if contact.person_id else set()
    order = order_of(
        connection, project_id, level, conduct=bool(kept), joined=contact.person_id is not None
    )
    listed = on_ladder(team, [who for who, _ in order], contact.facilitator_id, kept)
    by = limits.contact_by(level, now, team.hours)
    return there_before(team, listed, by, now, contact.timezone)


def there_before(
    team: Team, listed: Sequence[Someone], by: datetime, now: datetime, zone: str
) -> There | Nobody:
    """The first of these who is on duty at some time before `by`, or when one of them will be."""
    for one in listed:
        if team.next_duty(one.id, now, by) is not None:
            return There(one, by)
    found = (team.next_duty(one.id, now, now + IN_SIGHT) for one in listed)
    return Nobody(min((at for at in found if at is not None), default=None), zone)


def on_ladder(
    team: Team, order: Sequence[str], facilitator_id: int | None, hidden: set[int]
) -> list[Someone]:
    """Everybody whom a ladder may come to, at any time, in its order. Each stands once."""
    called = {one.person_id for one in team.rota.shifts} | {one.by_id for one in team.rota.covers}
    groups: dict[str, Callable[[Someone], bool]] = {
        "named": lambda one: one.id == facilitator_id,
        "on_call": lambda one: one.id in called,
        "second": lambda one: one.id in called,
        "leads": lambda one: one.lead,
        "coordinators": lambda one: one.role == "coordinator",
        "everybody": lambda _: True,
    }
    found = (one for who in order for one in team.staff if groups[who](one))
    return [one for one in dict.fromkeys(found) if one.id not in hidden]


def there_for(
    connection: Connection, team: Team, flag: AnyRow, contact: Contact, now: datetime
) -> There | Nobody:
    """Whether anybody on a flag's ladder is on duty before its person must be contacted."""
    order = order_of(
        connection,
        flag.project_id,
        flag.level,
        conduct=flag.conduct,
        joined=flag.person_id is not None,
    )
    hidden = flags.hidden_from(connection, flag.id)
    listed = on_ladder(team, [who for who, _ in order], contact.facilitator_id, hidden)
    return there_before(team, listed, flag.contact_by, now, contact.timezone)


def tell_nobody_there(
    connection: Connection, contact: Contact, nobody: Nobody, now: datetime
) -> None:
    """The coordinators hear that a sensitive question was not asked, once an hour at most."""
    project_id = contact.project_id or projects.first_project(connection)
    if project_id is None:
        return
    team, texts = team_for(connection, contact, project_id, now), texts_for(STAFF_LOCALE)
    lines = [
        texts.say(
            "A sensitive question was not asked, because nobody would be on duty in time to "
            "answer what is said to it."
        )
    ]
    if nobody.until is not None:
        until = when_words(texts, nobody.until, now, nobody.zone)
        lines.append(texts.say("Nobody is there until %(when)s.", when=until))
    lines.append(texts.say("Please look at the rota: /oncall"))
    hour = now.strftime("%Y-%m-%dT%H")
    screen = Screen(text=" ".join(lines))
    tell_coordinators(connection, team, screen, f"nobody:{project_id}:{hour}", now)
