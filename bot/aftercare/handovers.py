"""At the end of a shift: what is still open, for the one who goes and for the one who comes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.alerts import STAFF_LOCALE
from bot.aftercare.digest import give_summary
from bot.aftercare.flag_lines import flags_seen_by, open_buttons, section
from bot.aftercare.rota import Stretch, stretches
from bot.aftercare.team import Team, team_of
from bot.aftercare.when import when_words
from bot.delivery.screen import Screen
from bot.texts import texts_for
from storage.people import Someone
from storage.rota import projects_with_rota

GOES: Final = "shift over"
COMES: Final = "shift begins"
NOT_LATER: Final = timedelta(hours=1)
"""A change of shift that was longer ago is no news any more."""
LOOKS_AHEAD: Final = timedelta(days=2)


def send_handovers(connection: Connection, now: datetime) -> int:
    """Sends the summaries of shifts that have just ended and begun; returns how many went out."""
    sent = 0
    for project_id in projects_with_rota(connection):
        team = team_of(connection, project_id, now - 2 * NOT_LATER)
        found = list(joined(stretches(team.rota, now - 2 * NOT_LATER, now + LOOKS_AHEAD)))
        for one in found:
            if now - NOT_LATER < one.ends <= now:
                sent += _goes(connection, team, one, now)
            if now - NOT_LATER < one.begins <= now < one.ends:
                sent += _comes(connection, team, one, now)
    return sent


def joined(found: Iterable[Stretch]) -> Iterable[Stretch]:
    """Shifts of one person that follow each other are one: nobody goes in between."""
    last: dict[int, Stretch] = {}
    for one in sorted(found):
        before = last.get(one.person_id)
        if before is not None and one.begins <= before.ends:
            last[one.person_id] = before._replace(ends=max(before.ends, one.ends))
            continue
        if before is not None:
            yield before
        last[one.person_id] = one
    yield from last.values()


def _goes(connection: Connection, team: Team, one: Stretch, now: datetime) -> bool:
    staff = team.find(one.person_id)
    if staff is None:
        return False
    texts = texts_for(STAFF_LOCALE)
    mine = [
        seen
        for seen in flags_seen_by(connection, staff.id, staff.project_id)
        if seen.row.owner_id == staff.id
    ]
    screen = None
    if mine:
        head = texts.say(
            "Your shift is over. These are still yours. Please hand over what cannot wait until "
            "you are back."
        )
        text = "\n\n".join([head, *section(texts, texts.say("Yours:"), mine, now)])
        screen = Screen(text=text, choices=open_buttons(texts, mine))
    return give_summary(connection, staff, GOES, one.ends.isoformat(), screen, now)


def _comes(connection: Connection, team: Team, one: Stretch, now: datetime) -> bool:
    staff = team.find(one.person_id)
    if staff is None:
        return False
    screen = _coming_screen(connection, staff, one, team.hours.zone, now)
    return give_summary(connection, staff, COMES, one.begins.isoformat(), screen, now)


def _coming_screen(
    connection: Connection, staff: Someone, one: Stretch, zone: str, now: datetime
) -> Screen | None:
    texts = texts_for(STAFF_LOCALE)
    seen = flags_seen_by(connection, staff.id, staff.project_id)
    if not seen:
        return None
    waiting = [flag for flag in seen if flag.row.owner_id is None]
    mine = [flag for flag in seen if flag.row.owner_id == staff.id]
    others = [flag for flag in seen if flag.row.owner_id not in (None, staff.id)]
    head = texts.say(
        "You are on call now, until %(when)s.", when=when_words(texts, one.ends, now, zone)
    )
    parts = [
        head,
        *section(texts, texts.say("Nobody has taken these on yet:"), waiting, now),
        *section(texts, texts.say("Yours:"), mine, now),
        *section(texts, texts.say("With colleagues:"), others, now),
    ]
    buttons = open_buttons(texts, (*waiting, *mine, *others))
    return Screen(text="\n\n".join(parts), choices=buttons)
