"""One update being taken in: everything that belongs to it, within its transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.checkins.inbound import Inbound
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Screen
from bot.texts import Texts
from storage.people import Contact


@dataclass(frozen=True, slots=True)
class Moment:
    """An inbound update, who sent it, and the transaction that it is taken in with."""

    connection: Connection
    contact: Contact
    texts: Texts
    inbound: Inbound
    inbound_id: int
    words: str
    now: datetime

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
        queue(
            self.connection,
            Message(
                channel_id=self.contact.channel_id,
                person_id=self.contact.person_id,
                screen=screen,
                lane=lane,
                kind=kind,
                session_id=session_id,
                turn=turn,
                flag_id=flag_id,
            ),
            self.now,
        )

    def echo(self, screen: Screen) -> None:
        """Replaces the message whose button was pressed."""
        queue(
            self.connection,
            Message(
                channel_id=self.contact.channel_id,
                person_id=self.contact.person_id,
                screen=screen,
                lane=Lane.REPLY,
                kind="echo",
                act="edit",
                target_remote_id=self.inbound.message_id,
            ),
            self.now,
        )
