"""Members of staff whom something can no longer reach: they hear it another way, and so do the
coordinators, before the next alert does not arrive."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.team import STAFF_BOTS
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Screen
from bot.texts import Texts, texts_for
from storage import contacts, people
from storage.people import Someone
from storage.staff_channels import lost_since

STAFF_LOCALE = "en"


def tell_of_lost_way(
    connection: Connection, person_id: int, channel_id: int, bot: str, now: datetime
) -> None:
    """Tells the person and the coordinators that this channel of theirs does not work any more.

    Once, however many messages do not arrive.
    """
    person = people.find_person(connection, person_id)
    since = lost_since(connection, channel_id)
    if person is None or person.role == "participant" or since is None:
        return
    texts = texts_for(STAFF_LOCALE)
    left = contacts.working_channels(connection, person.id, STAFF_BOTS)
    screen = Screen(text=_words(texts, person, bot, reached=bool(left)))
    told = [
        one
        for one in people.staff_of(connection, person.project_id)
        if one.role == "coordinator" or one.id == person.id
    ]
    for one in told:
        for way in contacts.working_channels(connection, one.id, STAFF_BOTS):
            queue(
                connection,
                Message(
                    channel_id=way,
                    person_id=one.id,
                    screen=screen,
                    lane=Lane.ALERT,
                    kind="notice",
                    dedupe=f"lost way:{channel_id}:{since.isoformat()}:{way}",
                ),
                now,
            )


def _words(texts: Texts, person: Someone, bot: str, *, reached: bool) -> str:
    who = f"{person.name} ({person.code})" if person.name else person.code
    if bot == "email":
        lost = texts.say(
            "E-mail to %(who)s came back: the mail server does not know the address, or does not "
            "take e-mail for it any more.",
            who=who,
        )
    else:
        lost = texts.say("%(who)s cannot be reached in the staff bot any more.", who=who)
    if reached:
        return f"{lost} {texts.say('Alerts still reach them another way.')}"
    nothing = texts.say(
        "Nothing reaches them now, so alerts go to the next person. Please make sure that "
        "somebody else is there."
    )
    return f"{lost} {nothing}"
