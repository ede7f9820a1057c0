"""The morning digest: once a day, when work begins, what is open and due. Nothing, no digest."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.aftercare.alerts import STAFF_LOCALE, actor
from bot.aftercare.flag_lines import FlagSeen, flags_seen_by, open_buttons, section
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


def send_digests(connection: Connection, now: datetime, limit: int = 50) -> int:
    """Sends the digests of this working day, and returns how many staff were looked at.

    Not to those who are away, nor to those who joined after work had begun: they saw what waited.
    """
    done = 0
    for project_id in projects_with_staff(connection):
        team = team_of(connection, project_id, now)
        opened = _opened(team.hours, now)
        if opened is None:
            continue
        day = now.astimezone(ZoneInfo(team.hours.zone)).date().isoformat()
        for person_id in staff_without(connection, DIGEST, day, project_id, opened):
            if done >= limit:
                return done
            staff = team.find(person_id)
            if staff is not None and team.available(person_id, now):
                screen = digest_screen(connection, staff, now)
                give_summary(connection, staff, DIGEST, day, screen, now)
                done += 1
    return done


def _opened(hours: Hours, now: datetime) -> datetime | None:
    """When this day's work began, if that was lately."""
    spans = hours.of_day(now.astimezone(ZoneInfo(hours.zone)).date())
    if not spans:
        return None
    opens, _ = spans[0]
    return opens if opens <= now < opens + MORNING else None


def digest_screen(connection: Connection, staff: Someone, now: datetime) -> Screen | None:
    """What is open and due for one member of staff; None when nothing is."""
    texts = texts_for(STAFF_LOCALE)
    seen = flags_seen_by(connection, staff.id, staff.project_id)
    mine, handed, waiting = _sorted(seen, staff)
    to_read = updates.count_to_read(connection, staff.id)
    parts = [
        *section(texts, texts.say("Yours:"), mine, now),
        *section(texts, texts.say("Handed to you, if you take it:"), handed, now),
        *section(texts, texts.say("Nobody has taken these on yet:"), waiting, now),
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
