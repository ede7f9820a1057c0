"""Rounds: a flow sent to a cohort, its dated occurrences, and each person's invitation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import BigId, Instant


class Round(SQLModel, table=True):
    """A flow sent to a cohort. `anyway` overrides quiet hours, and nothing else."""

    __tablename__ = "round"
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    cohort_id: int = Field(
        sa_column=Column(BigId, ForeignKey("cohort.id"), nullable=False, index=True)
    )
    flow: str
    anyway: bool = False
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class Occurrence(SQLModel, table=True):
    """One dated instance of a round: the wall time asked for, its zone, and the instant."""

    __tablename__ = "occurrence"
    __table_args__ = (UniqueConstraint("round_id", "number"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    round_id: int = Field(sa_column=Column(BigId, ForeignKey("round.id"), nullable=False))
    number: int
    local: str
    zone: str
    at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))
    planned_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class Invitation(SQLModel, table=True):
    """One participant in one occurrence.

    `kind` is invite or reminder. `status`: planned, sent, opened, finished, skipped (see `reason`)
    or undeliverable. `due_at` is when it may go out, after quiet hours.
    """

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("occurrence_id", "person_id", "kind"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    occurrence_id: int = Field(sa_column=Column(BigId, ForeignKey("occurrence.id"), nullable=False))
    person_id: int = Field(
        sa_column=Column(BigId, ForeignKey("person.id"), nullable=False, index=True)
    )
    kind: str = "invite"
    status: str = "planned"
    reason: str | None = None
    due_at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))
    sent_at: datetime | None = Field(default=None, sa_column=Column(Instant))
