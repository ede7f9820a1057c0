"""What was said in the chats about a flag, as staff read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.acting import may_see
from bot.aftercare.alerts import who_words
from bot.aftercare.signals_shown import SignalShown
from bot.aftercare.when import when_words
from bot.delivery.screen import Screen
from bot.texts import Texts
from storage import contacts, flags, people, relay

LAST_LINES: Final = 12
"""How much of a chat stands with a flag in the staff bot."""


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One message. `who` is a name of staff or the participant's code; `theirs`: the latter wrote
    it; `changed`: it is an earlier one, edited. `chat_id` is the chat that it was written in."""

    chat_id: int
    at: datetime
    at_words: str
    who: str
    theirs: bool
    words: str
    changed: bool
    inbound_id: int | None


@dataclass(frozen=True, slots=True)
class ChatShown:
    """`going_on` is the id of the chat that goes on, with the name `by` of who is in it."""

    lines: tuple[ChatLine, ...]
    going_on: int | None
    by: str
    yours: bool

    @property
    def going_on_lines(self) -> tuple[ChatLine, ...]:
        """What was written in the chat that goes on."""
        return tuple(line for line in self.lines if line.chat_id == self.going_on)


def chat_of_flag(
    connection: Connection, flag_id: int, viewer_id: int, texts: Texts, now: datetime
) -> ChatShown | None:
    """All that was said about a flag, oldest first; None when there is nothing for this viewer."""
    flag = flags.find_flag(connection, flag_id)
    viewer = people.find_person(connection, viewer_id)
    if flag is None or viewer is None or not may_see(connection, flag, viewer):
        return None
    contact = contacts.contact_of(connection, flag.channel_id)
    names: dict[int, str] = {}

    def name(person_id: int) -> str:
        if person_id not in names:
            found = people.find_person(connection, person_id)
            names[person_id] = (found.name if found else "") or texts.say("a colleague")
        return names[person_id]

    lines = tuple(
        ChatLine(
            chat_id=row.relay_id,
            at=row.at,
            at_words=when_words(texts, row.at, now, contact.timezone),
            who=name(row.staff_id) if row.staff_id else who_words(texts, contact),
            theirs=row.staff_id is None,
            words=words,
            changed=row.changed,
            inbound_id=row.inbound_id,
        )
        for row, words in relay.lines_of_flag(connection, flag_id)
    )
    chat = relay.relay_of_flag(connection, flag_id)
    by = chat.staff_id if chat is not None else None
    return ChatShown(lines, chat.id if chat else None, name(by) if by else "", by == viewer_id)


def said_beside(
    signals: Sequence[SignalShown], lines: Sequence[ChatLine]
) -> tuple[SignalShown, ...]:
    """What was said about a flag, without what stands among these lines of its chats already."""
    in_chat = {(line.at, line.words) for line in lines if line.theirs}
    return tuple(one for one in signals if one.level_words or (one.at, one.words) not in in_chat)


def last_lines(chat: ChatShown | None) -> tuple[ChatLine, ...]:
    """Those that stand with a flag in the staff bot."""
    lines = chat.lines if chat is not None else ()
    return tuple(line for line in lines[-LAST_LINES:] if line.words)


def with_chat(texts: Texts, screen: Screen, chat: ChatShown | None) -> Screen:
    """An opened flag, with what was said last in the chats about it."""
    lines = [f"{line.at_words}, {line.who}: \u201c{line.words}\u201d" for line in last_lines(chat)]
    if not lines:
        return screen
    return replace(screen, text="\n\n".join([screen.text, texts.say("Messages:"), *lines]))
