"""The ways in which one language says when to be asked again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Final

from flows.calendars import Calendar
from flows.forms import Forms, any_of
from flows.normalising import Normaliser, fold
from flows.times import LONGEST_DAYS, When
from flows.wordlists import WordLists

LONGEST: Final = 80
_DAY: Final = 24 * 60
_HALF_DAY: Final = 12
_MONTH: Final = 30
_WHOLE_NUMBER: Final = re.compile(r"-?\d+")
_CLOCK_TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_WEEKEND: Final = 6
_WHOLE: Final = {
    "whenever": When("whenever"),
    "later": When("later"),
    "tonight": When("tonight"),
    "tomorrow": When("day", 1),
    "next_week": When("week", 1),
    "weekend": When("weekday", _WEEKEND),
}
_NEAR: Final = {
    "today": When("day"),
    **{name: _WHOLE[name] for name in ("tonight", "tomorrow", "next_week", "weekend")},
}


class Pauses:
    """Made from the `pause` table of a words.yaml.

    - `forms` are whole messages; those of `after_begin` only with one of the words of `begin`
      before them. Words of `end` may follow either.
    - `clock` is a table of forms by the minutes that they add: "half past {hour}" adds 30.
    - `parts` is a table of parts of the day by their time: "14:00" is "afternoon". Those of `times`
      are understood as they stand, too.
    """

    def __init__(self, lists: WordLists, calendar: Calendar, normaliser: Normaliser) -> None:
        pause = lists.table("pause")
        tables = (
            "today",
            "begin",
            "end",
            "parts",
            "times",
            "am",
            "pm",
            "clock",
            "forms",
            "after_begin",
        )
        pause.only((*_WHOLE, *tables), where="pause")
        self._normaliser = normaliser
        self._calendar = calendar
        times = _parts(pause.table("times"), normaliser)
        self.whole = _whole(pause, normaliser)
        self.whole.update({words: When("day", at=at) for words, at in times.items()})
        self._parts = times | _parts(pause.table("parts"), normaliser)
        self._near = {
            self._same(text): when for name, when in _NEAR.items() for text in pause.texts(name)
        }
        self._am = frozenset(map(fold, pause.texts("am")))
        self._pm = frozenset(map(fold, pause.texts("pm")))
        self._clock = self._clock_forms(pause)
        self._clear_clock = self._clock_forms(pause, clear=True)
        places = self._places()
        self._forms = Forms([("", form) for form in pause.written("forms")], places, self._same)
        after = [("", form) for form in pause.written("after_begin")]
        self._after_begin = Forms(after, places, self._same)
        begin, end = (any_of(map(self._same, pause.texts(name))) for name in ("begin", "end"))
        self._begin = re.compile(rf"(?:(?:{begin}) )+")
        self._end = re.compile(rf"(?: (?:{end}))+$")

    def read(self, words: str) -> When | None:
        """The time that the message names, normalised or not; None for any other message."""
        return self.named(self._normaliser.normalise(words)) if len(words) <= LONGEST else None

    def asks_for(self, words: str) -> bool:
        """Whether the normalised message asks for a pause: "ask me tomorrow", not "tomorrow"."""
        return self._begin.match(words) is not None

    def named(self, words: str, *, asked: bool = False) -> When | None:
        """The time that the normalised message names; None for any other message.

        "At 7" may be an answer; it is a time where one was `asked` for.
        """
        if len(words) > LONGEST:
            return None
        begun = self._begin.match(words)
        left = words[begun.end() :] if begun else words
        left = self._end.sub("", left)
        if left in self.whole:
            return self.whole[left]
        found = self._forms.match(left) or (self._after_begin.match(left) if begun else None)
        return self._when(found[1], begun=asked or bool(begun)) if found else None

    def _same(self, text: str) -> str:
        return self._normaliser.same(fold(text))

    def _clock_forms(self, pause: WordLists, *, clear: bool = False) -> Forms:
        """All forms of a time of day; or only those that are `clear`, and no mere number."""
        words = self._calendar.numerals.words.items()
        hours = any_of(text for text, number in words if number <= 2 * _HALF_DAY)
        half = any_of(self._am | self._pm)
        places = {"hour": rf"(?:\d{{1,2}}|{hours})", "minute": r"\d\d", "half": half}
        clock = pause.table("clock")
        forms = [(key, form) for key in clock for form in clock.written(key)]
        if clear:
            forms = [(key, form.replace("?}", "}")) for key, form in forms if "{half" in form]
        if strange := [key for key in clock if not _WHOLE_NUMBER.fullmatch(key)]:
            raise ValueError(f"words.yaml: clock: {strange[0]} is no number")
        return Forms(forms, places, self._same)

    def _places(self) -> Mapping[str, str]:
        clock, clear_clock = self._clock.pattern, self._clear_clock.pattern
        parts = {"part": any_of(self._parts), "clock": clock, "clear_clock": clear_clock}
        return self._calendar.places | parts | {"near": any_of(self._near)}

    def _when(self, values: Mapping[str, str], *, begun: bool) -> When | None:
        part = self._parts.get(values.get("part", ""))
        if "span" in values:
            return self._in(values["span"], part)
        at, unsure = part, False
        clock = values.get("clock") or values.get("clear_clock")
        if clock:
            read = self._at(clock, part)
            if read is None:
                return None
            at, unsure = read
        day = self._day(values)
        if day is None and clock and unsure and not begun and self._is_number(clock):
            return None
        when = replace(day or When("day"), at=at, unsure=unsure)
        return when if when.is_possible() else None

    def _is_number(self, words: str) -> bool:
        return self._calendar.numerals.whole(words) is not None

    def _day(self, values: Mapping[str, str]) -> When | None:
        if "weekday" in values:
            return When("weekday", self._calendar.weekdays[values["weekday"]])
        if "day" in values:
            month = self._calendar.months.get(values.get("month", ""), 0)
            return When("date", self._calendar.day(values["day"]), month)
        return self._near.get(values.get("near", ""))

    def _in(self, span: str, at: time | None) -> When | None:
        read = self._calendar.span(span)
        if read is None:
            return None
        months, minutes = read
        minutes += months * _MONTH * _DAY
        if not 0 < minutes <= LONGEST_DAYS * _DAY:
            return None
        if minutes % _DAY:
            return When("in", minutes)
        return When("day", minutes // _DAY, at=at)

    def _at(self, words: str, part: time | None) -> tuple[time, bool] | None:
        """The time of day, and whether it may be of either half of the day."""
        found = self._clock.match(words)
        if found is None:
            return None
        add, values = found
        hour = self._calendar.numerals.whole(values["hour"])
        minute = int(values.get("minute", "0"))
        if hour is None or hour > 2 * _HALF_DAY or minute >= 60:
            return None
        half = self._half(values.get("half", ""), part)
        if not 1 <= hour <= _HALF_DAY:
            if "half" in values:
                return None
            half = 0
        elif half is not None:
            hour = hour % _HALF_DAY + half
        length = _HALF_DAY * 60 if half is None else _DAY
        total = (hour * 60 + minute + int(add)) % length
        return time(*divmod(total, 60)), half is None

    def _half(self, word: str, part: time | None) -> int | None:
        """The hours to add for the half of the day; None when it was not said."""
        if word:
            return 0 if word in self._am else _HALF_DAY
        if part is not None:
            return 0 if part.hour < _HALF_DAY else _HALF_DAY
        return None


def _whole(pause: WordLists, normaliser: Normaliser) -> dict[str, When]:
    """The messages that are understood as they stand."""
    found: dict[str, When] = {}
    for name, when in _WHOLE.items():
        for text in pause.texts(name):
            if found.setdefault(normaliser.normalise(text), when) != when:
                raise ValueError(f"words.yaml: `{text}` stands for two times")
    return found


def _parts(table: WordLists, normaliser: Normaliser) -> dict[str, time]:
    found: dict[str, time] = {}
    for key in table:
        if not _CLOCK_TIME.fullmatch(key):
            raise ValueError(f"words.yaml: parts: {key} is no time of day")
        at = time.fromisoformat(key)
        found |= {normaliser.same(fold(text)): at for text in table.texts(key)}
    return found
