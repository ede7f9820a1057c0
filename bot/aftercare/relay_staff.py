"""What a member of staff sees of a chat, and how it reaches them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.alerts import STAFF_LOCALE, who_words
from bot.aftercare.team import STAFF_BOTS
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Button, Screen
from bot.texts import Texts, texts_for
from storage import contacts, flags, people
from storage.contacts import Contact
from storage.rows import AnyRow

OWN_BOTS: Final = ("staff", "inbox")
"""Where a chat can be read and answered."""
LAST_LINES: Final = 8
"""How much of a chat somebody who takes it over is shown."""


def chat_press(relay_id: int, act: str) -> str:
    """A button's data: `t:CHAT:act`."""
    return f"t:{relay_id}:{act}"


def end_button(texts: Texts, relay_id: int) -> Button:
    return Button(texts.say("End the chat"), chat_press(relay_id, "end"))


def heard_screen(
    texts: Texts,
    chat: AnyRow,
    who: str,
    words: str,
    *,
    sent: str,
    media_id: int | None,
    changed: bool,
    several: bool,
) -> Screen:
    """What a participant wrote. `several`: the member of staff is in more than one chat."""
    if changed:
        head = texts.say("%(who)s changed an earlier message:", who=who)
    elif sent:
        head = texts.say("%(who)s sent this: %(media)s.", who=who, media=sent)
    else:
        head = f"{who}:"
    choices = []
    if media_id is not None:
        choices.append(Button(texts.say("Open the %(media)s", media=sent), f"m:{media_id}"))
    if several:
        choices.append(Button(texts.say("Answer %(who)s", who=who), chat_press(chat.id, "to")))
    return Screen(
        text=f"{head}\n\u201c{words}\u201d" if words else head,
        choices=tuple(choices),
        controls=(end_button(texts, chat.id),),
        sensitive=True,
    )


def over_screen(texts: Texts, who: str, *, quiet: bool) -> Screen:
    """For the one in a chat that ended without them."""
    text = texts.say("The chat with %(who)s is over.", who=who)
    if quiet:
        text += " " + texts.say("Nobody had written for a while.")
    return Screen(text=text)


def passed_on_screen(texts: Texts, who: str, to: str) -> Screen:
    """For the one whose chat somebody else has taken over."""
    text = texts.say("The chat with %(who)s goes on with %(name)s.", who=who, name=to)
    return Screen(text=text)


def taken_over_screen(
    texts: Texts, chat: AnyRow, who: str, name: str, said: Sequence[tuple[AnyRow, str]]
) -> Screen:
    """For the one who takes a chat over, with what was said last."""
    parts = [
        texts.say(
            "The chat with %(who)s goes on with you. They were told your name. "
            "What you write here goes to them, until you press End the chat.",
            who=who,
        )
    ]
    if name:
        parts.append(texts.say("They like to be called %(name)s.", name=name))
    staff = texts.say("Staff")
    parts += [
        f"{who if row.staff_id is None else staff}: \u201c{words}\u201d"
        for row, words in said[-LAST_LINES:]
        if words
    ]
    return Screen(
        text="\n\n".join(parts),
        controls=(end_button(texts, chat.id),),
        sensitive=True,
    )


def tell_staff(
    connection: Connection,
    chat: AnyRow,
    contact: Contact,
    screen: Screen,
    now: datetime,
    *,
    only: bool = False,
) -> None:
    """Tells the member of staff in a chat; when they cannot be reached, the coordinators.

    By their bot or inbox where they have one, so that nothing comes twice; an e-mail only says that
    there is something to read. `only`: it can be left when they cannot be reached.
    """
    channels = contacts.working_channels(connection, chat.staff_id, OWN_BOTS)
    channels = channels or contacts.working_channels(connection, chat.staff_id, STAFF_BOTS)
    for channel_id in channels:
        _queue(connection, channel_id, chat.staff_id, screen, now)
    if not channels and not only:
        nobody_hears(connection, chat, contact, now)


def nobody_hears(connection: Connection, chat: AnyRow, contact: Contact, now: datetime) -> None:
    """Somebody writes to a member of staff who cannot be reached: the coordinators hear of it."""
    staff = people.find_person(connection, chat.staff_id)
    assert staff is not None
    texts = texts_for(STAFF_LOCALE)
    text = texts.say(
        "%(who)s is writing to %(name)s in a chat, and %(name)s cannot be reached. "
        "Please look at the flag, and take it over: /flags",
        who=who_words(texts, contact),
        name=staff.name or texts.say("a colleague"),
    )
    not_them = flags.hidden_from(connection, chat.flag_id) | {staff.id}
    for one in people.staff_of(connection, staff.project_id):
        if one.id in not_them or not (one.role == "coordinator" or one.lead):
            continue
        for channel_id in contacts.working_channels(connection, one.id, STAFF_BOTS):
            _queue(connection, channel_id, one.id, Screen(text=text), now)


def _queue(
    connection: Connection, channel_id: int, person_id: int, screen: Screen, now: datetime
) -> None:
    queue(
        connection,
        Message(
            channel_id=channel_id,
            person_id=person_id,
            screen=screen,
            lane=Lane.ALERT,
            kind="relay",
        ),
        now,
    )
