"""When a project works: weekdays, wall times, bank holidays, and days of its own.

A wall time that does not exist, since the clocks go forward over it, is later by the length of the
gap; one that happens twice is the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

Span = tuple[time, time]
"""From one wall time to another of the same day; 00:00 as the end is the midnight after."""

MIDNIGHT: Final = time(0)
NINE_TO_FIVE: Final[tuple[tuple[Span, ...], ...]] = (((time(9), time(17)),),) * 5 + ((), ())
"""Monday to Friday, 9 to 5: how it is until a project says otherwise."""

ONE_DAY: Final = timedelta(days=1)
_SUBDIVISIONS: Final = {
    "england": "ENG",
    "wales": "WLS",
    "scotland": "SCT",
    "northern-ireland": "NIR",
}


@lru_cache(maxsize=128)
def bank_holidays(nation: str, year: int) -> frozenset[date]:
    """The bank holidays of a UK nation; none for any other word."""
    from holidays import country_holidays  # heavy

    if nation not in _SUBDIVISIONS:
        return frozenset()
    return frozenset(country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=year))


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Bank holidays of a nation ("" for none), and what the project says of single days."""

    nation: str = ""
    closed: frozenset[date] = frozenset()
    works: frozenset[date] = frozenset()

    def off(self, day: date) -> bool:
        """Whether nobody works on this day, whichever weekday it is."""
        if day in self.works:
            return False
        return day in self.closed or day in bank_holidays(self.nation, day.year)


NO_DAYS_OFF: Final = DaysOff()


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours in one zone. `week` has the spans of Monday to Sunday.

    Raises ValueError when there is no working time at all, for then no deadline would ever come.
    """

    zone: str
    week: tuple[tuple[Span, ...], ...] = NINE_TO_FIVE
    days_off: DaysOff = NO_DAYS_OFF

    def __post_init__(self) -> None:
        if not any(self.week):
            raise ValueError("there must be some working hours in a week")

    def is_open(self, at: datetime) -> bool:
        """Whether `at` falls in working hours."""
        return any(opens <= at < closes for opens, closes in self._spans(at, days=1))

    def next_opening(self, at: datetime) -> datetime:
        """The first working instant that is not before `at`, in UTC."""
        return next(max(opens, at) for opens, closes in self._spans(at) if closes > at)

    def closing(self, at: datetime) -> datetime:
        """The end of the working time that the working instant `at` is in, in UTC."""
        return max(closes for opens, closes in self._spans(at, days=1) if opens <= at < closes)

    def after(self, at: datetime, seconds: int) -> datetime:
        """The instant at which `seconds` of working time have passed since `at`, in UTC."""
        left = timedelta(seconds=seconds)
        for opens, closes in self._spans(at):
            begins = max(opens, at)
            if begins < closes:
                if begins + left <= closes:
                    return begins + left
                left -= closes - begins
        raise AssertionError("working days never end")

    def end_of_day(self, at: datetime, days: int) -> datetime:
        """The end of the `days`-th working day after today, in UTC; today does not count."""
        day = at.astimezone(ZoneInfo(self.zone)).date()
        while days:
            day += ONE_DAY
            if self.of_day(day):
                days -= 1
        return max(closes for _, closes in self.of_day(day))

    def of_day(self, day: date) -> list[tuple[datetime, datetime]]:
        """The working time of one day: instants in UTC, in order."""
        if self.days_off.off(day):
            return []
        spans = self.week[day.weekday()]
        if not spans and day in self.days_off.works:
            spans = next(spans for spans in self.week if spans)
        found = [_instants(day, span, self.zone) for span in spans]
        return [(opens, closes) for opens, closes in found if opens < closes]

    def _spans(
        self, since: datetime, days: int | None = None
    ) -> Iterator[tuple[datetime, datetime]]:
        """Working time day by day, from the day that `since` falls on."""
        day = since.astimezone(ZoneInfo(self.zone)).date()
        while days is None or days > 0:
            yield from self.of_day(day)
            day += ONE_DAY
            days = days - 1 if days is not None else None


def instant(day: date, at: time, zone: str) -> datetime:
    """The instant, in UTC, of a time on the wall."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def _instants(day: date, span: Span, zone: str) -> tuple[datetime, datetime]:
    opens, closes = span
    last = day + ONE_DAY if closes == MIDNIGHT else day
    return instant(day, opens, zone), instant(last, closes, zone)
