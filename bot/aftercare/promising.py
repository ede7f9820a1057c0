"""Promises as they are kept: made, replaced, kept, and admitted when they break.

A promise is worked out from who is on duty at that moment. The one that stands is a row; when
another takes its place, or its time passes, that row says so and stays.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from bot.aftercare.apart import AS_ONE, AsOne
from bot.aftercare.duty import there_for
from bot.aftercare.ladder import Rung, ladder, rung_at
from bot.aftercare.promise import (
    Late,
    Nobody,
    Promise,
    another_words,
    broken_by_words,
    broken_words,
    promise_words,
    withdrawn_words,
)
from bot.aftercare.team import Team, team_for
from bot.texts import Texts, texts_for
from storage import contacts, flags, people, promises
from storage.contacts import Contact
from storage.people import Someone
from storage.rows import AnyRow

Tell = Callable[[Connection, AnyRow, Contact, str, datetime], bool]
"""Tells a participant something unasked; False when that must not be sent."""


def promise_for(
    connection: Connection,
    flag: AnyRow,
    contact: Contact,
    told: Someone,
    now: datetime,
    team: Team | None = None,
) -> Promise | Nobody | Late:
    """What can be promised now that `told` has been told of a flag. It is kept.

    The caller says it to the participant, and `told_of_promise` that it did.
    """
    if flag.contact_by <= now:
        promises.end_promise(connection, flag.id, "broken", now)
        return Late(told.name)
    team = team or team_for(connection, contact, flag.project_id, now)
    there = there_for(connection, team, flag, contact, now)
    if isinstance(there, Nobody):
        promises.end_promise(connection, flag.id, "replaced", now)
        return there
    _keep(connection, flag, told.id, now)
    return Promise(told.name, flag.contact_by, contact.timezone)


def promise_by_owner(connection: Connection, flag: AnyRow, owner: Someone, now: datetime) -> None:
    """Somebody has taken the flag on (acknowledged, accepted): it is their promise now."""
    if flag.contact_by > now:
        _keep(connection, flag, owner.id, now)


def told_of_promise(connection: Connection, flag_id: int, now: datetime) -> None:
    """The participant was told of the promise that stands."""
    promises.mark_told(connection, flag_id, now)


def promise_kept(connection: Connection, flag_id: int, now: datetime) -> None:
    """Somebody has been in touch, or the flag was closed: nothing is promised any more."""
    promise = promises.live_promise(connection, flag_id)
    if promise is not None:
        ending = "kept" if now <= promise.contact_by else "broken"
        promises.end_promise(connection, flag_id, ending, now)


def after_climbing(
    connection: Connection,
    flag: AnyRow,
    contact: Contact,
    rung: Rung,
    now: datetime,
    *,
    first_time: bool,
) -> str:
    """What the participant is told now that a rung was alerted; "" for nothing.

    `first_time`: nobody could be told of the flag before. Otherwise they are told when the promise
    that stood is broken or cannot be kept, and when the one whom they were told of cannot come.
    """
    texts = texts_for(contact.locale)
    standing = promises.live_promise(connection, flag.id)
    if standing is not None and standing.contact_by <= now:
        promises.end_promise(connection, flag.id, "broken", now)
        return broken_words(texts) if standing.told_at is not None else ""
    if standing is None and not first_time:
        return ""
    team = team_for(connection, contact, flag.project_id, now)
    if standing is None or not team.available(standing.staff_id, now):
        return _promise_anew(connection, texts, flag, contact, rung, standing, team, now)
    return withdraw_if_nobody(connection, flag, contact, now, team)


def _promise_anew(
    connection: Connection,
    texts: Texts,
    flag: AnyRow,
    contact: Contact,
    rung: Rung,
    before: AnyRow | None,
    team: Team,
    now: datetime,
) -> str:
    promise = promise_for(connection, flag, contact, rung.people[0], now, team)
    if before is None:
        # Of what is routine they were told nothing. Nor are they of a promise that nobody makes.
        said = flag.level != "routine" and isinstance(promise, Promise)
        return promise_words(texts, promise, now) if said else ""
    if before.told_at is None:
        return ""
    if isinstance(promise, Promise):
        return another_words(texts, _name(connection, before.staff_id), promise, now)
    return withdrawn_words(texts, promise, now) if isinstance(promise, Nobody) else ""


def withdraw_if_nobody(
    connection: Connection,
    flag: AnyRow,
    contact: Contact,
    now: datetime,
    team: Team | None = None,
) -> str:
    """What the participant is told when nobody can keep the promise that stands; "" for nothing."""
    standing = promises.live_promise(connection, flag.id)
    if standing is None or standing.contact_by <= now:
        return ""
    if standing.staff_id == flag.owner_id:
        return ""  # they took it on by themselves, whether or not they are on duty
    team = team or team_for(connection, contact, flag.project_id, now)
    there = there_for(connection, team, flag, contact, now)
    if not isinstance(there, Nobody):
        return ""
    promises.end_promise(connection, flag.id, "replaced", now)
    if standing.told_at is None:
        return ""
    return withdrawn_words(texts_for(contact.locale), there, now)


def admit_broken(connection: Connection, flag: AnyRow, contact: Contact, now: datetime) -> str:
    """What the participant is told when a promise has just broken; "" when none has.

    For flags that somebody has taken on, or that do not climb.
    """
    standing = promises.live_promise(connection, flag.id)
    if standing is None or standing.contact_by > now:
        return ""
    promises.end_promise(connection, flag.id, "broken", now)
    if standing.told_at is None:
        return ""
    texts = texts_for(contact.locale)
    if flag.status == "open" or flag.owner_id is None:
        return broken_words(texts)
    return broken_by_words(texts, _name(connection, flag.owner_id))


def review_promises(
    connection: Connection, now: datetime, tell: Tell, apart: AsOne = AS_ONE
) -> int:
    """Looks at every promise that stands; returns how many could not be left as they were.

    A flag whose promised person cannot come any more is due now: an open one climbs, one that they
    had is open again, and the participant is told who comes instead. Where nobody can keep the
    promise, the participant is told so now.
    """
    changed = 0
    teams: dict[tuple[int, str, str], Team] = {}

    def review(promise: AnyRow) -> bool:
        flag = flags.find_flag(connection, promise.flag_id)
        assert flag is not None
        contact = contacts.contact_of(connection, flag.channel_id)
        place = (flag.project_id, contact.timezone, contact.nation)
        team = teams.get(place)
        if team is None:
            team = teams[place] = team_for(connection, contact, flag.project_id, now)
        return _review(connection, flag, contact, promise, team, now, tell)

    for promise in promises.standing(connection, now):
        changed += apart.do(connection, promise.flag_id, partial(review, promise), now) or False
    return changed


def _review(
    connection: Connection,
    flag: AnyRow,
    contact: Contact,
    promise: AnyRow,
    team: Team,
    now: datetime,
    tell: Tell,
) -> bool:
    words = withdraw_if_nobody(connection, flag, contact, now, team)
    if words:
        told = tell(connection, flag, contact, words, now)
        kind = "promise withdrawn" if told else "promise withdrawn unsaid"
        flags.add_event(connection, flag.id, kind, now)
    mine = flag.status == "open" or flag.owner_id == promise.staff_id
    if _can_come(team, promise.staff_id, now, flag.contact_by) or flag.rung < 0 or not mine:
        return bool(words)
    if flag.next_at is None or flag.next_at > now:
        return flags.change_flag(connection, flag.id, flag.version, next_at=now)
    return bool(words)


def can_still_come(
    connection: Connection, flag: AnyRow, contact: Contact, person_id: int, now: datetime
) -> bool:
    """Whether somebody can be reached, and is there at some time before a flag's limit.

    Once that has passed, it does not matter any more when they are there.
    """
    if flag.contact_by <= now:
        return True
    team = team_for(connection, contact, flag.project_id, now)
    return _can_come(team, person_id, now, flag.contact_by)


def _can_come(team: Team, person_id: int, now: datetime, by: datetime) -> bool:
    if person_id not in team.channels:
        return False
    at = now
    for one in sorted(team.rota.aways, key=lambda away: away.begins):
        if one.person_id == person_id and one.begins <= at < one.ends:
            at = one.ends
    return at < by


def after_opening(connection: Connection, flag: AnyRow, contact: Contact, now: datetime) -> str:
    """What the participant is told when a flag was taken from somebody who cannot come.

    "" when there is nothing to tell them.
    """
    rungs = ladder(connection, flag, contact.facilitator_id, now)
    if not rungs:
        return withdraw_if_nobody(connection, flag, contact, now)
    rung = rung_at(rungs, flag.rung)
    return after_climbing(connection, flag, contact, rung, now, first_time=False)


def _keep(connection: Connection, flag: AnyRow, staff_id: int, now: datetime) -> None:
    standing = promises.live_promise(connection, flag.id)
    if (
        standing is not None
        and standing.staff_id == staff_id
        and standing.contact_by == flag.contact_by
    ):
        return
    promises.add_promise(
        connection, flag_id=flag.id, staff_id=staff_id, contact_by=flag.contact_by, now=now
    )


def _name(connection: Connection, person_id: int) -> str:
    person = people.find_person(connection, person_id)
    return person.name if person is not None else ""
