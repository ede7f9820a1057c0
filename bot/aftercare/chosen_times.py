"""By when somebody asked to be contacted: what the person chooses counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from bot.aftercare.hours import ONE_DAY, Hours
from bot.aftercare.times import Deadlines
from bot.texts import Texts

Chosen: TypeAlias = Literal["", "today", "week"]
TIMES: Final[tuple[Chosen, ...]] = ("today", "week")
"""What an answer about being contacted can be kept as; "" says nothing of when."""

AT_LEAST: Final = timedelta(minutes=30)
"""With less working time left than this, nobody is promised any more for that day."""


class ByWhen(NamedTuple):
    """By when a flag is to be acknowledged, and its person contacted. `late`: that is not when
    they asked for, for the team does not work any more until then."""

    acknowledge_by: datetime
    contact_by: datetime
    late: bool = False


def chosen_time(values: Iterable[object]) -> Chosen:
    """The time that somebody chose, among their answers to one question."""
    said = set(values)
    return next((one for one in TIMES if one in said), "")


def by_when(deadlines: Deadlines, level: str, chosen: Chosen, now: datetime) -> ByWhen:
    """The limits of something that is said now; a choice makes nothing urgent wait."""
    acknowledge_by = deadlines.acknowledge_by(level, now)
    limit = deadlines.contact_by(level, now)
    if not chosen or level == "urgent":
        return ByWhen(acknowledge_by, limit)
    end = _last_working_time(deadlines.hours, chosen, now)
    if end is None or end - now < AT_LEAST:
        return ByWhen(acknowledge_by, limit, late=True)
    if acknowledge_by >= end:
        # Or nobody but the first would be told before it is too late.
        acknowledge_by = now + (end - now) / 2
    return ByWhen(acknowledge_by, end)


def _last_working_time(hours: Hours, chosen: Chosen, now: datetime) -> datetime | None:
    """When work ends today, or on the last working day until Sunday; None when it is over."""
    first = last = now.astimezone(ZoneInfo(hours.zone)).date()
    if chosen == "week":
        last += (6 - first.weekday()) * ONE_DAY
    while last >= first:
        ends = [closes for _, closes in hours.of_day(last) if closes > now]
        if ends:
            return max(ends)
        last -= ONE_DAY
    return None


def reason_with(texts: Texts, reason: str, chosen: Chosen) -> str:
    """A flag's reason, with the time that was asked for."""
    match chosen:
        case "today":
            return texts.say("%(reason)s (today)", reason=reason)
        case "week":
            return texts.say("%(reason)s (this week)", reason=reason)
        case _:
            return reason


def late_words(texts: Texts, chosen: Chosen) -> str:
    """That it cannot be when they asked for."""
    if chosen == "today":
        return texts.say("You asked for today. I am sorry: the team does not work any more today.")
    return texts.say(
        "You asked for this week. I am sorry: the team does not work any more this week."
    )
