"""A time as staff type it, in English: `Friday 5 pm`, `tomorrow`, `1 December`, `in 2 days`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.aftercare.hours import ONE_DAY, instant

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_UNITS: Final = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": ONE_DAY,
    "w": 7 * ONE_DAY,
}
_LENGTH: Final = re.compile(
    r"(?:in |for )?(\d{1,3}|an?|one) ?(minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)"
)
_CLOCK: Final = re.compile(
    r"(?:^|\s)(?:at )?(?:(?P<word>noon|midday|midnight)"
    r"|(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?(?: ?(?P<half>am|pm))?)$"
)
_ISO: Final = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")
_NUMBERS: Final = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
_NAMED: Final = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]{3,9})|([a-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)?)"
    r"(?: (\d{4}))?"
)


def read_time(text: str, now: datetime, zone: str, *, at: time = time(9)) -> datetime | None:
    """The instant that somebody means, in UTC; None when it cannot be told.

    A day without a time is at `at`; a time without a day is the next such. A weekday is the next
    one after today. It may lie in the past when a whole date was given.
    """
    words = " ".join(text.casefold().replace(",", " ").split())
    words = re.sub(r"(?<=\d)t(?=\d)", " ", words)
    for begin in ("until ", "till ", "to ", "from ", "on "):
        words = words.removeprefix(begin)
    local = now.astimezone(ZoneInfo(zone))
    if found := _LENGTH.fullmatch(words):
        number = int(found[1]) if found[1].isdigit() else 1
        return now + number * _UNITS[found[2][0]]
    whole = _day(words, local.date())
    if whole is not None:
        return instant(whole, at, zone)
    clock = _CLOCK.search(words)
    if clock is None or (wanted := _clock(clock)) is None:
        return None
    before = words[: clock.start()].strip().removesuffix(" at")
    if not before:
        today = instant(local.date(), wanted, zone)
        return today if today > now else instant(local.date() + ONE_DAY, wanted, zone)
    day = _day(before, local.date())
    return instant(day, wanted, zone) if day is not None else None


def _clock(found: re.Match[str]) -> time | None:
    if word := found["word"]:
        return time(0) if word == "midnight" else time(12)
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _day(words: str, today: date) -> date | None:
    if words in ("today", "tomorrow"):
        return today + ONE_DAY * (words == "tomorrow")
    name = words.removeprefix("next ")
    if len(name) >= 3 and (weekday := _starting(_WEEKDAYS, name)) is not None:
        return today + ONE_DAY * ((weekday - today.weekday() - 1) % 7 + 1)
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = (
        (_ISO, lambda found, _: _date(int(found[1]), int(found[2]), int(found[3]))),
        (_NUMBERS, lambda found, today: _dated(found[1], int(found[2]), found[3], today)),
        (_NAMED, _named),
    )
    for pattern, read in readers:
        if found := pattern.fullmatch(words):
            return read(found, today)
    return None


def _named(found: re.Match[str], today: date) -> date | None:
    month = _starting(_MONTHS, found[2] or found[3])
    if month is None:
        return None
    return _dated(found[1] or found[4], month + 1, found[5], today)


def _dated(day: str, month: int, year: str | None, today: date) -> date | None:
    """Without a year, the next such day that is not before today."""
    if year:
        return _date(int(year), month, int(day))
    this = _date(today.year, month, int(day))
    return this if this is None or this >= today else _date(today.year + 1, month, int(day))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 2000 <= year < 2200 else None
    except ValueError:
        return None


def _starting(names: tuple[str, ...], beginning: str) -> int | None:
    found = [place for place, name in enumerate(names) if name.startswith(beginning)]
    return found[0] if len(found) == 1 else None
