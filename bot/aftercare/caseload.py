"""`/caseload`: whom a member of staff looks after, those with open flags first."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.alerts import STAFF_LOCALE
from bot.aftercare.flag_lines import FlagSeen, due_line, flags_seen_by, level_line, open_buttons
from bot.aftercare.flags import URGENCY
from bot.aftercare.when import when_words
from bot.delivery.screen import Button, Screen
from bot.texts import Texts, texts_for
from storage import people
from storage.caseload import LookedAfter, looked_after_by

PAGE: Final = 12
"""Participants in one message."""

PRESS: Final = re.compile(r"c:(\d{1,6})")
"""A button that shows more of a caseload, with the number of those before it."""

_NEVER: Final = datetime.min.replace(tzinfo=UTC)
_Entry = tuple[LookedAfter, list[FlagSeen]]


def caseload_screen(
    connection: Connection, staff_id: int, now: datetime, skipped: int = 0
) -> Screen:
    """The caseload, after so many of them."""
    texts = texts_for(STAFF_LOCALE)
    entries = _entries(connection, staff_id)
    if not entries:
        return Screen(text=texts.say("Nobody is in your care yet."))
    shown = entries[skipped : skipped + PAGE]
    left = len(entries) - skipped - len(shown)
    parts = [_heading(texts, len(entries))] if not skipped else []
    parts += [_lines(connection, texts, one, found, now) for one, found in shown]
    more = Button(
        texts.plural("Show %(number)s more", "Show %(number)s more", min(left, PAGE)),
        f"c:{skipped + len(shown)}",
    )
    return Screen(
        text="\n\n".join(parts),
        choices=open_buttons(texts, (flag for _, found in shown for flag in found)),
        controls=(more,) if left > 0 else (),
        sensitive=True,
    )


def caseload_pressed(
    connection: Connection, staff_id: int, press: str, now: datetime
) -> Screen | None:
    """The next part of a caseload; None for a press of another button."""
    found = PRESS.fullmatch(press)
    return caseload_screen(connection, staff_id, now, int(found.group(1))) if found else None


def _entries(connection: Connection, staff_id: int) -> list[_Entry]:
    """Those with flags first, the most pressing first; then those unheard for longest.

    Whoever has not joined comes last: nobody can have heard them.
    """
    viewer = people.find_person(connection, staff_id)
    if viewer is None or viewer.role == "participant":
        return []
    seen = flags_seen_by(connection, staff_id, viewer.project_id)
    entries = [
        (one, [flag for flag in seen if flag.row.person_id == one.id])
        for one in looked_after_by(connection, staff_id)
    ]
    return sorted(entries, key=_place)


def _place(entry: _Entry) -> tuple[int, datetime, bool, datetime]:
    one, found = entry
    first = min(found, key=lambda flag: URGENCY[flag.row.level], default=None)
    return (
        URGENCY[first.row.level] if first else len(URGENCY),
        min((flag.row.contact_by for flag in found), default=_NEVER),
        one.joined_at is None,
        one.heard_at or _NEVER,
    )


def _heading(texts: Texts, number: int) -> str:
    return texts.plural(
        "%(number)s person is in your care.", "%(number)s people are in your care.", number
    )


def _lines(
    connection: Connection, texts: Texts, one: LookedAfter, found: list[FlagSeen], now: datetime
) -> str:
    who = f"{one.code}, {one.name}" if one.name and one.own else one.code
    flags = [
        f"{level_line(texts, flag)}. {due_line(connection, texts, flag, now)}" for flag in found
    ]
    lines = [who, *flags, _heard(texts, one, now)]
    if one.stopped_at is not None:
        lines.append(texts.say("They have stopped the check-ins."))
    return "\n".join(lines)


def _heard(texts: Texts, one: LookedAfter, now: datetime) -> str:
    if one.joined_at is None:
        return texts.say("They have not joined yet.")
    if one.heard_at is None:
        return texts.say("They have not written yet.")
    days = (now - one.heard_at).days
    when = when_words(texts, one.heard_at, now, one.timezone)
    if days < 1:
        return texts.say("Last heard: %(when)s.", when=when)
    return texts.plural("Last heard %(number)s day ago.", "Last heard %(number)s days ago.", days)
