"""When a paused conversation is to go on: a value, its text form, and the moment it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from flows.dates import nearest, of_month

if TYPE_CHECKING:
    from flows.vocabulary import Vocabulary

Kind: TypeAlias = Literal["whenever", "later", "tonight", "day", "weekday", "week", "date", "in"]

A_WHILE: Final = timedelta(hours=3)
MORNING: Final = time(10)
EVENING: Final = time(19)
LONGEST_DAYS: Final = 366
_SOON: Final = timedelta(minutes=30)
_NOON: Final = 12
_NIGHT_ENDS: Final = 5
_WAKING: Final = 8
_TEXT: Final = re.compile(
    r"(?P<kind>[a-z]+)(?: (?P<number>\d{1,6})(?:/(?P<month>\d{1,2}))?)?"
    r"(?: (?P<at>(?:[01]\d|2[0-3]):[0-5]\d)(?P<unsure>\?)?)?"
)
_DAYS: Final = ("today", "tomorrow")
_RANGES: Final = {
    "day": (0, LONGEST_DAYS),
    "weekday": (1, 7),
    "week": (1, 52),
    "date": (1, 31),
    "in": (1, LONGEST_DAYS * 24 * 60),
}
_DATED: Final = ("tonight", "day", "weekday", "week", "date")


@dataclass(frozen=True, slots=True)
class When:
    """A time that somebody named to be asked again.

    - `whenever`: none was named. `later`: in a while. `tonight`.
    - `day`: `number` days from today. `weekday`: the next one; Monday is 1. `week`: the Monday of
      the week that is `number` weeks from this one. `date`: the next day with this `number` in its
      month, or in `month`.
    - `in`: after `number` minutes.

    `at` is the time of day; None where none was said. With `unsure`, "6", it may be either half of
    the day's, and `at` is that of the morning.
    """

    kind: Kind
    number: int = 0
    month: int = 0
    at: time | None = None
    unsure: bool = False

    def text(self) -> str:
        """The value in a short text, which `parse` reads: "tomorrow 18:00", "weekday 5", ""."""
        if self.kind == "whenever":
            return ""
        if self.kind == "day" and self.number < len(_DAYS):
            words = [_DAYS[self.number]]
        else:
            words = [self.kind, *([f"{self.number}"] if self.kind in _RANGES else [])]
        month = f"/{self.month}" if self.month else ""
        at = f" {self.at:%H:%M}" if self.at else ""
        return " ".join(words) + month + at + ("?" if self.unsure else "")

    @classmethod
    def parse(cls, text: str) -> When:
        """The value of a text that `text` gave; ValueError for any other text."""
        found = _TEXT.fullmatch(text or "whenever")
        if found is None:
            raise ValueError("no time to go on at")
        name, number = found["kind"], int(found["number"] or 0)
        if name in _DAYS:
            name, number = "day", _DAYS.index(name)
        kind: Kind | None = next((kind for kind in get_args(Kind) if kind == name), None)
        if kind is None:
            raise ValueError("no time to go on at")
        at = time.fromisoformat(found["at"]) if found["at"] else None
        when = cls(kind, number, int(found["month"] or 0), at, bool(found["unsure"]))
        if not when.is_possible() or when.text() != text:
            raise ValueError("no time to go on at")
        return when

    def is_possible(self) -> bool:
        """Whether there is such a time: no 30 February, no 8th day of the week."""
        least, most = _RANGES.get(self.kind, (0, 0))
        if not least <= self.number <= most:
            return False
        if self.month and (self.kind != "date" or not _is_date(self.number, self.month)):
            return False
        if self.at is None:
            return not self.unsure
        return self.kind in _DATED and not (self.unsure and self.at.hour >= _NOON)


def read_when(words: str, vocabulary: Vocabulary) -> When | None:
    """The time that the whole message names, to be asked again; None for any other message.

    `words` is the message as it was written or normalised. A time that may be an answer ("7",
    "Friday", "3 March") counts only with words of asking: "ask me on Friday", "until 7".
    """
    return vocabulary.pauses.read(words)


def moment(when: When, local_now: datetime) -> datetime:
    """The time on the person's own clock, always after `local_now`, which is on it too.

    - Without a time of day: 10 in the morning; "tonight" is 7 in the evening, or in a while when
      that is less than half an hour away. "Later" is in three hours.
    - "At 6", without a day, is the next 6 that comes, of the morning or the evening. On a day that
      was named it is 6 in the evening: 8 to 11 are of the morning, 12 to 7 of the afternoon.
    - "Tonight at 8" is in the evening; 12 to 4 are those of the night that follows.
    - A time today that has gone is tomorrow's. A weekday or a date is never today.

    It may be a time that the clocks leave out; the caller knows the zone, and the quiet hours.
    """
    if when.kind == "in":
        return _elapsed(local_now, timedelta(minutes=when.number))
    if when.kind == "tonight":
        return _tonight(when, local_now)
    if when.kind in ("whenever", "later") or (when.kind == "day" and not when.number):
        return _today(when, local_now)
    return _at(_day(when, local_now.date()), _waking(when), local_now)


def _today(when: When, now: datetime) -> datetime:
    if when.at is None:
        return _elapsed(now, A_WHILE)
    hours = (when.at.hour, when.at.hour + _NOON) if when.unsure else (when.at.hour,)
    times = [when.at.replace(hour=hour) for hour in hours]
    for at in times:
        if (found := _at(now.date(), at, now)) > now:
            return found
    return _at(now.date() + timedelta(days=1), times[0], now)


def _tonight(when: When, now: datetime) -> datetime:
    today = now.date()
    if when.at is None:
        evening = _at(today, EVENING, now)
        return evening if evening > now + _SOON else _elapsed(now, A_WHILE)
    at = when.at
    if at.hour < _NIGHT_ENDS:
        today += timedelta(days=1)
    elif when.unsure:
        at = at.replace(hour=at.hour + _NOON)
    found = _at(today, at, now)
    return found if found > now else found + timedelta(days=1)


def _day(when: When, today: date) -> date:
    match when.kind:
        case "weekday":
            return today + timedelta(days=(when.number - today.isoweekday() - 1) % 7 + 1)
        case "week":
            return today + timedelta(days=7 * when.number + 1 - today.isoweekday())
        case "date" if when.month:
            found = nearest(when.number, when.month, today)
            return found[1] if found else today + timedelta(days=1)
        case "date":
            return of_month(when.number, today, 1) or today + timedelta(days=1)
    return today + timedelta(days=when.number)


def _waking(when: When) -> time:
    """The time on a day that was named."""
    if when.at is None:
        return MORNING
    if when.unsure and when.at.hour < _WAKING:
        return when.at.replace(hour=when.at.hour + _NOON)
    return when.at


def _at(day: date, at: time, now: datetime) -> datetime:
    return datetime.combine(day, at, now.tzinfo)


def _elapsed(now: datetime, length: timedelta) -> datetime:
    """`now` and so much time that really passes, also when the clocks change meanwhile."""
    if now.tzinfo is None:
        return now + length
    return (now.astimezone(UTC) + length).astimezone(now.tzinfo)


def _is_date(day: int, month: int) -> bool:
    return nearest(day, month, date(2000, 1, 1)) is not None
