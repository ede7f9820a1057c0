"""Weekdays, wall times, days and instants as they are given to commands."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

import typer

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WHOLE: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_SETS: Final = {
    "daily": range(7),
    "everyday": range(7),
    "weekdays": range(5),
    "weekend": range(5, 7),
    "weekends": range(5, 7),
}
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.](\d\d))?")
_LENGTH: Final = re.compile(r"(\d{1,4})\s*(s|m|min|h|d)?")
_SECONDS: Final = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, None: 60}


def weekdays_given(text: str, where: str) -> list[int]:
    """`mon-fri`, `sat,sun` or `daily` as numbers, 0 for Monday. Raises BadParameter."""
    found: set[int] = set()
    for part in re.split(r"[,\s]+", text.strip().casefold()):
        if part in _SETS:
            found.update(_SETS[part])
            continue
        first, dash, last = part.partition("-")
        begin = _weekday(first, where)
        end = _weekday(last, where) if dash else begin
        found.update((begin + step) % 7 for step in range((end - begin) % 7 + 1))
    return sorted(found)


def weekdays_words(days: list[int]) -> str:
    """`mon-fri`, or `mon, wed`."""
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{WEEKDAYS[days[0]]}-{WEEKDAYS[days[-1]]}"
    return ", ".join(WEEKDAYS[day] for day in days)


def clock_given(text: str, where: str) -> time:
    """`9`, `09:00` or `24:00` (midnight). Raises BadParameter."""
    found = _CLOCK.fullmatch(text.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if (hour, minute) == (24, 0):
        return time(0)
    if hour > 23 or minute > 59:
        raise typer.BadParameter(f"{text} is no time. Say it like 17:30", param_hint=where)
    return time(hour, minute)


def span_given(text: str, where: str) -> tuple[time, time]:
    """`09:00-17:00`: wall times of one day, 24:00 for its end. Raises BadParameter."""
    begins, dash, ends = text.partition("-")
    if not dash:
        raise typer.BadParameter(f"{text} is no time. Say it like 09:00-17:00", param_hint=where)
    opens, closes = clock_given(begins, where), clock_given(ends, where)
    if closes not in (time(0),) and closes <= opens:
        wrong = f"{text} ends before it begins. Hours are those of a clock with 24: 09:00-17:00"
        raise typer.BadParameter(wrong, param_hint=where)
    return opens, closes


def day_given(text: str, where: str) -> date:
    """`2026-12-24`. Raises BadParameter."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        wrong = f"{text} is no date. Say it like 2026-12-24"
        raise typer.BadParameter(wrong, param_hint=where) from None


def instant_given(text: str, zone: str, where: str, now: datetime) -> datetime:
    """`2026-12-24T18:00`, in the zone unless it has one of its own, as UTC. Raises BadParameter.

    Or in words, as the staff bot takes it: `friday`, `Friday 5 pm`. A day alone is its 9 o'clock
    in words, as there, and its first midnight as a date.
    """
    from bot.aftercare.typed_times import read_time

    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        meant = read_time(text, now, zone)
        if meant is not None:
            return meant
        wrong = f"{text} is no time. Say it like 2026-12-24T18:00, or like Friday 5 pm"
        raise typer.BadParameter(wrong, param_hint=where) from None
    if found.tzinfo is None:
        found = found.replace(tzinfo=ZoneInfo(zone))
    return found.astimezone(UTC)


def zone_given(text: str | None, where: str) -> str | None:
    """An IANA zone, as it is written there. Raises BadParameter."""
    from zoneinfo import available_timezones

    if text is None or text in available_timezones():
        return text
    wrong = f"there is no time zone called {text}. Say it like Europe/London"
    raise typer.BadParameter(wrong, param_hint=where)


def seconds_given(text: str, where: str) -> int:
    """`15m`, `2h` or `90s`; minutes when only a number is given. Raises BadParameter."""
    found = _LENGTH.fullmatch(text.strip().casefold())
    if found is None or not int(found[1]):
        raise typer.BadParameter(f"{text} is no wait. Say it like 15m or 2h", param_hint=where)
    return int(found[1]) * _SECONDS[found[2]]


def seconds_words(seconds: int) -> str:
    """`15m`, `2h`: the shortest way to give it again."""
    for unit, length in (("d", 86_400), ("h", 3600), ("m", 60)):
        if seconds % length == 0:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"


def _weekday(word: str, where: str) -> int:
    found = [day for day, name in enumerate(_WHOLE) if len(word) > 1 and name.startswith(word)]
    if len(found) != 1:
        raise typer.BadParameter(
            f"{word or 'nothing'} is no weekday. Say them like mon-fri, or sat,sun",
            param_hint=where,
        )
    return found[0]
