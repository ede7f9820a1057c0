"""What the staff bot has asked a member of staff to type."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey
from sqlmodel import Field, SQLModel

from storage.tables.columns import BigId, Instant


class StaffAsked(SQLModel, table=True):
    """The next thing that is typed in this chat belongs to `flag_id`: a note, a time, a message.

    `what` says which (`note`, `snooze`, `close:spoke` and so on) and `version` is the flag's when
    it was asked. One for each chat; the newest question replaces the one before it.
    """

    __tablename__ = "staff_asked"
    channel_id: int = Field(
        sa_column=Column(BigId, ForeignKey("channel.id"), primary_key=True, autoincrement=False)
    )
    flag_id: int = Field(sa_column=Column(BigId, ForeignKey("flag.id"), nullable=False))
    version: int
    what: str
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
