"""How one language writes the days of the calendar and lengths of time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from flows.forms import Forms, any_of
from flows.normalising import Normaliser, fold
from flows.numbers import Numerals
from flows.wordlists import WordLists

ORDERS: Final = ("dmy", "mdy", "ymd", "unsure")
_MINUTES: Final = {"minute": 1, "hour": 60, "day": 1440, "week": 7 * 1440, "fortnight": 14 * 1440}
_MONTHS: Final = {"month": 1, "year": 12}
_FORMS: Final = ("forms", "last", "next", "near", "ago", "ahead")


class Calendar:
    """How one language writes dates; made from a words.yaml."""

    def __init__(self, lists: WordLists, numerals: Numerals, normaliser: Normaliser) -> None:
        dates = lists.table("dates")
        known = ("order", "days", "months", "lengths", "one", "spans", "day_endings", "days_away")
        dates.only((*known, "begin", *_FORMS), where="dates")
        self.order = dates.setting("order", "dmy", ORDERS)
        self.numerals = numerals
        self.weekdays = _by_number(dates, "days", 7)
        self.months = _by_number(dates, "months", 12)
        self.ordinals = {fold(text): number for number, text in lists.numbered("ordinals")}
        self.endings = tuple(fold(text) for text in dates.texts("day_endings"))
        self.away = {fold(text): days for days, text in dates.numbered("days_away")}
        self.spans = {fold(text): minutes for minutes, text in dates.numbered("spans")}
        self.lengths = _lengths(dates.table("lengths"))
        self.one = frozenset(fold(text) for text in dates.texts("one"))
        self.places = self._places()
        forms = [(name, form) for name in _FORMS for form in dates.written(name)]
        begin = any_of(fold(text) for text in dates.texts("begin"))
        self._begin = re.compile(rf"(?:(?:{begin}) )+")
        self._forms = Forms(
            [*forms, ("away", "{away}")],
            self.places | {"away": any_of(self.away)},
            lambda text: normaliser.same(fold(text)),
        )

    def _places(self) -> dict[str, str]:
        """What may stand in the places of a form, as patterns."""
        figures = rf"\d{{1,2}}(?: ?(?:{any_of(self.endings)}))?"
        count = rf"(?:{self.numerals.pattern}|{any_of(self.one)})"
        length = rf"{count} ?(?:{any_of(self.lengths)})"
        return {
            "weekday": any_of(self.weekdays),
            "month": any_of(self.months),
            "day": f"(?:{figures}|{any_of(self.ordinals)})",
            "year": r"\d{4}|\d{2}",
            "span": f"(?:{any_of(self.spans)}|{length})",
        }

    def match(self, said: str) -> tuple[str, Mapping[str, str]] | None:
        """The name of the form that the words have, and what stands in its places."""
        begun = self._begin.match(said)
        return self._forms.match(said[begun.end() :] if begun else said)

    def day(self, words: str) -> int:
        """The day of the month in figures ("3rd") or in words ("third")."""
        if (known := self.ordinals.get(words)) is not None:
            return known
        return int("".join(character for character in words if character.isdecimal()))

    def span(self, words: str) -> tuple[int, int] | None:
        """Months and minutes of "two weeks"; None when it is not that long a time."""
        if (minutes := self.spans.get(words)) is not None:
            return 0, minutes
        for length in sorted(self.lengths, key=len, reverse=True):
            if words.endswith(length):
                words = words[: -len(length)].strip()
                count = 1 if words in self.one else self.numerals.whole(words)
                if count is None or count > 10_000:
                    return None
                months, minutes = self.lengths[length]
                return count * months, count * minutes
        return None


def _by_number(dates: WordLists, name: str, most: int) -> dict[str, int]:
    found = {fold(text): number for number, text in dates.numbered(name)}
    if strange := [number for number in found.values() if not 1 <= number <= most]:
        raise ValueError(f"words.yaml: {name}: there is no {strange[0]}")
    return found


def _lengths(table: WordLists) -> dict[str, tuple[int, int]]:
    table.only((*_MINUTES, *_MONTHS), where="lengths")
    return {
        fold(text): (_MONTHS.get(name, 0), _MINUTES.get(name, 0))
        for name in table
        for text in table.texts(name)
    }
