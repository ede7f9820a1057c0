"""What came in and what goes out: inbound updates, the outbox, and leases on sending."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import BigId, Instant, only

OPEN = "status IN ('pending', 'sending')"
"""Messages that are not done with: few of all that there ever were."""


class InboundUpdate(SQLModel, table=True):
    """One update as it came; (bot, update_id) happens once.

    `status` is done, failing or set_aside. What a person wrote stays readable in `text_sealed`;
    `body_sealed` holds the whole update of one that could not be handled. `album` joins the
    messages of one album. `reading` is none (nothing to read, such as a typed "7"), unread or read:
    every free text is in somebody's reading list. `flag_id` is the flag that the text raised.
    `message_id` is the channel's own name for a message with words in it, `turn` the turn of
    `session_id` whose answer they are; so an edited message finds its answer. `hidden_at` is when
    the person took it out of their own sight; staff read it as before.
    """

    __tablename__ = "inbound_update"
    __table_args__ = (
        UniqueConstraint("bot", "update_id"),
        Index("ix_inbound_album", "channel_id", "album", **only("album IS NOT NULL")),
        Index("ix_inbound_unread", "id", **only("reading = 'unread'")),
        Index("ix_inbound_answer", "session_id", "turn", **only("turn IS NOT NULL")),
    )
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    bot: str
    update_id: str
    channel_id: int | None = Field(
        default=None, sa_column=Column(BigId, ForeignKey("channel.id"), index=True)
    )
    session_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("session.id")))
    kind: str
    status: str
    tries: int = 0
    album: str | None = None
    message_id: str | None = None
    turn: int | None = None
    reading: str = "none"
    read_by: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("person.id")))
    read_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    flag_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("flag.id")))
    text_sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    body_sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    received_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    hidden_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class OutboxMessage(SQLModel, table=True):
    """One message to be sent, or sent.

    `status`: pending, sending (until `lease_until`), sent, failed or stale. `lane` is 0 for
    alerts, signposting and relay, 1 for replies to someone who is there, 2 for reminders and
    rounds. `repeatable` says whether it is sent again when it is uncertain whether it went out.
    `handed_at` is when one that is not repeatable was handed to the channel: before that it
    certainly did not go out. `dedupe` is unique where set. `act` is send, edit (of the message
    `target_remote_id`) or delete (of what was hidden when it was queued). `hidden_at` is when the
    person took the message out of their sight.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due", "bot", "status", "lane", "due_at", **only(OPEN)),
        Index("ix_outbox_channel", "channel_id", "id"),
        Index("ix_outbox_open", "channel_id", "lane", "id", **only(OPEN)),
        Index("ix_outbox_dedupe", "dedupe", unique=True, **only("dedupe IS NOT NULL")),
        Index("ix_outbox_flag_id", "flag_id", **only("flag_id IS NOT NULL")),
    )
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    bot: str
    channel_id: int = Field(sa_column=Column(BigId, ForeignKey("channel.id"), nullable=False))
    person_id: int | None = Field(
        default=None, sa_column=Column(BigId, ForeignKey("person.id"), index=True)
    )
    lane: int
    act: str = "send"
    kind: str
    repeatable: bool = True
    dedupe: str | None = None
    screen_sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    target_remote_id: str | None = None
    session_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("session.id")))
    turn: int | None = None
    flag_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("flag.id")))
    invitation_id: int | None = Field(
        default=None, sa_column=Column(BigId, ForeignKey("invitation.id"))
    )
    status: str = "pending"
    tries: int = 0
    problem: str | None = None
    remote_id: str | None = None
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    due_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    lease_until: datetime | None = Field(default=None, sa_column=Column(Instant))
    handed_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    sent_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    hidden_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class Lease(SQLModel, table=True):
    """Who may do what only one may do, such as sending for a bot; it lapses by itself."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True)
    holder: str
    until: datetime = Field(sa_column=Column(Instant, nullable=False))
