"""Check-ins: sessions and answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import BigId, Instant, only

UNENDED = "status IN ('asking', 'held', 'paused')"
"""Check-ins that somebody is in."""


class SessionRow(SQLModel, table=True):
    """One participant's run through one flow version. `state_sealed` is the engine's session.

    `status` is asking, held, paused, finished or stopped, as the engine says.
    """

    __tablename__ = "session"
    __table_args__ = (
        Index("ix_session_person_id", "person_id"),
        Index("ix_session_unended", "person_id", "id", **only(UNENDED)),
        Index("ix_session_resume_at", "resume_at", **only("resume_at IS NOT NULL")),
    )
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    person_id: int = Field(sa_column=Column(BigId, ForeignKey("person.id"), nullable=False))
    flow_version_id: int = Field(
        sa_column=Column(BigId, ForeignKey("flow_version.id"), nullable=False)
    )
    channel_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("channel.id")))
    invitation_id: int | None = Field(
        default=None, sa_column=Column(BigId, ForeignKey("invitation.id"))
    )
    status: str
    turn: int
    state_sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    started_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    active_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    resume_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    ended_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class AnswerRow(SQLModel, table=True):
    """One answer of one turn; a turn is answered once. Free text is sealed in `text_sealed`.

    `status` is answered, skipped (no answer) or rather_not ("I prefer not to say"). An answer that
    was changed later has `withdrawn_at`.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("session_id", "turn"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    session_id: int = Field(sa_column=Column(BigId, ForeignKey("session.id"), nullable=False))
    turn: int
    step: str
    kind: str
    measure: str
    status: str
    value: str | None = None
    label: str | None = None
    text_sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    answered_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    withdrawn_at: datetime | None = Field(default=None, sa_column=Column(Instant))
