"""By when a flag must be acknowledged and its person contacted.

Urgent limits run at any hour; the others count working time only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.aftercare.hours import Hours


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for each level; None stands for the end of the next (routine contact: third)
    working day. `soon` and `routine` seconds are working seconds.

    `chat_quiet_s`: a chat between staff and a participant ends after so long without a word.
    """

    urgent_ack_s: int = 900
    soon_ack_s: int = 14_400
    routine_ack_s: int | None = None
    urgent_contact_s: int = 3_600
    soon_contact_s: int | None = None
    routine_contact_s: int | None = None
    chat_quiet_s: int = 3_600

    def acknowledge_by(self, level: str, now: datetime, hours: Hours) -> datetime:
        """The instant by which somebody must have said that they take it on."""
        if level == "urgent":
            return now + timedelta(seconds=self.urgent_ack_s)
        if level == "soon":
            return hours.after(now, self.soon_ack_s)
        return _by(now, self.routine_ack_s, 1, hours)

    def contact_by(self, level: str, now: datetime, hours: Hours) -> datetime:
        """The instant by which a person must have been in touch."""
        if level == "urgent":
            return now + timedelta(seconds=self.urgent_contact_s)
        if level == "soon":
            return _by(now, self.soon_contact_s, 1, hours)
        return _by(now, self.routine_contact_s, 3, hours)


def _by(now: datetime, seconds: int | None, days: int, hours: Hours) -> datetime:
    if seconds is None:
        return hours.end_of_day(now, days)
    return hours.after(now, seconds)
