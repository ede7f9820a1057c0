"""Aftercare flags, what raised them, what happened to them, and who must not see them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import BigId, Instant, only


class Flag(SQLModel, table=True):
    """Somebody should be contacted. `level` says how soon: urgent, soon or routine.

    `status`: open, acknowledged, snoozed, handing_over, contacted or closed. `version` rises with
    every change; a change made from an older version is refused. `next_at` is when something
    happens to it by itself, in every state but closed: it climbs to `rung` + 1 (`round` counts how
    often the last one was repeated, or its owner reminded), wakes, or opens again. `closed_by_id`
    with an `outcome` on a flag that is not closed: a second person has to agree. `earlier_id` is
    the closed flag of the same person before this one.
    In `contact_session_id` the person was asked how, when and where to reach them.
    `stuck_at` is the auditor's alarm: since then nothing was going to happen to the flag. Only the
    auditor sets it and takes it back; it is no part of the flag's life and raises no version.
    """

    __tablename__ = "flag"
    __table_args__ = (
        Index("ix_flag_due", "next_at", **only("status <> 'closed'")),
        Index("ix_flag_session", "session_id"),
    )
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    project_id: int = Field(sa_column=Column(BigId, ForeignKey("project.id"), nullable=False))
    person_id: int | None = Field(
        default=None, sa_column=Column(BigId, ForeignKey("person.id"), index=True)
    )
    channel_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("channel.id")))
    session_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("session.id")))
    contact_session_id: int | None = Field(
        default=None, sa_column=Column(BigId, ForeignKey("session.id"))
    )
    level: str
    topic: str
    status: str = "open"
    version: int = 1
    owner_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("person.id")))
    conduct: bool = False
    rung: int = 0
    round: int = 0
    next_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    opened_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    acknowledge_by: datetime = Field(sa_column=Column(Instant, nullable=False))
    contact_by: datetime = Field(sa_column=Column(Instant, nullable=False))
    promised_by: datetime | None = Field(default=None, sa_column=Column(Instant))
    promised_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("person.id")))
    acknowledged_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    snoozed_until: datetime | None = Field(default=None, sa_column=Column(Instant))
    handed_to_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("person.id")))
    reminded_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    contacted_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    outcome: str | None = None
    closed_by_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("person.id")))
    confirmed_by_id: int | None = Field(
        default=None, sa_column=Column(BigId, ForeignKey("person.id"))
    )
    closed_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    earlier_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("flag.id")))
    stuck_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class FlagSignal(SQLModel, table=True):
    """One thing that raised the flag: a rule that matched, an answer, or a press of the button.

    `rule` is a phrase rule's id, `answer:STEP`, `talk`, `triage:error` or `unread`. The person's
    words, and the part of them that matched, are sealed. `step` is one of the session's flow.
    """

    __tablename__ = "flag_signal"
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    flag_id: int = Field(sa_column=Column(BigId, ForeignKey("flag.id"), nullable=False, index=True))
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
    level: str
    topic: str
    rule: str
    reason: str
    session_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("session.id")))
    step: str | None = None
    words_sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    span_start: int | None = None
    span_end: int | None = None


class FlagEvent(SQLModel, table=True):
    """What happened to a flag, in order; rows are only ever added. Notes are sealed."""

    __tablename__ = "flag_event"
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    flag_id: int = Field(sa_column=Column(BigId, ForeignKey("flag.id"), nullable=False, index=True))
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
    kind: str
    actor_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("person.id")))
    detail: str | None = None
    words_sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))


class FlagHidden(SQLModel, table=True):
    """A member of staff whom the flag is about: it is invisible to them."""

    __tablename__ = "flag_hidden"
    __table_args__ = (UniqueConstraint("flag_id", "person_id"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    flag_id: int = Field(sa_column=Column(BigId, ForeignKey("flag.id"), nullable=False))
    person_id: int = Field(
        sa_column=Column(BigId, ForeignKey("person.id"), nullable=False, index=True)
    )
