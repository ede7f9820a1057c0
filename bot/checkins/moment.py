"""One update being taken in: everything that belongs to it, within its transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.checkins.inbound import Inbound
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Screen
from bot.texts import Texts
from storage.contacts import Contact


@dataclass(frozen=True, slots=True)
class OtherThan:
    """The member of staff whom the sender does not want to hear of this.

    `said`: they asked for somebody else; otherwise what they say is about this one. `only`: and
    they said nothing else that calls for somebody.
    """

    id: int
    name: str
    said: bool = True
    only: bool = True


@dataclass(slots=True)
class Moment:
    """An inbound update, who sent it, and the transaction that it is taken in with.

    `inbound_ids` are all the messages that are taken together, `inbound_id` the first of them.
    `contact` changes when what is said must be kept from the facilitator from here on. `notice` is
    said before whatever the next reply says, unless that is urgent. `correcting`: the words are an
    earlier message, changed. `about_flag`: the replies say who has seen this flag, which
    `asks_who_has_seen` asks for. What is said goes to somebody `other_than` this one. For the flag
    `ask_how_for` the person is still to be asked how to reach them.
    """

    connection: Connection
    contact: Contact
    texts: Texts
    inbound: Inbound
    inbound_id: int
    words: str
    now: datetime
    inbound_ids: tuple[int, ...] = ()
    notice: str = ""
    correcting: bool = False
    about_flag: int | None = None
    asks_who_has_seen: bool = False
    ask_how_for: int | None = None
    other_than: OtherThan | None = None

    @property
    def only_asks_for_others(self) -> bool:
        """Whether they ask for somebody else, and say nothing more that calls for a person."""
        other = self.other_than
        return other is not None and other.said and other.only

    def keep_from_facilitator(self) -> None:
        """The facilitator sees nothing of what is said, so nothing may say that they read it."""
        self.contact = self.contact._replace(kept_from_facilitator=True)

    def reply(
        self,
        screen: Screen,
        *,
        lane: Lane = Lane.REPLY,
        kind: str = "reply",
        session_id: int | None = None,
        turn: int | None = None,
        flag_id: int | None = None,
    ) -> None:
        """Queues a message back through the channel that the update came by."""
        if self.notice and lane is not Lane.ALERT:
            screen = replace(screen, text=f"{self.notice}\n\n{screen.text}")
            self.notice = ""
        queue(
            self.connection,
            Message(
                channel_id=self.contact.channel_id,
                bot=self.contact.bot,
                person_id=self.contact.person_id,
                screen=screen,
                lane=lane,
                kind=kind,
                session_id=session_id,
                turn=turn,
                flag_id=flag_id or self.about_flag,
            ),
            self.now,
        )

    def echo(
        self,
        screen: Screen,
        *,
        kind: str = "echo",
        session_id: int | None = None,
        turn: int | None = None,
        supersedes: bool = False,
    ) -> None:
        """Replaces the message whose button was pressed.

        With `supersedes`, changes of it that have not gone out yet are not made any more.
        """
        queue(
            self.connection,
            Message(
                channel_id=self.contact.channel_id,
                bot=self.contact.bot,
                person_id=self.contact.person_id,
                screen=screen,
                lane=Lane.REPLY,
                kind=kind,
                act="edit",
                target_remote_id=self.inbound.message_id,
                session_id=session_id,
                turn=turn,
                supersedes=supersedes,
            ),
            self.now,
        )
