"""Dates as people write and say them: "3 March 2027", "3/3/27", "last Tuesday", "two weeks ago"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from flows.calendars import Calendar

if TYPE_CHECKING:
    from flows.vocabulary import Vocabulary

LONGEST: Final = 100
_FIGURES: Final = re.compile(r"(\d{1,4})[./ -](\d{1,2})(?:[./ -](\d{1,4}))?")
_WEEK: Final = timedelta(days=7)
_AHEAD: Final = 20
"""A year of two figures is at most this many years ahead; "65" is 1965, "30" is 2030."""


class EitherDate(NamedTuple):
    """The text means one of two dates, the earlier first, and does not say which."""

    one: date
    other: date

    def within(self, earliest: date | None, latest: date | None) -> DateMeant:
        """The only one of the two between these days, both included; else both, as they are."""
        fit = [
            day
            for day in self
            if (earliest is None or earliest <= day) and (latest is None or day <= latest)
        ]
        return fit[0] if len(fit) == 1 else self


@dataclass(frozen=True, slots=True)
class ImpossibleDate:
    """The text is a date that there is not: 31 February, 29 February of 2027, a 13th month."""


DateMeant: TypeAlias = date | EitherDate | ImpossibleDate | None


def read_date(text: str, vocabulary: Vocabulary, today: date | None) -> DateMeant:
    """The day that the whole text names; None for anything else.

    - Without `today` nothing is understood that depends on it.
    - A day without its year, or only the name of a weekday, is one of two: the last before today
      and the next after it (today itself, when it is that day). Let `EitherDate.within` choose.
    - "Last Tuesday" is the last before today; one that was in this same week may be that of the
      week before, so it is one of two. "Next Friday" likewise, if there is still one this week.
    """
    if len(text) > LONGEST:
        return None
    said = vocabulary.normaliser.figures(text)
    if figures := _FIGURES.fullmatch(said):
        return _in_figures(figures, vocabulary.calendar.order, today)
    found = vocabulary.calendar.match(said)
    if found is None:
        return None
    name, values = found
    if name == "forms":
        return _named(values, vocabulary.calendar, today)
    return _relative(name, values, vocabulary.calendar, today) if today else None


def _relative(name: str, values: Mapping[str, str], calendar: Calendar, today: date) -> DateMeant:
    match name:
        case "away":
            return _shifted(today, 0, calendar.away[values["away"]])
        case "ago" | "ahead":
            return _after(values["span"], calendar, today, -1 if name == "ago" else 1)
    return _weekday(name, calendar.weekdays[values["weekday"]], today)


def nearest(day: int, month: int, today: date) -> tuple[date, date] | None:
    """The last such day of the year before today and the next after it; None: there is none."""
    years = range(today.year - 8, today.year + 9)
    days = [found for year in years if (found := _day(year, month, day))]
    before = [found for found in days if found < today]
    after = [found for found in days if found > today]
    return (before[-1], after[0]) if before and after else None


def of_month(day: int, today: date, step: int) -> date | None:
    """The next day with this number after today; the last before it when `step` is -1."""
    for months in range(1 if step < 0 else 0, 14):
        number = today.year * 12 + today.month - 1 + (months - (step < 0)) * step
        found = _day(number // 12, number % 12 + 1, day)
        if found and (found - today).days * step > 0:
            return found
    return None


def _in_figures(figures: re.Match[str], order: str, today: date | None) -> DateMeant:
    first, second, third = figures.groups()
    if third is None:
        if len(first) > 2:
            return None
        return _short(int(first), int(second), order, today)
    if len(first) > 2:  # the year stands first everywhere
        return _dated(first, int(second), int(third), today) if len(third) <= 2 else None
    readings = {_dated(*parts, today) for parts in _ordered(first, second, third, order)}
    days = sorted(day for day in readings if isinstance(day, date))
    if len(days) == 2:
        return EitherDate(*days)
    return days[0] if days else ImpossibleDate()


def _short(first: int, second: int, order: str, today: date | None) -> DateMeant:
    """A day and a month; None when the order is not sure and both may be the month."""
    if order == "unsure":
        if first != second and max(first, second) <= 12:
            return None
        order = "mdy" if second > 12 else "dmy"
    day, month = (first, second) if order == "dmy" else (second, first)
    return _yearless(day, month, today)


def _ordered(first: str, second: str, third: str, order: str) -> Iterator[tuple[str, int, int]]:
    if order == "ymd" and len(third) <= 2:
        yield first, int(second), int(third)
        return
    if order != "mdy":
        yield third, int(second), int(first)
    if order in ("mdy", "unsure"):
        yield third, int(first), int(second)


def _named(values: Mapping[str, str], calendar: Calendar, today: date | None) -> DateMeant:
    day = calendar.day(values["day"])
    if "month" not in values:
        return _numbered(day, today)
    month = calendar.months[values["month"]]
    if "year" not in values:
        found = _yearless(day, month, today)
    else:
        found = _dated(values["year"], month, day, today)
    weekday = calendar.weekdays.get(values.get("weekday", ""))
    return found if weekday is None else _on(weekday, found)


def _on(weekday: int, found: DateMeant) -> DateMeant:
    """`found` if it is that day of the week; the one of two that is."""
    if isinstance(found, EitherDate):
        fit = [day for day in found if day.isoweekday() == weekday]
        return fit[0] if len(fit) == 1 else found if fit else None
    if isinstance(found, date) and found.isoweekday() != weekday:
        return ImpossibleDate()
    return found


def _dated(year: str, month: int, day: int, today: date | None) -> date | ImpossibleDate:
    return _day(_year(year, today), month, day) or ImpossibleDate()


def _year(figures: str, today: date | None) -> int:
    year = int(figures)
    if len(figures) != 2:
        return year
    if today is None:
        return year + (2000 if year < 69 else 1900)
    newest = today.year + _AHEAD
    return newest - (newest - year) % 100


def _yearless(day: int, month: int, today: date | None) -> DateMeant:
    if _day(2000, month, day) is None:
        return ImpossibleDate()
    if today is None:
        return None
    if (today.month, today.day) == (month, day):
        return today
    found = nearest(day, month, today)
    return EitherDate(*found) if found else ImpossibleDate()


def _numbered(day: int, today: date | None) -> DateMeant:
    if not 1 <= day <= 31:
        return ImpossibleDate()
    if today is None or day == today.day:
        return today
    before, after = of_month(day, today, -1), of_month(day, today, 1)
    return EitherDate(before, after) if before and after else ImpossibleDate()


def _weekday(name: str, weekday: int, today: date) -> DateMeant:
    back = (today.isoweekday() - weekday) % 7
    before, after = today - timedelta(days=back or 7), today + timedelta(days=-back % 7 or 7)
    if name == "near":
        return today if back == 0 else EitherDate(before, after)
    if name == "last":
        this_week = before.isocalendar()[:2] == today.isocalendar()[:2]
        return EitherDate(before - _WEEK, before) if this_week else before
    this_week = after.isocalendar()[:2] == today.isocalendar()[:2]
    return EitherDate(after, after + _WEEK) if this_week else after


def _after(words: str, calendar: Calendar, today: date, way: int) -> date | None:
    span = calendar.span(words)
    if span is None or (span[1] % 1440 and span[1] < 1440):
        return None
    return _shifted(today, way * span[0], way * (span[1] // 1440))


def _shifted(today: date, months: int, days: int) -> date | None:
    """So many months and days on. From a day that the month has not: its last day."""
    number = today.year * 12 + today.month - 1 + months
    year, month = divmod(number, 12)
    if not MINYEAR < year < MAXYEAR or abs(days) > 100_000:
        return None
    day = next(found for day in range(today.day, 0, -1) if (found := _day(year, month + 1, day)))
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
