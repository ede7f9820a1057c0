"""The morning digest: once a day, when work begins, what is open and due. Nothing, no digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.aftercare.alerts import STAFF_LOCALE, actor
from bot.aftercare.apart import AS_ONE, AsOne
from bot.aftercare.flag_lines import FlagSeen, Summing, flags_seen_by, open_buttons
from bot.aftercare.hours import Hours
from bot.aftercare.team import STAFF_BOTS, team_of
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Screen
from bot.texts import Texts, texts_for
from storage import contacts, updates
from storage.caseload import projects_with_staff
from storage.people import Someone
from storage.summaries import add_summary, staff_without

DIGEST: Final = "digest"
MORNING: Final = timedelta(hours=2)
"""A digest that could not be sent for longer than this after work began is not sent any more."""


@dataclass(frozen=True, slots=True)
class OneByOne:
    """What keeps others from their summaries: a project, somebody in it, a flag."""

    projects: AsOne = AS_ONE
    staff: AsOne = AS_ONE
    flags: AsOne = AS_ONE


TOGETHER: Final = OneByOne()


def send_digests(
    connection: Connection, now: datetime, limit: int = 50, apart: OneByOne = TOGETHER
) -> int:
    """Sends the digests of this working day, and returns how many staff were looked at.

    Not to those who are away, nor to those who joined after work had begun: they saw what waited.
    """
    done = 0
    for project_id in projects_with_staff(connection):
        left = limit - done
        work = partial(_send_in, connection, project_id, now, left, apart)
        done += apart.projects.do(connection, project_id, work, now) or 0
    return done


def _send_in(
    connection: Connection, project_id: int, now: datetime, limit: int, apart: OneByOne
) -> int:
    """The digests of one project."""
    team = team_of(connection, project_id, now)
    opened = _opened(team.hours, now)
    if opened is None:
        return 0
    day = now.astimezone(ZoneInfo(team.hours.zone)).date().isoformat()
    done = 0
    for person_id in staff_without(connection, DIGEST, day, project_id, opened):
        staff = team.find(person_id)
        if staff is None or not team.available(person_id, now):
            continue
        if done >= limit:
            return done
        work = partial(_send, connection, staff, day, now, apart.flags)
        done += apart.staff.do(connection, person_id, work, now) or 0
    return done


def _send(connection: Connection, staff: Someone, day: str, now: datetime, apart: AsOne) -> int:
    screen = digest_screen(connection, staff, now, apart)
    give_summary(connection, staff, DIGEST, day, screen, now)
    return 1


def _opened(hours: Hours, now: datetime) -> datetime | None:
    """When this day's work began, if that was lately."""
    spans = hours.of_day(now.astimezone(ZoneInfo(hours.zone)).date())
    if not spans:
        return None
    opens, _ = spans[0]
    return opens if opens <= now < opens + MORNING else None


def digest_screen(
    connection: Connection, staff: Someone, now: datetime, apart: AsOne = AS_ONE
) -> Screen | None:
    """What is open and due for one member of staff; None when nothing is."""
    texts = texts_for(STAFF_LOCALE)
    seen = flags_seen_by(connection, staff.id, staff.project_id)
    mine, handed, waiting = _sorted(seen, staff)
    to_read = updates.count_to_read(connection, staff.id)
    summing = Summing(connection, texts, now, apart)
    parts = [
        *summing.section(texts.say("Yours:"), mine),
        *summing.section(texts.say("Handed to you, if you take it:"), handed),
        *summing.section(texts.say("Nobody has taken these on yet:"), waiting),
        *_to_read(texts, to_read),
    ]
    if not parts:
        return None
    hello = texts.say("Hello. This is what is open today.")
    buttons = open_buttons(texts, (*mine, *handed, *waiting))
    return Screen(text="\n\n".join([hello, *parts]), choices=buttons)


def _sorted(
    seen: list[FlagSeen], staff: Someone
) -> tuple[list[FlagSeen], list[FlagSeen], list[FlagSeen]]:
    """Those that they look after, that are handed to them, and that nobody looks after.

    The last for the participant's own facilitator, for coordinators and safeguarding leads.
    """
    senior = actor(staff).senior
    mine = [one for one in seen if one.row.owner_id == staff.id]
    handed = [one for one in seen if one.row.handed_to_id == staff.id]
    waiting = [
        one
        for one in seen
        if one.row.owner_id is None and (senior or one.contact.facilitator_id == staff.id)
    ]
    return mine, handed, waiting


def _to_read(texts: Texts, number: int) -> list[str]:
    if not number:
        return []
    return [
        texts.plural(
            "%(number)s message to read: /read", "%(number)s messages to read: /read", number
        )
    ]


def give_summary(
    connection: Connection,
    staff: Someone,
    kind: str,
    about: str,
    screen: Screen | None,
    now: datetime,
) -> bool:
    """Sends a summary, once, by one channel; without a screen, notes that there was nothing.

    In the lane of what can wait: an alert never waits for it.
    """
    channels = contacts.working_channels(connection, staff.id, ("staff", "inbox"))
    channels = channels or contacts.working_channels(connection, staff.id, STAFF_BOTS)
    sent = screen is not None and bool(channels)
    if not add_summary(connection, staff.id, kind, about, sent=sent, now=now):
        return False
    if screen is not None and channels:
        queue(
            connection,
            Message(
                channel_id=channels[-1],
                person_id=staff.id,
                screen=screen,
                lane=Lane.BULK,
                kind=kind,
                repeatable=False,
                dedupe=f"{kind}:{staff.id}:{about}",
            ),
            now,
        )
    return sent
