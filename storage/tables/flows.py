"""Flows: their versions, which of them each project has, and who approved them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import BigId, Instant


class FlowVersion(SQLModel, table=True):
    """A flow as it was when it was first used or added; `version` is its content hash."""

    __tablename__ = "flow_version"
    __table_args__ = (UniqueConstraint("flow", "version"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    flow: str
    version: str
    definition: str = Field(sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class ProjectFlow(SQLModel, table=True):
    """A version of a flow that a project took; the last one of a flow's name is its newest.

    `origin` is own, with the file's name and text, or library.
    """

    __tablename__ = "project_flow"
    __table_args__ = (Index("ix_project_flow_project_id", "project_id", "id"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    project_id: int = Field(sa_column=Column(BigId, ForeignKey("project.id"), nullable=False))
    flow_version_id: int = Field(
        sa_column=Column(BigId, ForeignKey("flow_version.id"), nullable=False)
    )
    origin: str
    file: str | None = None
    written: str | None = Field(default=None, sa_column=Column(Text))
    added_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class FlowApproval(SQLModel, table=True):
    """Somebody's approval of one version. The name is sealed, and found again by its keyed hash."""

    __tablename__ = "flow_approval"
    __table_args__ = (UniqueConstraint("project_id", "flow_version_id", "reviewer_hash"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    project_id: int = Field(sa_column=Column(BigId, ForeignKey("project.id"), nullable=False))
    flow_version_id: int = Field(
        sa_column=Column(BigId, ForeignKey("flow_version.id"), nullable=False)
    )
    reviewer_hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    reviewer_sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    lived_experience: bool = False
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
