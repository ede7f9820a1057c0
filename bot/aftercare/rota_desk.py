"""The rota in the staff bot: /oncall, /swap and /away, and the presses on what they show.

Nothing is kept between messages: a button holds what was chosen so far.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.rota import Stretch, on_call, stretches
from bot.aftercare.rota_changes import CannotChangeRota, come_back, go_away
from bot.aftercare.rota_watch import AHEAD as WEEK
from bot.aftercare.rota_watch import STAFF_LOCALE, coming_gaps, gap_lines
from bot.aftercare.rota_words import stretch_words
from bot.aftercare.swapping import LISTED, PRESS, answer, ask, ask_whom, which_shift
from bot.aftercare.team import Team, team_of
from bot.aftercare.typed_times import read_time
from bot.aftercare.when import when_words
from bot.delivery.screen import Button, Screen
from bot.texts import Texts, texts_for
from storage import flags_waiting, people
from storage.people import Someone

COMMANDS: Final = ("oncall", "swap", "away")


def rota_command(
    connection: Connection, staff_id: int, command: str, arguments: str, now: datetime
) -> Screen:
    """What a member of staff sees who wrote one of COMMANDS; `arguments` is what followed it."""
    me = people.find_person(connection, staff_id)
    assert me is not None
    team, texts = team_of(connection, me.project_id, now), texts_for(STAFF_LOCALE)
    if command == "away":
        return _away(connection, texts, team, me, arguments, now)
    if command == "swap":
        return which_shift(texts, team, me, now)
    return Screen(text=_on_call_words(texts, team, me, now))


def rota_press(connection: Connection, staff_id: int, press: str, now: datetime) -> Screen:
    """What follows a press whose data begins with PRESS. Whoever it concerns is told, too."""
    me = people.find_person(connection, staff_id)
    assert me is not None
    team, texts = team_of(connection, me.project_id, now), texts_for(STAFF_LOCALE)
    match press.removeprefix(PRESS).split(":"):
        case ["who", begins, ends] if _are_numbers(begins, ends):
            return ask_whom(texts, team, me, int(begins), int(ends), now)
        case ["ask", begins, ends, other] if _are_numbers(begins, ends, other):
            by = team.find(int(other))
            if by is not None:
                return ask(connection, texts, team, me, by, int(begins), int(ends), now)
        case ["yes" | "no" as said, cover] if _are_numbers(cover):
            return answer(connection, texts, team, me, int(cover), said == "yes", now)
        case ["back"]:
            come_back(connection, me, now)
            return Screen(text=texts.say("Welcome back. You get alerts again."))
        case _:
            pass
    return Screen(text=_on_call_words(texts, team, me, now))


def _on_call_words(texts: Texts, team: Team, me: Someone, now: datetime) -> str:
    if not team.rota_set:
        return texts.say(
            "There is no rota. The named facilitator of each participant is told first, at any "
            "hour."
        )
    zone, called = team.hours.zone, on_call(team.rota, now)
    first = ", ".join(_name(texts, team, one) for one in called.first)
    second = ", ".join(_name(texts, team, one) for one in called.second)
    lines = [
        texts.say("On call now: %(who)s.", who=first)
        if first
        else texts.say("Nobody is first on call now.")
    ]
    if second:
        lines.append(texts.say("Second on call: %(who)s.", who=second))
    for away in team.rota.aways:
        if away.person_id == me.id and away.begins <= now < away.ends:
            until = when_words(texts, away.ends, now, zone)
            lines.append(texts.say("You are away until %(when)s.", when=until))
    coming = [one for one in stretches(team.rota, now, now + WEEK) if one.begins > now]
    if coming:
        lines += ["", texts.say("In the next seven days:")]
        lines += [_line(texts, team, one, now) for one in coming[:LISTED]]
    if found := coming_gaps(team, now):
        lines += ["", texts.say("Nobody is on call at these times:")]
        lines += gap_lines(texts, found, now, zone)
    lines += ["", texts.say("/swap asks a colleague to take a shift of yours.")]
    lines.append(texts.say("/away until Friday says that you are away."))
    return "\n".join(lines)


def _line(texts: Texts, team: Team, one: Stretch, now: datetime) -> str:
    when = stretch_words(texts, one.begins, one.ends, now, team.hours.zone)
    who = _name(texts, team, one.person_id)
    if one.place == "second":
        return texts.say("%(who)s, second: %(when)s", who=who, when=when)
    return f"{who}: {when}"


def _away(
    connection: Connection, texts: Texts, team: Team, me: Someone, typed: str, now: datetime
) -> Screen:
    zone = team.hours.zone
    if typed.strip().casefold() in ("back", "no", "stop", "off", "end"):
        return rota_press(connection, me.id, f"{PRESS}back", now)
    until = read_time(typed, now, zone)
    if until is None:
        return Screen(
            text=texts.say(
                "Say until when you are away. For example: /away until Friday 5 pm, or /away until "
                "1 December, or /away 2 days. When you are back before that: /away back"
            )
        )
    try:
        shifts, made = go_away(connection, me, now, until, now)
    except CannotChangeRota as problem:
        return Screen(text=problem.words(texts))
    lines = [
        texts.say(
            "You are away until %(when)s. Alerts go to the next people; you get one only when "
            "nobody else is left.",
            when=when_words(texts, until, now, zone),
        )
    ]
    if shifts:
        lines.append(texts.say("You would be on call then:"))
        lines += [_line(texts, team, one, now) for one in shifts[:LISTED]]
        lines.append(texts.say("Ask a colleague to take it: /swap"))
    if made:
        lines.append(texts.say("Nobody else is on call at these times. I tell the coordinators."))
    resting = flags_waiting.flags_resting_on(connection, me.id)
    if own := [flag for flag in resting if flag.owner_id == me.id]:
        lines.append(
            texts.plural(
                "%(number)s flag is yours. Please hand it over: /flags",
                "%(number)s flags are yours. Please hand them over: /flags",
                len(own),
            )
        )
    back = Button(texts.say("I am back"), f"{PRESS}back")
    return Screen(text="\n".join(lines), choices=(back,))


def _name(texts: Texts, team: Team, person_id: int) -> str:
    person = team.find(person_id)
    return (person.name or person.code) if person is not None else texts.say("somebody who left")


def _are_numbers(*words: str) -> bool:
    return all(word.isascii() and word.isdigit() and len(word) < 11 for word in words)
