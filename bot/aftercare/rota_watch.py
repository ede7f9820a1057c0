"""Looks a week ahead for times with nobody on call, and tells the coordinators, once for each.

Nobody is told late of a flag for it: a flag's own alert does not wait for anything here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.aftercare.coordinators import coordinators, tell_coordinators
from bot.aftercare.rota import gaps
from bot.aftercare.rota_words import stretch_words
from bot.aftercare.team import Team, team_of
from bot.aftercare.when import when_words
from bot.delivery.screen import Screen
from bot.texts import Texts, texts_for
from storage import rota
from storage.rows import AnyRow

AHEAD: Final = timedelta(days=7)
IN_SIGHT: Final = timedelta(days=35)
"""How far it is looked for the end of a gap that begins within the week."""
LISTED: Final = 10
STAFF_LOCALE: Final = "en"


class OpenGap(NamedTuple):
    """Nobody is on call; `ends` is None where no end is in sight."""

    begins: datetime
    ends: datetime | None


def coming_gaps(team: Team, now: datetime, ahead: timedelta = AHEAD) -> list[OpenGap]:
    """The times with nobody on call that begin before `ahead` has passed, in order."""
    horizon = now + ahead + IN_SIGHT
    return [
        OpenGap(one.begins, one.ends if one.ends < horizon else None)
        for one in gaps(team.rota, now, horizon)
        if one.begins < now + ahead
    ]


def watch_rotas(connection: Connection, now: datetime) -> int:
    """Reports what is new in each project that has set a rota; how many notices were queued."""
    told = 0
    for project_id in rota.projects_with_rota(connection):
        told += _watch(connection, team_of(connection, project_id, now), project_id, now)
    return told


def _watch(connection: Connection, team: Team, project_id: int, now: datetime) -> int:
    found = coming_gaps(team, now)
    known = rota.gaps_told(connection, project_id)
    over = [row.id for row in known if not any(_meet(row, one) for one in found)]
    rota.end_gaps_told(connection, over, now)
    new = [one for one in found if not any(_holds(row, one) for row in known)]
    if not coordinators(team):
        return 0  # they are told once somebody can be
    last_told = rota.last_gap_told(connection, project_id)
    for one in new:
        rota.add_gap_told(connection, project_id, one.begins, one.ends, now)
    texts, zone = texts_for(STAFF_LOCALE), team.hours.zone
    if found and found[0].begins <= now and found[0].ends is None:
        # Nobody at all: an alert at once, and on every day on which it is so.
        day = now.astimezone(ZoneInfo(zone)).date()
        screen = Screen(text=_empty_words(texts))
        return tell_coordinators(connection, team, screen, f"rota:{project_id}:{day}", now)
    if not new:
        return 0
    screen = Screen(text=_gap_words(texts, new, now, zone))
    # Of two programs that look at the same moment, both have the same key, and one tells.
    return tell_coordinators(connection, team, screen, f"gap:{project_id}:{last_told}", now)


def _meet(row: AnyRow, gap: OpenGap) -> bool:
    """Whether a gap that was reported is, in part, still there."""
    return (row.ends is None or gap.begins < row.ends) and (
        gap.ends is None or row.begins < gap.ends
    )


def _holds(row: AnyRow, gap: OpenGap) -> bool:
    """Whether a gap that was reported has all of this one in it."""
    begins_within = row.begins <= gap.begins and (row.ends is None or gap.begins < row.ends)
    return begins_within and (row.ends is None or (gap.ends is not None and gap.ends <= row.ends))


def _gap_words(texts: Texts, new: list[OpenGap], now: datetime, zone: str) -> str:
    lines = [texts.say("Nobody is on call at these times:")]
    lines += [gap_words(texts, one, now, zone) for one in new[:LISTED]]
    if len(new) > LISTED:
        more = len(new) - LISTED
        lines.append(texts.plural("and %(number)s more", "and %(number)s more", more))
    lines.append(texts.say("Alerts then go to the next people on the ladder. /oncall shows more."))
    return "\n".join(lines)


def gap_words(texts: Texts, gap: OpenGap, now: datetime, zone: str) -> str:
    """One gap: from when to when."""
    if gap.ends is not None:
        return stretch_words(texts, gap.begins, gap.ends, now, zone)
    if gap.begins <= now:
        return texts.say("from now on, with no end in sight")
    begins = when_words(texts, gap.begins, now, zone)
    return texts.say("from %(begins)s on, with no end in sight", begins=begins)


def _empty_words(texts: Texts) -> str:
    return texts.say(
        "Nobody is on the rota at all, now and for weeks to come. Alerts go to the next people on "
        "the ladder. Please put somebody on it, or end the rota: wesaid rota off."
    )


def rota_problems(connection: Connection, project_id: int, now: datetime) -> Iterator[str]:
    """What is wrong with a project's rota, in words, for `wesaid doctor`; nothing when all is well.

    A project without a rota has nothing wrong with it.
    """
    if not rota.is_set(connection, project_id):
        return
    team = team_of(connection, project_id, now)
    texts = texts_for(STAFF_LOCALE)
    for person_id in dict.fromkeys(one.person_id for one in team.rota.shifts):
        person = team.find(person_id)
        if person is not None and person_id in team.rota.unreachable:
            who = person.name or person.code
            yield texts.say(
                "%(who)s is on the rota and cannot be reached. Give them a new link: "
                "wesaid staff link %(id)s",
                who=who,
                id=person.code,
            )
    found = coming_gaps(team, now)
    if found and found[0].begins <= now and found[0].ends is None:
        yield _empty_words(texts)
        return
    for one in found[:LISTED]:
        gap = gap_words(texts, one, now, team.hours.zone)
        yield texts.say("Nobody is on call %(when)s.", when=gap)
