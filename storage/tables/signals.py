"""Signals beyond text, and the numbers to call that a project adds."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Date, ForeignKey, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import BigId, Instant, only


class SignalSetting(SQLModel, table=True):
    """One setting of a project, such as `fall.level` = soon; what is not here is as it comes."""

    __tablename__ = "signal_setting"
    __table_args__ = (UniqueConstraint("project_id", "name"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    project_id: int = Field(sa_column=Column(BigId, ForeignKey("project.id"), nullable=False))
    name: str
    value: str
    set_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class AwaitedAnswer(SQLModel, table=True):
    """A follow-up after a flag that was sent, and by when an answer is looked for."""

    __tablename__ = "awaited_answer"
    __table_args__ = (
        UniqueConstraint("session_id"),
        Index("ix_awaited_answer_due_at", "due_at", **only("settled_at IS NULL")),
    )
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    session_id: int = Field(sa_column=Column(BigId, ForeignKey("session.id"), nullable=False))
    person_id: int = Field(sa_column=Column(BigId, ForeignKey("person.id"), nullable=False))
    due_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    settled_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class HelpNumberRow(SQLModel, table=True):
    """A number to call that a project added. Without `nation` or `topic` it is for every one.

    `checked` is when somebody last looked whether it still works.
    """

    __tablename__ = "help_number"
    __table_args__ = (Index("ix_help_number_project_id", "project_id"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    project_id: int = Field(sa_column=Column(BigId, ForeignKey("project.id"), nullable=False))
    nation: str | None = None
    topic: str | None = None
    name: str
    how: str
    source: str
    checked: date = Field(sa_column=Column(Date, nullable=False))
    added_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    removed_at: datetime | None = Field(default=None, sa_column=Column(Instant))
