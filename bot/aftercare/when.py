"""Times in words that a worried person can read: `by 5 pm tomorrow`."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.texts import Texts


def clock_words(texts: Texts, at: datetime, zone: str) -> str:
    """`5 pm` or `11:40 pm`, in the zone."""
    local = at.astimezone(ZoneInfo(zone))
    clock = _clock(texts, local)
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return clock
    # In the night in which the clocks go back an hour comes twice.
    if local.fold:
        return texts.say("%(clock)s (after the clocks go back)", clock=clock)
    return texts.say("%(clock)s (before the clocks go back)", clock=clock)


def _clock(texts: Texts, local: datetime) -> str:
    hour = local.hour % 12 or 12
    minutes = f":{local.minute:02d}" if local.minute else ""
    if local.hour == 12 and not local.minute:
        return texts.say("12 noon")
    if local.hour == 0 and not local.minute:
        return texts.say("midnight")
    half = texts.say("am") if local.hour < 12 else texts.say("pm")
    return f"{hour}{minutes} {half}"


def when_words(texts: Texts, at: datetime, now: datetime, zone: str) -> str:
    """`5 pm today`, `5 pm tomorrow`, `5 pm on Tuesday` or `5 pm on Tuesday 8 December`.

    Days less than a week off, either way, go without the date.
    """
    tz = ZoneInfo(zone)
    days = (at.astimezone(tz).date() - now.astimezone(tz).date()).days
    clock = clock_words(texts, at, zone)
    if days == 0:
        return texts.say("%(clock)s today", clock=clock)
    if days == 1:
        return texts.say("%(clock)s tomorrow", clock=clock)
    if days == -1:
        return texts.say("%(clock)s yesterday", clock=clock)
    pattern = "EEEE" if abs(days) < 7 else "EEEE d MMMM"
    language = texts.locale.split("@", maxsplit=1)[0]
    day = format_date(at.astimezone(tz).date(), pattern, locale=language)
    return texts.say("%(clock)s on %(day)s", clock=clock, day=day)
