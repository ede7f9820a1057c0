"""The deadlines of a flag: its level's limits, in the working hours of its project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.deadlines import Limits
from bot.aftercare.hours import Hours
from bot.aftercare.team import hours_for
from storage.contacts import Contact

A_NIGHT: Final = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Limits and hours together."""

    limits: Limits
    hours: Hours

    def acknowledge_by(self, level: str, now: datetime) -> datetime:
        return self.limits.acknowledge_by(level, now, self.hours)

    def contact_by(self, level: str, now: datetime) -> datetime:
        return self.limits.contact_by(level, now, self.hours)

    def next_morning(self, now: datetime) -> datetime:
        """When people next begin to work, after they have been home."""
        return self.hours.next_opening(now + A_NIGHT)


def deadlines_for(
    connection: Connection,
    limits: Limits,
    contact: Contact,
) -> Deadlines:
    """The deadlines that hold for what this person says."""
    return Deadlines(limits, hours_for(connection, contact))
