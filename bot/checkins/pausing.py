"""When a paused check-in asks again: never in quiet hours, always at the person's own time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.aftercare.quiet import after_quiet, is_quiet
from bot.texts import Texts
from flows.times import When, moment

__all__ = ["after_quiet", "again_words", "is_quiet", "resume_time"]

NOON: Final = 12
EVENING: Final = 18
WEEK: Final = 7


def resume_time(until: str, now: datetime, zone: str) -> datetime:
    """When to ask again after a pause `until` a time, as flows.times writes it ("" is later)."""
    local = moment(When.parse(until), now.astimezone(ZoneInfo(zone)))
    return after_quiet(local.astimezone(UTC), zone)


def again_words(texts: Texts, at: datetime, now: datetime, zone: str) -> str:
    """`tomorrow at 6 in the evening`, `on Friday 3 March at 10:30 in the morning`."""
    local = at.astimezone(ZoneInfo(zone))
    days = (local.date() - now.astimezone(ZoneInfo(zone)).date()).days
    clock = _clock(texts, local)
    if days == 0:
        return texts.say("today at %(clock)s", clock=clock)
    if days == 1:
        return texts.say("tomorrow at %(clock)s", clock=clock)
    # Imported here, as it takes a while: a command that names no day need not wait for it.
    from babel.dates import format_date

    pattern = "EEEE" if days < WEEK else "EEEE d MMMM"
    day = format_date(local.date(), pattern, locale=texts.locale.split("@", maxsplit=1)[0])
    return texts.say("on %(day)s at %(clock)s", day=day, clock=clock)


def _clock(texts: Texts, local: datetime) -> str:
    minutes = f":{local.minute:02d}" if local.minute else ""
    time_words = f"{local.hour % 12 or 12}{minutes}"
    if local.hour == NOON and not local.minute:
        return texts.say("12 noon")
    if local.hour < NOON:
        return texts.say("%(time)s in the morning", time=time_words)
    if local.hour < EVENING:
        return texts.say("%(time)s in the afternoon", time=time_words)
    return texts.say("%(time)s in the evening", time=time_words)
