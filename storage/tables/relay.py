"""Chats between a participant and a member of staff, and the summaries that staff are sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import BigId, Instant, only

UNENDED = "ended_at IS NULL"
"""Chats that are going on."""

UNRESUMED = "resumed_at IS NULL"
"""Chats that are going on, or after which the participant has not been asked to go on yet."""


class Relay(SQLModel, table=True):
    """A participant and a member of staff write to each other, about a flag; the script waits.

    One at a time for each participant. `quiet_at` is when it ends by itself, `quiet_s` after the
    last word. `waiting_since`: the participant wrote last, and has had no answer; `remind_at` is
    when the member of staff is reminded of that. `numbers_at` is when the participant was last
    given numbers to call in it, `chosen_at` when the member of staff last wrote in it.

    `ending` is ended (by staff), left (by the participant), quiet, closed (the flag was), kept
    (what was said must not reach them) or replaced. `go_on_at` is when the participant is told
    that it ended and asked whether to go on with the check-in; empty when that waits until they
    write. `resumed_at`: it was done.
    """

    __tablename__ = "relay"
    __table_args__ = (
        Index("ix_relay_person", "person_id", unique=True, **only(UNENDED)),
        Index("ix_relay_channel", "channel_id", unique=True, **only(UNENDED)),
        Index("ix_relay_unresumed_person", "person_id", **only(UNRESUMED)),
        Index("ix_relay_unresumed_channel", "channel_id", **only(UNRESUMED)),
        Index("ix_relay_staff", "staff_id", **only(UNENDED)),
    )
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    flag_id: int = Field(sa_column=Column(BigId, ForeignKey("flag.id"), nullable=False, index=True))
    person_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("person.id")))
    channel_id: int = Field(sa_column=Column(BigId, ForeignKey("channel.id"), nullable=False))
    staff_id: int = Field(sa_column=Column(BigId, ForeignKey("person.id"), nullable=False))
    opened_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    quiet_s: int
    quiet_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    chosen_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    waiting_since: datetime | None = Field(default=None, sa_column=Column(Instant))
    remind_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    numbers_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    ended_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    ending: str | None = None
    go_on_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    resumed_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class RelayLine(SQLModel, table=True):
    """One message in a chat; rows are only ever added.

    Words of staff are sealed here. Those of a participant stand, sealed, in `inbound_id`; `changed`
    says that it is an earlier message, edited.
    """

    __tablename__ = "relay_line"
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    relay_id: int = Field(
        sa_column=Column(BigId, ForeignKey("relay.id"), nullable=False, index=True)
    )
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
    staff_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("person.id")))
    words_sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    inbound_id: int | None = Field(
        default=None, sa_column=Column(BigId, ForeignKey("inbound_update.id"), index=True)
    )
    changed: bool = False


class RelayDraft(SQLModel, table=True):
    """Words that a member of staff typed, not sent before they say whether, and to whom."""

    __tablename__ = "relay_draft"
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    staff_id: int = Field(
        sa_column=Column(BigId, ForeignKey("person.id"), nullable=False, index=True)
    )
    words_sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    at: datetime = Field(sa_column=Column(Instant, nullable=False))


class Summary(SQLModel, table=True):
    """A summary that a member of staff was sent, or had nothing in it: each of them once.

    `kind` is digest (`about` is the day) or handover (`about` is the instant that a shift ended).
    """

    __tablename__ = "summary"
    __table_args__ = (UniqueConstraint("person_id", "kind", "about"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    person_id: int = Field(sa_column=Column(BigId, ForeignKey("person.id"), nullable=False))
    kind: str
    about: str
    sent: bool
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
