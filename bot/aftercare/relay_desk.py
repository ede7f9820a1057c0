"""Writing to a participant from the staff bot or the inbox: may I, to whom, and what came of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.aftercare import relay as chats
from bot.aftercare.acknowledging import acknowledge
from bot.aftercare.alerts import STAFF_LOCALE, who_words
from bot.aftercare.deadlines import Limits
from bot.aftercare.promising import told_of_promise
from bot.aftercare.relay_staff import chat_press, end_button
from bot.aftercare.relay_way import Way, care_words, way_to
from bot.delivery.screen import Button, Screen
from bot.texts import Texts, texts_for
from storage import contacts, flags, relay
from storage.relay_drafts import add_draft, take_draft
from storage.rows import AnyRow

PRESS: Final = re.compile(r"t:(\d{1,18}):(end|to|send|drop)(?::(\d{1,18}))?")
"""A button of a chat: `t:CHAT:end`, `t:CHAT:to`, `t:FLAG:send:DRAFT`, `t:FLAG:drop:DRAFT`."""

STILL_THEIRS: Final = timedelta(minutes=15)
"""After so long without a word, what is typed may be meant for somebody else: better to ask."""


@dataclass(frozen=True, slots=True)
class Said:
    """What came of it. `sent`: it went out, or, before anything is typed, it may be."""

    sent: bool
    screen: Screen


def message_prompt(connection: Connection, flag_id: int, staff_id: int, now: datetime) -> Said:
    """ "Message them": what to bear in mind, or why they cannot be written to."""
    texts = texts_for(STAFF_LOCALE)
    way = way_to(connection, texts, flag_id, staff_id, now)
    if isinstance(way, str):
        return Said(False, Screen(text=way))
    who = who_words(texts, way.contact)
    parts = [
        texts.say(
            "Write your message to %(who)s now, and send it. They see your name, and not your "
            "number. What they answer comes here.",
            who=who,
        ),
        texts.say(
            "Somebody else may see their phone: please do not write in your first message what "
            "this is about."
        ),
    ]
    if way.care in ("times", "hidden"):
        parts.append(care_words(texts, way))
    return Said(True, Screen(text="\n\n".join(parts)))


def say(
    connection: Connection,
    limits: Limits,
    flag_id: int,
    staff_id: int,
    words: str,
    now: datetime,
    *,
    sure: bool = False,
) -> Said:
    """Sends words to the participant of a flag. The first ones begin the chat.

    Whoever writes takes on a flag that nobody looks after.

    `sure`: they are to go out although it may not be a good time.
    """
    texts = texts_for(STAFF_LOCALE)
    words = words.strip()
    if not words:
        return Said(False, Screen(text=texts.say("There was nothing in that message.")))
    way = way_to(connection, texts, flag_id, staff_id, now)
    if isinstance(way, str):
        return Said(False, Screen(text=way))
    if way.care and not sure:
        return Said(False, _are_you_sure(connection, texts, way, words, now))
    if way.flag.owner_id is None:
        # Also in a chat: something more pressing was said, and they answer it.
        # That they "will be in touch" need not be said before what they write in this moment.
        taken = acknowledge(connection, limits, flag_id, staff_id, now, known=True)
        if not taken.won:
            name = taken.who or texts.say("A colleague")
            text = texts.say("%(name)s has already acknowledged this.", name=name)
            return Said(False, Screen(text=text))
        told_of_promise(connection, flag_id, now)
    first = way.chat is None
    quiet = timedelta(seconds=limits.chat_quiet_s)
    chat = way.chat or chats.begin(connection, way.flag, way.staff, way.contact, quiet, now)
    chats.pass_on(connection, chat, way.staff, way.contact, words, now, first=first)
    return Said(True, _sent(texts, chat, who_words(texts, way.contact), first=first))


def typed(
    connection: Connection,
    limits: Limits,
    staff_id: int,
    words: str,
    now: datetime,
) -> Screen | None:
    """What a member of staff typed without having been asked for it; None when they are in no chat.

    It goes to the one whom they are talking with. Where that is not plain, they are asked.
    """
    going_on = relay.relays_of_staff(connection, staff_id)
    if not going_on:
        return None
    if words.startswith("/"):
        text = texts_for(STAFF_LOCALE).say(
            "I do not know that command. It was not sent to anybody."
        )
        return Screen(text=text)
    current, *others = going_on
    between = any(one.waiting_since and one.waiting_since > current.chosen_at for one in others)
    last = current.quiet_at - timedelta(seconds=current.quiet_s)
    if between or now - last > STILL_THEIRS:
        return _to_whom(connection, texts_for(STAFF_LOCALE), staff_id, going_on, words, now)
    return say(connection, limits, current.flag_id, staff_id, words, now).screen


def not_words(connection: Connection, staff_id: int) -> Screen | None:
    """A photo or voice note of a member of staff in a chat; None when they are in none."""
    if not relay.relays_of_staff(connection, staff_id):
        return None
    text = texts_for(STAFF_LOCALE).say(
        "I can only pass on words. What you sent has not reached anybody. Please write it."
    )
    return Screen(text=text)


def pressed(
    connection: Connection,
    limits: Limits,
    staff_id: int,
    press: str,
    now: datetime,
) -> Screen | None:
    """A press of a button of a chat; None when it is none."""
    found = PRESS.fullmatch(press)
    if found is None:
        return None
    number, act, draft = int(found.group(1)), found.group(2), int(found.group(3) or 0)
    texts = texts_for(STAFF_LOCALE)
    if act == "end":
        return end_chat(connection, number, staff_id, now)
    if act == "to":
        return _choose(connection, texts, number, staff_id, now)
    words = take_draft(connection, draft, staff_id)
    if words is None:
        return Screen(text=texts.say("That message is not waiting any more."))
    if act == "drop":
        return Screen(text=texts.say("It was not sent to anybody."))
    return say(connection, limits, number, staff_id, words, now, sure=True).screen


def end_chat(connection: Connection, relay_id: int, staff_id: int, now: datetime) -> Screen:
    """The member of staff leaves the chat."""
    texts = texts_for(STAFF_LOCALE)
    chat = relay.find_relay(connection, relay_id)
    if chat is None or chat.staff_id != staff_id or chat.ended_at is not None:
        return Screen(text=texts.say("That chat has ended."))
    chats.end(connection, chat, "ended", now, staff_id)
    relay.mark_lines_read(connection, chat.id, staff_id, now)
    flag = flags.find_flag(connection, chat.flag_id)
    assert flag is not None
    who = who_words(texts, contacts.contact_of(connection, chat.channel_id))
    text = texts.say(
        "You have left the chat with %(who)s, and I will tell them so. Please write a note on "
        "what came of it.",
        who=who,
    )
    see = Button(texts.say("Open %(who)s", who=who), f"f:{flag.id}:{flag.version}:open")
    return Screen(text=text, choices=(see,))


def _are_you_sure(
    connection: Connection, texts: Texts, way: Way, words: str, now: datetime
) -> Screen:
    draft = add_draft(connection, way.staff.id, words, now)
    text = f"{care_words(texts, way)} {texts.say('Shall I send it now?')}"
    send = Button(texts.say("Send it now"), f"{chat_press(way.flag.id, 'send')}:{draft}")
    drop = Button(texts.say("Do not send it"), f"{chat_press(way.flag.id, 'drop')}:{draft}")
    return Screen(text=text, choices=(send, drop))


def _to_whom(
    connection: Connection,
    texts: Texts,
    staff_id: int,
    going_on: list[AnyRow],
    words: str,
    now: datetime,
) -> Screen:
    draft = add_draft(connection, staff_id, words, now)
    people_in = [
        (chat, who_words(texts, contacts.contact_of(connection, chat.channel_id)))
        for chat in going_on
    ]
    send = tuple(
        Button(
            texts.say("Send it to %(who)s", who=who),
            f"{chat_press(chat.flag_id, 'send')}:{draft}",
        )
        for chat, who in people_in
    )
    drop = Button(texts.say("Do not send it"), f"{chat_press(0, 'drop')}:{draft}")
    text = texts.say("Who is this for? It has not been sent yet.")
    return Screen(text=text, choices=(*send, drop))


def _choose(
    connection: Connection, texts: Texts, relay_id: int, staff_id: int, now: datetime
) -> Screen:
    chat = relay.find_relay(connection, relay_id)
    if chat is None or chat.staff_id != staff_id or chat.ended_at is not None:
        return Screen(text=texts.say("That chat has ended."))
    relay.change_relay(connection, relay_id, chosen_at=now)
    who = who_words(texts, contacts.contact_of(connection, chat.channel_id))
    return Screen(
        text=texts.say("What you write now goes to %(who)s.", who=who),
        controls=(end_button(texts, relay_id),),
    )


def _sent(texts: Texts, chat: AnyRow, who: str, *, first: bool) -> Screen:
    if not first:
        return Screen(text=texts.say("Sent to %(who)s.", who=who))
    text = texts.say(
        "Sent to %(who)s. You are in a chat with them now: what you write here goes to them, until "
        "you press End the chat. If you change a message later, they do not see the change.",
        who=who,
    )
    return Screen(text=text, controls=(end_button(texts, chat.id),))
