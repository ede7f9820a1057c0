"""Photos, voice notes and other files that people sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables.columns import BigId, Instant, only


class Media(SQLModel, table=True):
    """One file that somebody sent, with the update that it came by.

    `bot` and the sealed `reference` say where the file itself is fetched from. `status` is waiting
    (to be fetched, at `due_at`), fetched or lost (`problem` says why). `turn` is the turn of
    `session_id` that it answered; the files of one album have the same.
    """

    __tablename__ = "media"
    __table_args__ = (Index("ix_media_due_at", "due_at", **only("status = 'waiting'")),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    inbound_id: int = Field(
        sa_column=Column(BigId, ForeignKey("inbound_update.id"), nullable=False, index=True)
    )
    person_id: int = Field(
        sa_column=Column(BigId, ForeignKey("person.id"), nullable=False, index=True)
    )
    session_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("session.id")))
    turn: int | None = None
    flag_id: int | None = Field(
        default=None, sa_column=Column(BigId, ForeignKey("flag.id"), index=True)
    )
    bot: str
    kind: str
    mime_type: str
    size: int
    reference_sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    bytes_sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    status: str
    tries: int = 0
    problem: str | None = None
    received_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    due_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    fetched_at: datetime | None = Field(default=None, sa_column=Column(Instant))
