"""What a project has on its lists: what was done, what was proposed, what was chosen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables.columns import BigId, Instant


class ProjectListItem(SQLModel, table=True):
    """One thing on one of a project's lists; flows name the lists by `name`, such as `actions`.

    What was replaced is kept for the sessions that began on it.
    """

    __tablename__ = "project_list_item"
    __table_args__ = (Index("ix_project_list_item_list", "project_id", "name", "set_at"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    project_id: int = Field(sa_column=Column(BigId, ForeignKey("project.id"), nullable=False))
    name: str
    place: int
    text_sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    set_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    replaced_at: datetime | None = Field(default=None, sa_column=Column(Instant))
