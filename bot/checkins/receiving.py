"""Takes in what a participant sent: the one path from an update to its effects.

Everything happens in the caller's transaction: the update is recorded, words are triaged, the
session moves on, flags, answers and replies are written. All of it stands or falls together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, text

from bot.aftercare.apart import Apart
from bot.aftercare.last_resort import raise_bare_flag
from bot.aftercare.triage import Finding
from bot.checkins.aftercare_first import AftercareFirst
from bot.checkins.chatting import Chatting
from bot.checkins.conversation import Conversations
from bot.checkins.hiding import hide, show_hidden, wants_to_hide
from bot.checkins.how_to_reach import ask_how
from bot.checkins.in_session import InSession
from bot.checkins.inbound import Inbound
from bot.checkins.leaving_chat import leave_chat
from bot.checkins.moment import Moment
from bot.checkins.outside_session import OutsideSession
from bot.checkins.unsafe_phone import hear_unsafe
from bot.checkins.whom import Whom
from bot.people.codes import looks_like_join_code
from bot.people.enrolment import check_code, join
from bot.people.web_sessions import open_web_session
from bot.texts import texts_for
from flows.vocabulary import Vocabulary
from storage import contacts, updates
from storage.contacts import Contact

KINDS: Final = {"participant": "telegram", "web": "web"}
LONGEST: Final = 10_000
"""Characters of one message that are taken; no channel lets more through."""


STILL_USED: Final = timedelta(seconds=60)
"""A channel that was used so lately need not be noted again: a check-in is many quick answers."""


@dataclass(frozen=True, slots=True)
class LinkOpened:
    """A web link was opened: the browser's token, or a sentence that says what is wrong."""

    token: str
    problem: str


class Receiver:
    """Receives for the participants' channels. It keeps no state of its own."""

    def __init__(
        self,
        conversations: Conversations,
        aftercare: AftercareFirst,
        vocabulary: Callable[[str], Vocabulary],
    ) -> None:
        self._conversations = conversations
        self._aftercare = aftercare
        self._vocabulary = vocabulary
        whom = self._whom = Whom(aftercare, vocabulary)
        self._inside = InSession(conversations, aftercare, whom)
        self._chatting = Chatting(conversations, aftercare, self._inside, whom, vocabulary)
        self._outside = OutsideSession(conversations, aftercare, self._inside, whom, vocabulary)

    def receive(self, connection: Connection, inbound: Inbound, now: datetime) -> bool:
        """Takes in one update. False when it was here before; then nothing changes."""
        contact = _contact(connection, inbound, now)
        _one_at_a_time(connection, contact)
        said = _words_of(inbound)
        inbound_id = _record(connection, inbound, contact, inbound.update_id, said, now)
        new = [said] if inbound_id is not None else []
        inbound_ids = [] if inbound_id is None else [inbound_id]
        message_ids = inbound.burst_ids or ("",) * len(inbound.burst)
        for (update_id, more), message_id in zip(inbound.burst, message_ids, strict=False):
            part = replace(inbound, message_id=message_id)
            extra_id = _record(connection, part, contact, update_id, more, now)
            if extra_id is not None:
                new.append(more)
                inbound_ids.append(extra_id)
        if not inbound_ids:
            return False
        if contact.lost or not timedelta() <= now - contact.used_at < STILL_USED:
            contacts.touch_channel(connection, contact.channel_id, now)
        words = "\n".join(part for part in new if part)[:LONGEST]
        moment = Moment(
            connection,
            contact,
            texts_for(contact.locale),
            inbound,
            inbound_ids[0],
            words,
            now,
            tuple(inbound_ids),
        )
        finding = self._aftercare.triage(connection, contact, words)
        self._take(moment, self._whom.wishes.hear(moment, finding))
        ask_how(moment, self._conversations)
        return True

    def _take(self, moment: Moment, finding: Finding | None) -> None:
        inbound = moment.inbound
        vocabulary = self._vocabulary(moment.contact.locale)
        if self._before_all(moment, finding, vocabulary):
            return
        hides = wants_to_hide(moment, vocabulary)
        if inbound.kind != "group" and not hides and self._chatting.take(moment, finding):
            moment.ask_how_for = None  # they are talking already, or are asked whether to go on
            return
        if inbound.album and updates.album_was_seen(
            moment.connection, moment.contact.channel_id, inbound.album, moment.inbound_id
        ):
            self._inside.more_of_album(moment, finding)
            return
        if inbound.kind == "group":
            self._outside.in_a_group(moment, finding)
        elif hides:
            hide(moment, self._conversations.live(moment.connection, moment.contact))
        elif inbound.kind == "join":
            self._outside.join(moment, inbound.text)
        elif moment.contact.person_id is None:
            if inbound.kind == "text" and looks_like_join_code(inbound.text):
                self._outside.join(moment, inbound.text)
            else:
                self._outside.stranger(moment, finding)
        elif not self._inside.take(moment, finding):
            self._outside.take(moment, finding)

    def _before_all(self, moment: Moment, finding: Finding | None, vocabulary: Vocabulary) -> bool:
        """What counts wherever it is said: that it is not safe here, and what ends or shows."""
        return (
            hear_unsafe(moment, self._aftercare, finding, self._conversations)
            or show_hidden(moment, finding, vocabulary)
            or leave_chat(moment, finding, vocabulary)
        )

    def set_aside(
        self,
        connection: Connection,
        bot: str,
        update_id: str,
        address: str,
        body: str,
        now: datetime,
    ) -> None:
        """Keeps, sealed, an update that could not be handled, answers honestly, and raises a flag.

        It is done without reading the update, for reading it is what failed. Where the answer or
        the flag fails as well, there is at least a flag that somebody finds.
        """
        contact = contacts.find_contact(connection, bot, KINDS[bot], address) if address else None
        recorded = updates.record_update(
            connection,
            bot=bot,
            update_id=update_id,
            channel_id=contact.channel_id if contact else None,
            kind="unreadable",
            now=now,
            status="set_aside",
            tries=3,
            body=body,
        )
        if recorded is None or contact is None:
            return
        key, seen = recorded, contact

        def answered() -> bool:
            inbound = Inbound(
                "web" if bot == "web" else "participant", update_id, address, "unreadable"
            )
            texts = texts_for(seen.locale)
            self._outside.unreadable(Moment(connection, seen, texts, inbound, key, "", now))
            return True

        if not Apart("message").do(connection, key, answered, now):
            raise_bare_flag(connection, contact, now)

    def join_by_link(self, connection: Connection, code: str, now: datetime) -> LinkOpened:
        """Redeems a code from a web link, opens the browser's session and begins `welcome`."""
        texts = texts_for("en")
        checked = check_code(connection, code, False, None, now)
        if isinstance(checked, str):
            return LinkOpened("", self._outside.problem(texts, checked))
        _, found = checked
        contact = _web_contact(connection, found.person.id, now)
        joined = join(connection, code, contact.channel_id, now, staff=False)
        if isinstance(joined, str):
            return LinkOpened("", self._outside.problem(texts, joined))
        token = open_web_session(connection, joined.person.id, now)
        inbound = Inbound("web", f"link:{token[:12]}", str(joined.person.id), "join")
        contact = _web_contact(connection, joined.person.id, now)
        inbound_id = _record(connection, inbound, contact, inbound.update_id, "", now)
        assert inbound_id is not None
        moment = Moment(
            connection, contact, texts_for(contact.locale), inbound, inbound_id, "", now
        )
        self._outside.greet(moment)
        return LinkOpened(token, "")


