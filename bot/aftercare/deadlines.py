"""By when a flag must be acknowledged and its person contacted.

Working hours are Monday to Friday, 9 to 5, in the zone of the participant's cohort. Urgent limits
run at any hour; the others count working time only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

OPENS: Final = time(9)
CLOSES: Final = time(17)
SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for each level; None stands for the end of the next (routine contact: third)
    working day. `soon` and `routine` seconds are working seconds."""

    urgent_ack_s: int = 900
    soon_ack_s: int = 14_400
    routine_ack_s: int | None = None
    urgent_contact_s: int = 3_600
    soon_contact_s: int | None = None
    routine_contact_s: int | None = None

    def acknowledge_by(self, level: str, now: datetime, zone: str) -> datetime:
        """The instant by which somebody must have said that they take it on."""
        if level == "urgent":
            return now + timedelta(seconds=self.urgent_ack_s)
        if level == "soon":
            return after_working_seconds(now, self.soon_ack_s, zone)
        return _by(now, self.routine_ack_s, 1, zone)

    def contact_by(self, level: str, now: datetime, zone: str) -> datetime:
        """The instant by which a person must have been in touch."""
        if level == "urgent":
            return now + timedelta(seconds=self.urgent_contact_s)
        if level == "soon":
            return _by(now, self.soon_contact_s, 1, zone)
        return _by(now, self.routine_contact_s, 3, zone)


def _by(now: datetime, seconds: int | None, days: int, zone: str) -> datetime:
    if seconds is None:
        return end_of_working_day(now, days, zone)
    return after_working_seconds(now, seconds, zone)


def is_working_time(now: datetime, zone: str) -> bool:
    """Whether `now` falls in working hours."""
    local = now.astimezone(ZoneInfo(zone))
    return local.weekday() < SATURDAY and OPENS <= local.time() < CLOSES


def after_working_seconds(now: datetime, seconds: int, zone: str) -> datetime:
    """The instant at which `seconds` of working time have passed since `now`, in UTC."""
    tz = ZoneInfo(zone)
    left = timedelta(seconds=seconds)
    day = now.astimezone(tz).date()
    while True:
        opens = datetime.combine(day, OPENS, tz).astimezone(UTC)
        closes = datetime.combine(day, CLOSES, tz).astimezone(UTC)
        begins = max(opens, now)
        if day.weekday() < SATURDAY and begins < closes:
            if begins + left <= closes:
                return begins + left
            left -= closes - begins
        day += timedelta(days=1)


def end_of_working_day(now: datetime, days: int, zone: str) -> datetime:
    """The end of the `days`-th working day after today, in UTC; today does not count."""
    tz = ZoneInfo(zone)
    day = now.astimezone(tz).date()
    while days:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            days -= 1
    return datetime.combine(day, CLOSES, tz).astimezone(UTC)
