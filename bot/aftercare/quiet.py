"""Quiet hours: between 9 in the evening and 8 in the morning, nothing goes out that can wait."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

QUIET_FROM: Final = time(21)
QUIET_UNTIL: Final = time(8)


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


def alert_at(level: str, at: datetime, zone: str) -> datetime:
    """When an alert goes out: at once, at any hour; a routine one not in the night."""
    return after_quiet(at, zone) if level == "routine" else at
