"""Asking a colleague to take a shift: which one, whom, and what they say.

Nothing is kept between messages: a button holds what was chosen so far.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.rota import shifts_of
from bot.aftercare.rota_changes import AHEAD, CannotChangeRota, add_cover, as_planned
from bot.aftercare.rota_words import short_words, stretch_words
from bot.aftercare.team import Team
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Button, Screen
from bot.texts import Texts
from storage import rota
from storage.people import Someone

PRESS: Final = "r:"
"""What the data of the rota's buttons begins with."""
LISTED: Final = 8


def which_shift(texts: Texts, team: Team, me: Someone, now: datetime) -> Screen:
    """Somebody's own shifts, to choose one."""
    mine = shifts_of(as_planned(team), me.id, now, now + AHEAD)
    if not mine:
        return Screen(text=texts.say("You have no shift in the next four weeks."))
    zone = team.hours.zone
    buttons = tuple(
        Button(
            short_words(texts, one.begins, one.ends, zone),
            f"{PRESS}who:{_minutes(one.begins)}:{_minutes(one.ends)}",
        )
        for one in mine[:LISTED]
    )
    return Screen(text=texts.say("Which shift of yours should somebody take?"), choices=buttons)


def ask_whom(
    texts: Texts, team: Team, me: Someone, begins: int, ends: int, now: datetime
) -> Screen:
    """The colleagues who could take a shift, to choose one."""
    since, until = _instant(begins), _instant(ends)
    free = [
        one
        for one in team.staff
        if one.id != me.id and one.id in team.channels and not _is_away(team, one, since, until)
    ]
    if not free:
        return Screen(text=texts.say("No colleague of yours can be reached for that time."))
    buttons = tuple(
        Button(one.name or one.code, f"{PRESS}ask:{begins}:{ends}:{one.id}") for one in free
    )
    when = stretch_words(texts, since, until, now, team.hours.zone)
    text = texts.say("Who should be on call in your place, %(when)s?", when=when)
    return Screen(text=text, choices=buttons)


def ask(
    connection: Connection,
    texts: Texts,
    team: Team,
    me: Someone,
    by: Someone,
    begins: int,
    ends: int,
    now: datetime,
) -> Screen:
    """Asks a colleague, and says so."""
    since, until = _instant(begins), _instant(ends)
    try:
        cover = add_cover(connection, me, by, since, until, now, accepted=False)
    except CannotChangeRota as problem:
        return Screen(text=problem.words(texts))
    when = stretch_words(texts, since, until, now, team.hours.zone)
    question = texts.say(
        "%(who)s asks you to be on call in their place, %(when)s. Will you?",
        who=me.name or me.code,
        when=when,
    )
    buttons = (
        Button(texts.say("Yes, I will"), f"{PRESS}yes:{cover}"),
        Button(texts.say("No, I cannot"), f"{PRESS}no:{cover}"),
    )
    _tell(connection, team, by, Screen(text=question, choices=buttons), f"cover:{cover}", now)
    return Screen(
        text=texts.say(
            "I have asked %(who)s. Until they say yes, you are still on call.",
            who=by.name or by.code,
        )
    )


def answer(
    connection: Connection,
    texts: Texts,
    team: Team,
    me: Someone,
    cover_id: int,
    accepted: bool,
    now: datetime,
) -> Screen:
    """What a colleague said to it; whoever asked is told."""
    cover = rota.find_cover(connection, cover_id)
    if cover is None or cover.by_id != me.id:
        return Screen(text=texts.say("That was not asked of you."))
    taken = not shifts_of(as_planned(team), cover.of_id, cover.starts_at, cover.ends_at)
    if accepted and taken:
        rota.answer_cover(connection, cover_id, "withdrawn", now)
        return Screen(text=texts.say("Thank you. Somebody else has taken that shift already."))
    status = "accepted" if accepted else "declined"
    if cover.ends_at <= now or not rota.answer_cover(connection, cover_id, status, now):
        return Screen(text=texts.say("That has been answered, or is over."))
    asker = team.find(cover.of_id)
    when = stretch_words(texts, cover.starts_at, cover.ends_at, now, team.hours.zone)
    who = me.name or me.code
    if asker is not None:
        text = (
            texts.say("%(who)s will be on call in your place, %(when)s.", who=who, when=when)
            if accepted
            else texts.say("%(who)s cannot be on call in your place, %(when)s.", who=who, when=when)
        )
        _tell(connection, team, asker, Screen(text=text), f"cover:{cover_id}:{status}", now)
    if accepted:
        return Screen(text=texts.say("Thank you. You are on call %(when)s.", when=when))
    return Screen(text=texts.say("All right. I have told them that you cannot."))


def _tell(
    connection: Connection, team: Team, one: Someone, screen: Screen, dedupe: str, now: datetime
) -> None:
    for channel_id in team.channels.get(one.id, ()):
        queue(
            connection,
            Message(
                channel_id=channel_id,
                person_id=one.id,
                screen=screen,
                lane=Lane.REPLY,
                kind="notice",
                dedupe=f"{dedupe}:{channel_id}",
            ),
            now,
        )


def _is_away(team: Team, one: Someone, since: datetime, until: datetime) -> bool:
    return any(
        away.person_id == one.id and away.begins < until and since < away.ends
        for away in team.rota.aways
    )


def _minutes(at: datetime) -> int:
    """Whole minutes since 1970, which fit a button."""
    return int(at.timestamp()) // 60


def _instant(minutes: int) -> datetime:
    return datetime.fromtimestamp(minutes * 60, UTC)
