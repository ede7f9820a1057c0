"""Looks a week ahead for times with nobody on call, and tells the coordinators, once for each.

Nobody is told late of a flag for it: a flag's own alert does not wait for anything here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.aftercare.apart import AS_ONE, AsOne
from bot.aftercare.coordinators import coordinators, tell_coordinators
from bot.aftercare.rota_needs import covered_until, missing
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
RUN: Final = timedelta(hours=24)
"""Gaps that are closer together than this are one run, and told together."""
LISTED: Final = 3
STAFF_LOCALE: Final = "en"


class OpenGap(NamedTuple):
    """Nobody is on call; `ends` is None where no end is in sight."""

    begins: datetime
    ends: datetime | None


def coming_gaps(team: Team, now: datetime, ahead: timedelta = AHEAD) -> list[OpenGap]:
    """The times with nobody on call who is needed that begin before `ahead` has passed, in order.

    The last has no end where nobody is on call any more for as far as can be seen.
    """
    horizon = now + ahead + IN_SIGHT
    last = covered_until(team.rota, now, horizon)
    found = missing(team.rota, team.hours, now, horizon)
    ends_there = horizon - last >= IN_SIGHT
    kept = [OpenGap(*one) for one in found if one.begins < last or not ends_there]
    if ends_there:
        kept += [OpenGap(one.begins, None) for one in found if one.begins >= last][:1]
    return [one for one in kept if one.begins < now + ahead]


def nobody_at_all(team: Team, now: datetime) -> bool:
    """Whether nobody stands on the rota, now or as far as can be seen."""
    return covered_until(team.rota, now, now + AHEAD + IN_SIGHT) <= now


def _new(found: Sequence[OpenGap], known: Sequence[AnyRow], now: datetime) -> list[OpenGap]:
    """What the coordinators do not know yet and begins within a week, in order; with all that
    follows so closely that they would hear of it day after day."""
    new: list[OpenGap] = []
    for one in found:
        if any(_holds(row, one) for row in known):
            continue
        soon = one.begins < now + AHEAD
        if not soon and not (new and new[-1].ends and one.begins - new[-1].ends <= RUN):
            break
        new.append(one)
    return new


def watch_rotas(connection: Connection, now: datetime, apart: AsOne = AS_ONE) -> int:
    """Reports what is new in each project that has set a rota; how many notices were queued."""
    told = 0
    for project_id in rota.projects_with_rota(connection):
        told += (
            apart.do(connection, project_id, partial(_watch, connection, project_id, now), now) or 0
        )
    return told


def _watch(connection: Connection, project_id: int, now: datetime) -> int:
    team = team_of(connection, project_id, now)
    found = coming_gaps(team, now, AHEAD + IN_SIGHT)
    known = rota.gaps_told(connection, project_id)
    over = [row.id for row in known if not any(_meet(row, one) for one in found)]
    rota.end_gaps_told(connection, over, now)
    new = _new(found, known, now)
    if not coordinators(team):
        return 0  # they are told once somebody can be
    last_told = rota.last_gap_told(connection, project_id)
    for one in new:
        rota.add_gap_told(connection, project_id, one.begins, one.ends, now)
    texts, zone = texts_for(STAFF_LOCALE), team.hours.zone
    if nobody_at_all(team, now):
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
    lines += gap_lines(texts, new, now, zone)
    lines.append(texts.say("Alerts then go to the next people on the ladder. /oncall shows more."))
    return "\n".join(lines)


def gap_lines(texts: Texts, found: Sequence[OpenGap], now: datetime, zone: str) -> list[str]:
    """The first few gaps, a line each, how many more there are in a week, and that it goes on."""
    lines = [gap_words(texts, one, now, zone) for one in found[:LISTED]]
    rest = found[LISTED:]
    if more := sum(one.begins < now + AHEAD for one in rest):
        lines.append(
            texts.plural(
                "and %(number)s more in the next seven days",
                "and %(number)s more in the next seven days",
                more,
            )
        )
    if len(rest) > more:
        lines.append(texts.say("It goes on like this after that."))
    return lines


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
    if nobody_at_all(team, now):
        yield _empty_words(texts)
        return
    for one in found[:LISTED]:
        gap = gap_words(texts, one, now, team.hours.zone)
        yield texts.say("Nobody is on call %(when)s.", when=gap)
