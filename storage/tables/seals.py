"""How a database knows the key that it was sealed with."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel


class SealCheck(SQLModel, table=True):
    """A known text, sealed when the database was first opened with a key.

    Whoever opens it with another key is told so at once, instead of at the first sealed value.
    """

    __tablename__ = "seal_check"
    name: str = Field(primary_key=True)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
