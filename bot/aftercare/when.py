"""Times in words that a worried person can read, or have read to them: `by 5 pm tomorrow`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.texts import Texts


def clock_words(texts: Texts, at: datetime, zone: str) -> str:
    """`5 pm` or `11:40 pm`, in the zone."""
    local = at.astimezone(ZoneInfo(zone))
    return _which_one(texts, _clock(texts, local), local)


def _which_one(texts: Texts, words: str, local: datetime) -> str:
    """In the night in which the clocks go back an hour comes twice: then also which of the two."""
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return words
    if local.fold:
        return texts.say("%(when)s, after the clocks go back", when=words)
    return texts.say("%(when)s, before the clocks go back", when=words)


def _clock(texts: Texts, local: datetime) -> str:
    hour = local.hour % 12 or 12
    minutes = f":{local.minute:02d}" if local.minute else ""
    if local.hour == 12 and not local.minute:
        return texts.say("12 noon")
    if _is_midnight(local):
        return texts.say("midnight")
    half = texts.say("am") if local.hour < 12 else texts.say("pm")
    return f"{hour}{minutes} {half}"


def _is_midnight(local: datetime) -> bool:
    return local.hour == 0 and not local.minute


def when_words(texts: Texts, at: datetime, now: datetime, zone: str) -> str:
    """`5 pm today`, `5 pm tomorrow`, `5 pm on Tuesday` or `5 pm on Tuesday 8 December`.

    Days less than a week off, either way, go without the date. Midnight belongs to the day that it
    ends, as people say it: `midnight tonight`.
    """
    tz = ZoneInfo(zone)
    local, today = at.astimezone(tz), now.astimezone(tz).date()
    if _is_midnight(local):
        day = local.date() - timedelta(days=1)
        return _which_one(texts, _midnight(texts, day, (day - today).days), local)
    clock, days = _clock(texts, local), (local.date() - today).days
    if days == 0:
        words = texts.say("%(clock)s today", clock=clock)
    elif days == 1:
        words = texts.say("%(clock)s tomorrow", clock=clock)
    elif days == -1:
        words = texts.say("%(clock)s yesterday", clock=clock)
    else:
        day_words = _day(texts, local.date(), days)
        words = texts.say("%(clock)s on %(day)s", clock=clock, day=day_words)
    return _which_one(texts, words, local)


def _midnight(texts: Texts, day: date, days: int) -> str:
    """The midnight at the end of a day, so many days from today."""
    if days == 0:
        return texts.say("midnight tonight")
    if days == 1:
        return texts.say("midnight tomorrow night")
    if days == -1:
        return texts.say("midnight last night")
    return texts.say("midnight at the end of %(day)s", day=_day(texts, day, days))


def _day(texts: Texts, day: date, days: int) -> str:
    pattern = "EEEE" if abs(days) < 7 else "EEEE d MMMM"
    return format_date(day, pattern, locale=texts.locale.split("@", maxsplit=1)[0])
