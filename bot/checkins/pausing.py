"""When a paused check-in asks again: never in quiet hours, always at the person's own time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from flows.times import When, moment

QUIET_FROM: Final = time(21)
QUIET_UNTIL: Final = time(8)
MORNING: Final = time(10)
EVENING: Final = time(19)
A_WHILE: Final = timedelta(hours=3)


def is_quiet(at: datetime, zone: str) -> bool:
    """Whether `at` falls between 9 in the evening and 8 in the morning."""
    local = at.astimezone(ZoneInfo(zone)).time()
    return local >= QUIET_FROM or local < QUIET_UNTIL


def after_quiet(at: datetime, zone: str) -> datetime:
    """`at`, or the morning's first minute outside quiet hours."""
    if not is_quiet(at, zone):
        return at
    local = at.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=1 if local.time() >= QUIET_FROM else 0)
    return datetime.combine(day, QUIET_UNTIL, ZoneInfo(zone)).astimezone(UTC)


def resume_time(word: str, now: datetime, zone: str) -> datetime:
    """When to ask again after a pause until `word`, as flows.times writes it ("" is later)."""
    tz = ZoneInfo(zone)
    today = now.astimezone(tz).date()
    if word == "tomorrow":
        return datetime.combine(today + timedelta(days=1), MORNING, tz).astimezone(UTC)
    if word == "tonight":
        evening = datetime.combine(today, EVENING, tz).astimezone(UTC)
        if evening > now + timedelta(minutes=30):
            return evening
    if word in ("", "later", "tonight"):
        return after_quiet(now + A_WHILE, zone)
    return after_quiet(moment(When.parse(word), now.astimezone(tz)).astimezone(UTC), zone)
