"""What did not arrive: an alert goes to the next person at once, and staff learn whom they cannot
reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.flags import STAFF_LOCALE
from bot.aftercare.ladder import STAFF_BOTS
from bot.aftercare.opening_again import LOOK_AGAIN
from bot.aftercare.relay_undelivered import chat_not_delivered, staff_lost
from bot.aftercare.unreached_staff import tell_of_lost_way
from bot.delivery.lanes import Lane
from bot.delivery.outbox import ClaimedMessage, Message, queue
from bot.delivery.screen import Screen
from bot.texts import Texts, texts_for
from storage import contacts, flags, flags_waiting, people
from storage.alerts import is_on_its_way
from storage.staff_channels import failed_before

PARTICIPANT_BOTS: Final = ("participant", "web")
WORTHLESS_LATE: Final = frozenset({"echo", "alert-update"})


def on_lost(connection: Connection, message: ClaimedMessage, now: datetime) -> None:
    """A channel is lost (blocked, deactivated): another way, another person, staff are told."""
    chat_not_delivered(connection, message, now)
    if message.bot in STAFF_BOTS:
        _alert_somebody_else(connection, message, "channel lost", now)
        if message.person_id is not None:
            tell_of_lost_way(connection, message.person_id, message.channel_id, message.bot, now)
        return
    if message.person_id is None:
        return
    other = contacts.best_channel(connection, message.person_id, PARTICIPANT_BOTS)
    if other is not None and message.kind not in WORTHLESS_LATE and message.act == "send":
        _send_again(connection, message, other, now)
    _tell_staff(
        connection,
        message.person_id,
        _lost_words,
        f"lost:{message.channel_id}:{message.outbox_id}",
        now,
    )


def on_blocked(connection: Connection, bot: str, address: str, now: datetime) -> None:
    """Somebody blocked a bot. A participant's team hears it; open flags of staff climb at once."""
    contact = contacts.find_contact(connection, bot, "telegram", address)
    if contact is None or contact.lost:
        return
    contacts.mark_channel_lost(connection, contact.channel_id, now)
    if contact.person_id is None:
        return
    if bot in STAFF_BOTS:
        others = contacts.working_channels(connection, contact.person_id, STAFF_BOTS)
        for flag in flags_waiting.flags_resting_on(connection, contact.person_id):
            if flag.status == "open" or not others:
                # What is overdue stays so: the auditor is to see for how long.
                due = min(flag.next_at, now)
                flags.change_flag(connection, flag.id, flag.version, next_at=due)
        tell_of_lost_way(connection, contact.person_id, contact.channel_id, bot, now)
        staff_lost(connection, contact.person_id, now)
    else:
        key = f"lost:{contact.channel_id}:{now.isoformat()}"
        _tell_staff(connection, contact.person_id, _lost_words, key, now)


def on_failed(connection: Connection, message: ClaimedMessage, problem: str, now: datetime) -> None:
    """A message will not arrive, or may not have; nothing disappears without a word."""
    chat_not_delivered(connection, message, now)
    if message.bot in STAFF_BOTS:
        _alert_somebody_else(connection, message, problem, now)
    elif message.person_id is not None and message.lane != Lane.BULK:
        _tell_staff(
            connection,
            message.person_id,
            _failed_words,
            f"failed:{message.outbox_id}",
            now,
        )


def _lost_words(texts: Texts, who: str) -> str:
    return texts.say(
        "%(who)s cannot be reached in their chat any more. They may have blocked it, or have a "
        "new phone. You can give them a new link.",
        who=who,
    )


def _failed_words(texts: Texts, who: str) -> str:
    return texts.say(
        "An answer to %(who)s did not arrive. Please look whether they are waiting.", who=who
    )


def _alert_somebody_else(
    connection: Connection, message: ClaimedMessage, problem: str, now: datetime
) -> None:
    if message.flag_id is None or message.kind != "alert":
        return
    flag = flags.flag_to_change(connection, message.flag_id)
    if flag is None or flag.status == "closed":
        return
    # Tried again at once it would fail again at once; where there is no other rung, for ever.
    again = failed_before(
        connection, flag.id, message.channel_id, message.outbox_id, now - LOOK_AGAIN
    )
    flags.add_event(connection, flag.id, "undelivered", now, message.person_id, problem)
    if message.person_id is not None and is_on_its_way(
        connection, flag.id, message.person_id, message.created_at, besides=message.channel_id
    ):
        return  # they are told another way: one channel that fails says nothing about the others
    if flag.status == "open" or message.person_id in (flag.owner_id, flag.handed_to_id):
        at = now + LOOK_AGAIN if again else now
        if flag.next_at is None or flag.next_at > at:
            flags.change_flag(connection, flag.id, flag.version, next_at=at)


def _send_again(
    connection: Connection, message: ClaimedMessage, channel_id: int, now: datetime
) -> None:
    queue(
        connection,
        Message(
            channel_id=channel_id,
            person_id=message.person_id,
            screen=message.screen,
            lane=message.lane,
            kind=message.kind,
            repeatable=message.repeatable,
            dedupe=f"again:{message.outbox_id}",
            session_id=message.session_id,
            turn=message.turn,
            flag_id=message.flag_id,
            invitation_id=message.invitation_id,
        ),
        now,
    )


def _tell_staff(
    connection: Connection,
    person_id: int,
    words: Callable[[Texts, str], str],
    dedupe: str,
    now: datetime,
) -> None:
    """Tells the named facilitator and the coordinators."""
    person = people.find_person(connection, person_id)
    assert person is not None
    texts = texts_for(STAFF_LOCALE)
    screen = Screen(text=words(texts, person.code))
    for one in people.staff_of(connection, person.project_id):
        if one.role != "coordinator" and one.id != person.facilitator_id:
            continue
        for channel_id in contacts.working_channels(connection, one.id, STAFF_BOTS):
            queue(
                connection,
                Message(
                    channel_id=channel_id,
                    person_id=one.id,
                    screen=screen,
                    lane=Lane.ALERT,
                    kind="notice",
                    dedupe=f"{dedupe}:{channel_id}",
                ),
                now,
            )
