"""Whether, and when, somebody may be written to unasked.

The phone may be read by the person who does harm. What people answer to "Is it safe for us to
write to you here?" is obeyed by everything that goes out of its own accord: check-ins, reminders,
and news about a flag. What answers them while they are there is not held back.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.texts import Texts
from storage import preferences
from storage.contacts import Contact
from storage.preferences import Preferences
from storage.unprompted import withdraw_unprompted

SAFE_HERE: Final = "safe_here"
SAFE_WHEN: Final = "safe_when"

PHONE: Final = "phone."
"""Begins the ids of the rules for words that say that it is not safe."""

DOMESTIC: Final = frozenset({"domestic"})
"""Topics about which nothing goes out unasked without a yes: who does harm may hold the phone."""

STILL_HOLDS: Final = timedelta(days=1)
"""A yes this long before somebody told of harm at home says nothing of how it is now."""

PARTS: Final = {
    "morning": (time(8), time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), time(21)),
}
WEEKEND: Final = (5, 6)
_DAYS_AHEAD: Final = 8


def when_to_write(
    contact: Contact, now: datetime, *, topics: Collection[str] = (), since: datetime | None = None
) -> datetime | None:
    """When a message that they did not ask for may go out: `now`, later, or None for not at all.

    `topics` are those of the flag that the message is about, `since` when that was opened.
    """
    answer = contact.preferences.get(SAFE_HERE)
    if not DOMESTIC.isdisjoint(topics):
        return now if answer == "yes" and _is_fresh(contact, since) else None
    if answer == "no":
        return None
    if answer == "times":
        return _next_safe(safe_times(contact.preferences), now, contact.timezone)
    return now


def is_unsafe(contact: Contact) -> bool:
    """Whether they said that it is not safe to write to them here."""
    return contact.preferences.get(SAFE_HERE) == "no"


def says_unsafe(rule: str) -> bool:
    """Whether a signal by this rule is that it is not safe: staff read that before all else."""
    return rule.startswith(PHONE) or rule == f"answer:{SAFE_HERE}"


def heard_unsafe(connection: Connection, person_id: int, now: datetime) -> None:
    """They said so in their own words: the same as a "no" to the question."""
    preferences.keep_preference(connection, person_id, SAFE_HERE, "no")
    note_safe_here(connection, person_id, "no", now)


def _is_fresh(contact: Contact, since: datetime | None) -> bool:
    said_at = contact.safe_here_at
    return since is not None and said_at is not None and said_at >= since - STILL_HOLDS


def safe_times(told: Preferences) -> tuple[str, ...]:
    """The times that they ticked, such as `weekday_morning`; those in their own words are not."""
    ticked = told.get(SAFE_WHEN, ())
    times = (ticked,) if isinstance(ticked, str) else ticked
    return tuple(one for one in times if one.partition("_")[2] in PARTS)


def _next_safe(times: tuple[str, ...], now: datetime, zone: str) -> datetime | None:
    """The first moment from now on that falls into one of the times."""
    tz = ZoneInfo(zone)
    today = now.astimezone(tz).date()
    starts = []
    for ahead in range(_DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        kind = "weekend" if day.weekday() in WEEKEND else "weekday"
        for part, (begins, ends) in PARTS.items():
            if f"{kind}_{part}" not in times:
                continue
            first = datetime.combine(day, begins, tz).astimezone(UTC)
            if now < datetime.combine(day, ends, tz).astimezone(UTC):
                starts.append(max(first, now))
        if starts:
            return min(starts)
    return None


def note_safe_here(connection: Connection, person_id: int, answer: str, now: datetime) -> None:
    """Keeps when the answer was given; what waits to go out unasked is taken back unless it is yes.

    An answer is also the end of the times that were said before: those are asked for anew.
    """
    preferences.note_safe_here(connection, person_id, now)
    if answer != "yes":
        preferences.keep_preference(connection, person_id, SAFE_WHEN, None)
        withdraw_unprompted(connection, person_id, "not safe here")


def safe_words(texts: Texts, contact: Contact) -> str:
    """For staff: whether it is safe to write to them, and when; "" when they were not asked."""
    answer = contact.preferences.get(SAFE_HERE)
    if answer == "yes":
        return texts.say("They said that it is safe to write to them here at any time.")
    if answer == "no":
        return texts.say("They said that it is not safe to write to them here.")
    if answer != "times":
        return ""
    times = [_time_words(texts, one) for one in safe_times(contact.preferences)]
    if not times:
        return texts.say(
            "They said that it is safe to write to them here only at some times. "
            "Look at what they answered."
        )
    return texts.say(
        "They said that it is safe to write to them here only at these times: %(times)s.",
        times=", ".join(times),
    )


def _time_words(texts: Texts, one: str) -> str:
    return {
        "weekday_morning": texts.say("weekday mornings, 8 to 12"),
        "weekday_afternoon": texts.say("weekday afternoons, 12 to 5"),
        "weekday_evening": texts.say("weekday evenings, 5 to 9"),
        "weekend_morning": texts.say("weekend mornings, 8 to 12"),
        "weekend_afternoon": texts.say("weekend afternoons, 12 to 5"),
        "weekend_evening": texts.say("weekend evenings, 5 to 9"),
    }[one]
