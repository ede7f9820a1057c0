"""The auditor: every flag that is not closed has something or somebody that will see to it.

Where that does not hold, an alarm goes to the coordinators, and again every hour until it does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.alerts import act_words, actor, press
from bot.aftercare.life import acts_for, standing_of
from bot.aftercare.team import STAFF_BOTS
from bot.aftercare.wording import level_words
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Button, Screen
from bot.texts import Texts, texts_for
from storage import audit as queries
from storage import contacts, flags, people
from storage.people import Someone
from storage.rows import AnyRow

STAFF_LOCALE: Final = "en"

ALARM_AGAIN: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Audit:
    """What the auditor found: flags (their ids) that need an alarm and those that have one, and
    how many alerts should have gone out by now."""

    unattended: tuple[int, ...]
    alarms: tuple[int, ...]
    late: int

    @property
    def stuck(self) -> tuple[int, ...]:
        """All flags that nothing happens about, or did not when the auditor last looked."""
        return tuple(sorted({*self.unattended, *self.alarms}))

    @property
    def well(self) -> bool:
        """Whether nothing is stuck and nothing is late."""
        return not self.stuck and not self.late


def audit(connection: Connection, now: datetime) -> Audit:
    """Looks, and changes nothing."""
    return Audit(
        unattended=tuple(queries.unattended_flags(connection, now)),
        alarms=tuple(queries.alarms(connection)),
        late=queries.late_messages(connection, now).count,
    )


def sound_alarm(connection: Connection, flag_id: int, now: datetime) -> bool:
    """Marks a flag as stuck and tells the coordinators; False when it is not stuck, or marked."""
    if not queries.set_alarm(connection, flag_id, now):
        return False
    flags.add_event(connection, flag_id, "stuck", now)
    _tell(connection, flag_id, 0, now)
    return True


def see_to_alarm(connection: Connection, flag_id: int, now: datetime) -> bool:
    """Ends the alarm of a flag that somebody sees to again: then False.

    Otherwise it is repeated, every hour once.
    """
    if queries.end_alarm(connection, flag_id, now):
        flags.add_event(connection, flag_id, "not stuck", now)
        return False
    flag = flags.find_flag(connection, flag_id)
    if flag is None or flag.stuck_at is None:
        return False
    _tell(connection, flag_id, (now - flag.stuck_at) // ALARM_AGAIN, now)
    return True


def _tell(connection: Connection, flag_id: int, time: int, now: datetime) -> None:
    flag = flags.find_flag(connection, flag_id)
    assert flag is not None
    for one in _whom(connection, flag):
        screen = _screen(connection, texts_for(STAFF_LOCALE), flag, one)
        for channel_id in contacts.working_channels(connection, one.id, STAFF_BOTS):
            queue(
                connection,
                Message(
                    channel_id=channel_id,
                    person_id=one.id,
                    screen=screen,
                    lane=Lane.ALERT,
                    kind="alarm",
                    flag_id=flag_id,
                    dedupe=f"stuck:{flag_id}:{flag.stuck_at.isoformat()}:{time}:{channel_id}",
                ),
                now,
            )


def _whom(connection: Connection, flag: AnyRow) -> list[Someone]:
    """The coordinators who can be reached, or else everybody; never those whom it is about.

    Not the ladder: that may be what failed.
    """
    hidden = flags.hidden_from(connection, flag.id)
    reached = [
        one
        for one in people.staff_of(connection, flag.project_id)
        if one.id not in hidden and contacts.working_channels(connection, one.id, STAFF_BOTS)
    ]
    seniors = [one for one in reached if one.role == "coordinator" or (flag.conduct and one.lead)]
    return seniors or ([] if flag.conduct else reached)


def _screen(connection: Connection, texts: Texts, flag: AnyRow, staff: Someone) -> Screen:
    person = people.find_person(connection, flag.person_id) if flag.person_id else None
    who = person.code if person else texts.say("somebody who has not joined")
    lines = [
        f"{level_words(texts, flag.level)}: {who}",
        texts.say("This flag is stuck: nothing was going to happen about it any more."),
        texts.say(
            "That is a fault in WeSaid. Please make sure now that somebody is in touch with them, "
            "and tell whoever looks after WeSaid."
        ),
    ]
    read = Button(texts.say("Open to read"), press(flag, "open"))
    take: tuple[Button, ...] = ()
    if "acknowledge" in acts_for(standing_of(flag), actor(staff)):
        take = (Button(act_words(texts, "acknowledge"), press(flag, "acknowledge")),)
    return Screen(text="\n".join(lines), choices=(*take, read), kind="alert")
