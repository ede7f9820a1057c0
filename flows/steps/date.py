"""A question answered with a day of the calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, ClassVar, Final

from pydantic import AfterValidator, Field, model_validator
from typing_extensions import override

from flows.dates import ImpossibleDate, read_date
from flows.events import Option, Value
from flows.meaning import AnswerMeant, UnclearMeant
from flows.steps.question import Bounds, QuestionStep
from flows.steps.step import Message, wrong
from flows.vocabulary import LONGEST, Vocabulary

_AWAY: Final = re.compile(r"(?P<days>[+-]\d{1,5})d")
_DAY: Final = timedelta(days=1)


def _limit(written: str) -> str:
    if written != "today" and not _AWAY.fullmatch(written) and iso_date(written) is None:
        what = f"`{written}` is no date"
        raise wrong(what, "Write it as 2027-03-30, or as today, -30d or +30d.")
    return written


Limit = Annotated[str, AfterValidator(_limit)]
"""A date as `2027-03-30`, or counted from today: `today`, `-30d`, `+1d`."""


class Date(QuestionStep):
    """`date: text`; the answer is the date as text, `2027-03-30`, so that earlier sorts first.

    `earliest` and `latest` are dates, or counted from the day of the answer. Without knowing that
    day (flows.engine.Context.today) such a limit is not looked at, and "yesterday" is unclear.
    """

    kind: ClassVar[str] = "date"
    text: Message = Field(alias="date")
    earliest: Limit | None = None
    latest: Limit | None = None

    @model_validator(mode="after")
    def _has_days(self) -> Date:
        today = date(2000, 6, 15)  # any day will do: both limits count from it, or neither
        first, last = _day(self.earliest, today), _day(self.latest, today)
        alike = (_fixed(self.earliest) is None) == (_fixed(self.latest) is None)
        if first is not None and last is not None and alike and first > last:
            what = f"there are no days from {self.earliest} to {self.latest}"
            raise wrong(what, "Let `earliest` be before `latest`.")
        return self

    @override
    def pressed(self, choice: str, today: date | None = None) -> AnswerMeant | None:
        day = iso_date(choice)
        return _meant(day) if day is not None and self._has(day, today) else None

    @override
    def exact(
        self, words: str, vocabulary: Vocabulary, today: date | None = None
    ) -> AnswerMeant | UnclearMeant | None:
        """A date goes before a command: "tomorrow" is one here, where it can be.

        So does one of two ("on Friday"), and one that there is not.
        """
        meant = self._meaning(words, vocabulary, today)
        outside = isinstance(meant, UnclearMeant) and meant.problem == "out_of_range"
        return None if outside else meant

    @override
    def read(
        self, text: str, words: str, vocabulary: Vocabulary, today: date | None = None
    ) -> AnswerMeant | UnclearMeant:
        found = self._meaning(text, vocabulary, today) if len(text) <= LONGEST else None
        return found or UnclearMeant("not_a_date", limits=self._limits(today))

    def _meaning(
        self, text: str, vocabulary: Vocabulary, today: date | None
    ) -> AnswerMeant | UnclearMeant | None:
        """What the text means as a date; None where it is none."""
        found = read_date(text, vocabulary, today)
        if found is None:
            return None
        if isinstance(found, ImpossibleDate):
            return UnclearMeant("no_such_date", limits=self._limits(today))
        days = [day for day in _all(found) if self._has(day, today)]
        if len(days) == 1:
            return _meant(days[0])
        if not days:
            return UnclearMeant("out_of_range", limits=self._limits(today))
        return UnclearMeant("two_dates", tuple(Option(*[day.isoformat()] * 2) for day in days))

    def _limits(self, today: date | None) -> tuple[str, str]:
        """The first and the last day that there can be; "" where there is none."""
        first, last = _day(self.earliest, today), _day(self.latest, today)
        return (first.isoformat() if first else "", last.isoformat() if last else "")

    def _has(self, day: date, today: date | None) -> bool:
        first, last = _day(self.earliest, today), _day(self.latest, today)
        return (first is None or first <= day) and (last is None or day <= last)

    @override
    def cases(self, bounds: Bounds) -> tuple[Value, ...]:
        named = {day for bound in bounds if (day := iso_date(bound)) is not None}
        ends = {day for limit in (self.earliest, self.latest) if (day := _fixed(limit))}
        around = {date(2000, 1, 1)} if not named | ends else named | ends
        near = {day + step for day in around for step in (-_DAY, timedelta(0), _DAY)}
        return tuple(day.isoformat() for day in sorted(near) if self._has(day, None))


def iso_date(written: object) -> date | None:
    """The day that is written as `2027-03-30`."""
    if not isinstance(written, str) or len(written) != 10 or not written.isascii():
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _meant(day: date) -> AnswerMeant:
    return AnswerMeant(day.isoformat(), day.isoformat())


def _all(found: date | tuple[date, date]) -> tuple[date, ...]:
    return found if isinstance(found, tuple) else (found,)


def _fixed(limit: str | None) -> date | None:
    return None if limit is None else iso_date(limit)


def _day(limit: str | None, today: date | None) -> date | None:
    """The day that a limit is; None where there is none, or today is not known."""
    if limit is None or iso_date(limit) is not None or today is None:
        return _fixed(limit)
    away = _AWAY.fullmatch(limit)
    return today + timedelta(days=int(away["days"])) if away else today
