"""A flag's history as staff read it: everything that happened, and their notes, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.life import OUTCOMES
from bot.aftercare.when import when_words
from bot.aftercare.wording import outcome_words
from bot.texts import Texts
from storage import people
from storage.flag_history import history_of
from storage.rows import AnyRow

SAID_ANEW: Final = ("new signal", "level rose", "opened by a signal")
"""After these, that somebody reads the flag is news."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a flag's history. `note` is what a member of staff wrote, or "".

    The same again and again, with nothing between, is one line, at the time of the first. So is one
    person's reading, until something new is said.
    """

    at: datetime
    at_words: str
    text: str
    note: str = ""


def happenings(
    connection: Connection, flag_id: int, texts: Texts, now: datetime, zone: str
) -> tuple[Happening, ...]:
    """The whole history of a flag, oldest first."""
    found: list[Happening] = []
    times: dict[int, int] = {}
    read_at: dict[int | None, int] = {}
    for row, words in history_of(connection, flag_id):
        line = Happening(
            at=row.at,
            at_words=when_words(texts, row.at, now, zone),
            text=_words(connection, row, texts, now, zone),
            note=words,
        )
        if row.kind in SAID_ANEW:
            read_at.clear()
        again = read_at.get(row.actor_id) if row.kind == "read" else _same_as_last(found, line)
        if again is None:
            again = len(found)
            found.append(line)
        if row.kind == "read":
            read_at[row.actor_id] = again
        times[again] = times.get(again, 0) + 1
    return tuple(_counted(texts, line, times[place]) for place, line in enumerate(found))


def _same_as_last(found: Sequence[Happening], line: Happening) -> int | None:
    same = found and (found[-1].text, found[-1].note) == (line.text, line.note)
    return len(found) - 1 if same else None


def _counted(texts: Texts, line: Happening, times: int) -> Happening:
    if times == 1:
        return line
    what = line.text.removesuffix(".")
    return replace(line, text=texts.say("%(what)s (%(times)s times).", what=what, times=times))


def _words(connection: Connection, row: AnyRow, texts: Texts, now: datetime, zone: str) -> str:
    name = _name(connection, row.actor_id) or texts.say("A colleague")
    if row.kind in ("closed", "asked to close", "snoozed", "handed over"):
        return _detailed(connection, row, texts, name, now, zone)
    return _by_staff(texts, name).get(row.kind) or _by_itself(texts).get(row.kind, str(row.kind))


def _detailed(
    connection: Connection, row: AnyRow, texts: Texts, name: str, now: datetime, zone: str
) -> str:
    """What happened with more to say: how it ended, until when, to whom."""
    if row.kind == "snoozed":
        until = when_words(texts, datetime.fromisoformat(row.detail), now, zone)
        return texts.say("%(name)s put it off until %(when)s.", name=name, when=until)
    if row.kind == "handed over":
        to = _name(connection, int(row.detail)) or texts.say("a colleague")
        return texts.say("%(name)s asked %(to)s to take it over.", name=name, to=to)
    known = row.detail in OUTCOMES
    outcome = outcome_words(texts, row.detail) if known else texts.say("no outcome")
    if row.kind == "closed":
        return texts.say("%(name)s closed it: %(outcome)s.", name=name, outcome=outcome)
    return texts.say(
        "%(name)s asked a second person to agree to closing it: %(outcome)s.",
        name=name,
        outcome=outcome,
    )


def _by_staff(texts: Texts, name: str) -> dict[str, str]:
    return {
        "acknowledged": texts.say("%(name)s acknowledged it.", name=name),
        "took over": texts.say("%(name)s took it over.", name=name),
        "took up": texts.say("%(name)s took it up again.", name=name),
        "accepted": texts.say("%(name)s accepted it.", name=name),
        "declined": texts.say("%(name)s could not take it over.", name=name),
        "took back": texts.say("%(name)s kept it after all.", name=name),
        "contacted": texts.say("%(name)s was in touch with them.", name=name),
        "tried": texts.say("%(name)s tried to be in touch, without a reply.", name=name),
        "escalated": texts.say("%(name)s asked the next people at once.", name=name),
        "refused to close": texts.say("%(name)s said that it should stay open.", name=name),
        "reopened": texts.say("%(name)s opened it again.", name=name),
        "note": texts.say("%(name)s wrote a note.", name=name),
        "chat began": texts.say("%(name)s began to write with them.", name=name),
        "chat passed on": texts.say("%(name)s writes with them now.", name=name),
        "read": texts.say("%(name)s opened it to read.", name=name),
        "owner left": texts.say(
            "%(name)s does not work here any more, so it is open again.", name=name
        ),
        "owner gone": texts.say(
            "%(name)s cannot be there in time, so it is open again.", name=name
        ),
    }


def _by_itself(texts: Texts) -> dict[str, str]:
    return {
        "opened": texts.say("The flag was raised."),
        "new signal": texts.say("Something new was said."),
        "level rose": texts.say("Something more pressing was said, so the flag is open again."),
        "opened by a signal": texts.say("Something new was said, so the flag is open again."),
        "chose the facilitator": texts.say("They want to talk to their facilitator."),
        "chose others": texts.say("They want to talk to somebody other than their facilitator."),
        "undelivered": texts.say("An alert did not arrive."),
        "nobody reached": texts.say("Alerts were not going out to those who were asked."),
        "reached": texts.say("Nobody could be told at first. Now somebody has been."),
        "did not choose": texts.say("They did not say whom to tell, so somebody was told."),
        "admitted": texts.say("They were told that the promise was not kept."),
        "promise withdrawn": texts.say("They were told that nobody can come in time."),
        "promise withdrawn unsaid": texts.say("Nobody can come in time."),
        "told of closing": texts.say("They were told not to wait for anybody to be in touch."),
        "not told of closing": texts.say(
            "They could not be told safely that nobody would be in touch."
        ),
        "climbed": texts.say("Nobody had acknowledged it in time, so more people were told."),
        "woke": texts.say("It had been put off until now, so it is open again."),
        "not accepted": texts.say("Nobody took it over in time, so it is open again."),
        "not contacted": texts.say("Nobody was in touch in time, so it is open again."),
        "owner lost": texts.say("Whoever had it cannot be reached, so it is open again."),
        "reminded": texts.say("Whoever has it was reminded of the time limit."),
        "reminded to close": texts.say("Whoever has it was reminded to close it."),
        "chat ended": texts.say("The chat with them ended."),
        "stuck": texts.say("Nothing was going to happen to it, so the coordinators were told."),
        "not stuck": texts.say("It is being seen to again."),
        "second person asked": texts.say("A second person was asked to agree."),
    }


def _name(connection: Connection, person_id: int | None) -> str:
    found = people.find_person(connection, person_id) if person_id is not None else None
    return found.name if found else ""
