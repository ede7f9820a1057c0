"""At the end of a shift: what is still open, for the one who goes and for the one who comes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.alerts import STAFF_LOCALE
from bot.aftercare.apart import AsOne
from bot.aftercare.digest import TOGETHER, OneByOne, give_summary
from bot.aftercare.flag_lines import Summing, flags_seen_by, open_buttons
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


def send_handovers(connection: Connection, now: datetime, apart: OneByOne = TOGETHER) -> int:
    """Sends the summaries of shifts that have just ended and begun; returns how many went out."""
    sent = 0
    for project_id in projects_with_rota(connection):
        work = partial(_send_in, connection, project_id, now, apart)
        sent += apart.projects.do(connection, project_id, work, now) or 0
    return sent


def _send_in(connection: Connection, project_id: int, now: datetime, apart: OneByOne) -> int:
    """Those of one project."""
    sent = 0
    team = team_of(connection, project_id, now - 2 * NOT_LATER)
    found = joined(stretches(team.rota, now - 2 * NOT_LATER, now + LOOKS_AHEAD))
    for one in found:
        changed = one.ends if one.ends <= now else one.begins
        if now - NOT_LATER < changed <= now:
            work = partial(_send, connection, team, one, now, apart.flags)
            sent += apart.staff.do(connection, one.person_id, work, now) or 0
    return sent


def _send(connection: Connection, team: Team, one: Stretch, now: datetime, apart: AsOne) -> int:
    staff = team.find(one.person_id)
    if staff is None:
        return 0
    summing = Summing(connection, texts_for(STAFF_LOCALE), now, apart)
    if one.ends <= now:
        return _goes(summing, staff, one)
    return _comes(summing, staff, one, team.hours.zone)


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


def _goes(summing: Summing, staff: Someone, one: Stretch) -> bool:
    connection, texts, now = summing.connection, summing.texts, summing.now
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
        text = "\n\n".join([head, *summing.section(texts.say("Yours:"), mine)])
        screen = Screen(text=text, choices=open_buttons(texts, mine))
    return give_summary(connection, staff, GOES, one.ends.isoformat(), screen, now)


def _comes(summing: Summing, staff: Someone, one: Stretch, zone: str) -> bool:
    screen = _coming_screen(summing, staff, one, zone)
    about = one.begins.isoformat()
    return give_summary(summing.connection, staff, COMES, about, screen, summing.now)


def _coming_screen(summing: Summing, staff: Someone, one: Stretch, zone: str) -> Screen | None:
    texts = summing.texts
    seen = flags_seen_by(summing.connection, staff.id, staff.project_id)
    if not seen:
        return None
    waiting = [flag for flag in seen if flag.row.owner_id is None]
    mine = [flag for flag in seen if flag.row.owner_id == staff.id]
    others = [flag for flag in seen if flag.row.owner_id not in (None, staff.id)]
    head = texts.say(
        "You are on call now, until %(when)s.",
        when=when_words(texts, one.ends, summing.now, zone),
    )
    parts = [
        head,
        *summing.section(texts.say("Nobody has taken these on yet:"), waiting),
        *summing.section(texts.say("Yours:"), mine),
        *summing.section(texts.say("With colleagues:"), others),
    ]
    buttons = open_buttons(texts, (*waiting, *mine, *others))
    return Screen(text="\n\n".join(parts), choices=buttons)
