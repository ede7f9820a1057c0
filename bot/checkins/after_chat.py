"""After a chat with a member of staff: the participant hears that it is over, and the check-in
waits where it was until they want to go on."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.apart import AS_ONE, AsOne
from bot.aftercare.hiding import is_out_of_sight
from bot.aftercare.relay import tell_participant, where_to_write
from bot.aftercare.relay_safety import caution
from bot.aftercare.relay_words import left_words
from bot.checkins.conversation import Conversations, LiveConversation
from bot.checkins.screen import press_of
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Button, Screen
from bot.texts import Texts, texts_for
from flows import engine
from flows.events import Held
from storage import flags, people, relay
from storage.contacts import Contact
from storage.rows import AnyRow

SAID_ALREADY: Final = "kept"
"""Whoever wrote something that must not reach the person in the chat was told so at once."""


def go_on_after_chats(
    connection: Connection,
    conversations: Conversations,
    now: datetime,
    limit: int = 50,
    apart: AsOne = AS_ONE,
) -> int:
    """Tells everybody whose chat has ended, and returns how many were told.

    Where it may not be safe to write to them now, it waits until they write.
    """
    due = apart.due(lambda most: relay.due_to_go_on(connection, now, most), limit, now)
    done = 0
    for chat in due:
        tell = partial(_tell, connection, conversations, chat, now)
        done += apart.do(connection, chat.id, tell, now) or False
    return done


def _tell(
    connection: Connection, conversations: Conversations, chat: AnyRow, now: datetime
) -> bool:
    if not relay.takes_turn(connection, chat.person_id, chat.channel_id):
        return False  # they are writing in this very moment, and are told with that
    flag = flags.find_flag(connection, chat.flag_id)
    assert flag is not None
    contact = where_to_write(connection, flag)
    if (
        contact is None
        or caution(connection, contact, flag, now, talking=True)
        or is_out_of_sight(connection, contact)
    ):
        relay.wait_until_they_write(connection, chat.id)
    else:
        go_on(connection, conversations, chat, contact, now)
    return True


def go_on(
    connection: Connection,
    conversations: Conversations,
    chat: AnyRow,
    contact: Contact,
    now: datetime,
) -> None:
    """Says that the member of staff has left, and asks whether to go on with the check-in.

    Where the chat was hidden nothing is said, for whoever writes may be somebody else.
    """
    if not relay.mark_resumed(connection, chat.id, now):
        return
    texts = texts_for(contact.locale)
    live = conversations.live(connection, contact)
    held = hold(connection, conversations, contact, texts, live, now) if live is not None else None
    if is_out_of_sight(connection, contact):
        return
    staff = people.find_person(connection, chat.staff_id)
    unanswered = chat.ending == "quiet" and chat.waiting_since is not None
    left = left_words(texts, staff.name if staff else "", unanswered=unanswered)
    if held is not None:
        ask_to_go_on(connection, contact, texts, held, left, now)
    elif chat.ending != SAID_ALREADY:
        tell_participant(connection, contact, Screen(text=_ended(texts, left, live)), now)


def hold(
    connection: Connection,
    conversations: Conversations,
    contact: Contact,
    texts: Texts,
    live: LiveConversation,
    now: datetime,
) -> tuple[int, Held] | None:
    """Makes the script wait: the session and the turn to go on from; None where it is paused."""
    if live.session.status == "paused":
        return None
    happened = conversations.hold(connection, contact, texts, live, now)
    standing = engine.current(happened.flow, happened.session)
    return (live.id, standing) if isinstance(standing, Held) else None


def ask_to_go_on(
    connection: Connection,
    contact: Contact,
    texts: Texts,
    held: tuple[int, Held],
    before: str,
    now: datetime,
) -> None:
    """In the lane of the chat, so that it comes after what was said last."""
    session_id, standing = held
    asks = texts.say("Shall we go on with the questions?")
    choices = (
        Button(texts.say("Carry on"), press_of(session_id, standing.turn, "~carry_on")),
        Button(texts.say("Not now"), press_of(session_id, standing.turn, "~enough")),
    )
    queue(
        connection,
        Message(
            channel_id=contact.channel_id,
            person_id=contact.person_id,
            screen=Screen(text=f"{before} {asks}", choices=choices, kind="question"),
            lane=Lane.ALERT,
            kind="question",
            session_id=session_id,
            turn=standing.turn,
        ),
        now,
    )


def _ended(texts: Texts, left: str, live: LiveConversation | None) -> str:
    if live is None:
        return left + " " + texts.say("You can write to me at any time.")
    return left + " " + texts.say("To go on with the questions, write: carry on.")