def _web_contact(connection: Connection, person_id: int, now: datetime) -> Contact:
    return _contact(connection, Inbound("web", "", str(person_id), "join"), now)


def _contact(connection: Connection, inbound: Inbound, now: datetime) -> Contact:
    """Who sent it; somebody unknown gets a channel without a person, so that they can be told."""
    kind = KINDS[inbound.bot]
    contact = contacts.find_contact(connection, inbound.bot, kind, inbound.address)
    if contact is not None:
        return contact
    channel_id = contacts.add_channel(
        connection,
        person_id=int(inbound.address) if inbound.bot == "web" else None,
        bot=inbound.bot,
        kind=kind,
        address=inbound.address,
        now=now,
    )
    return contacts.contact_of(connection, channel_id)


def _one_at_a_time(connection: Connection, contact: Contact) -> None:
    """Updates of one person, by whatever channel, wait for each other on PostgreSQL too."""
    if connection.dialect.name == "postgresql":
        key = contact.person_id if contact.person_id is not None else -contact.channel_id
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def _words_of(inbound: Inbound) -> str:
    """All words in an update that a person may have written."""
    if inbound.kind == "command":
        return inbound.command_text
    if inbound.kind in ("text", "edited", "media", "group"):
        return inbound.text
    return ""


def _record(
    connection: Connection,
    inbound: Inbound,
    contact: Contact,
    update_id: str,
    words: str,
    now: datetime,
) -> int | None:
    return updates.record_update(
        connection,
        bot=inbound.bot,
        update_id=update_id,
        channel_id=contact.channel_id,
        kind=inbound.kind,
        now=now,
        album=inbound.album,
        message_id="" if inbound.kind == "press" else inbound.message_id,
        text=words,
    )
