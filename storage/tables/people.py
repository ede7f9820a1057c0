"""Who takes part: projects, cohorts, people, how they are reached and what they agreed to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import BigId, Instant, only


class Project(SQLModel, table=True):
    """With `approval_needed`, flows are sent only once reviewers have approved them.

    `under_18s` says whether people under 18 take part; it is empty until somebody states it.
    """

    __tablename__ = "project"
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    name: str = Field(unique=True)
    approval_needed: bool = False
    under_18s: bool | None = None
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class Cohort(SQLModel, table=True):
    """`timezone` is an IANA name; `nation` is england, wales, scotland or northern-ireland."""

    __tablename__ = "cohort"
    __table_args__ = (UniqueConstraint("project_id", "name"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    project_id: int = Field(sa_column=Column(BigId, ForeignKey("project.id"), nullable=False))
    name: str
    timezone: str
    nation: str
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class Person(SQLModel, table=True):
    """A participant or a member of staff.

    `code` is the short pseudonym that alerts and exports show (P-7KQ2M); it opens nothing.
    `lead` marks a safeguarding lead. A participant has a cohort, and may have a named facilitator.
    `preferences_sealed` holds how and when they like to be written to, and what helps them;
    `safe_here_at` is when they last said whether it is safe to write to them.
    """

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_staff", "project_id", **only("role <> 'participant'")),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    code: str = Field(unique=True)
    role: str  # participant, facilitator, coordinator, or left: was staff and is none any more
    project_id: int = Field(sa_column=Column(BigId, ForeignKey("project.id"), nullable=False))
    cohort_id: int | None = Field(
        default=None, sa_column=Column(BigId, ForeignKey("cohort.id"), index=True)
    )
    facilitator_id: int | None = Field(
        default=None, sa_column=Column(BigId, ForeignKey("person.id"), index=True)
    )
    lead: bool = False
    locale: str = "en"
    name_sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    preferences_sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    safe_here_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    joined_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    paused_until: datetime | None = Field(default=None, sa_column=Column(Instant))
    stopped_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class ChannelRow(SQLModel, table=True):
    """A way to reach somebody. Without a person it is somebody unknown who wrote to the bot.

    `kind` is telegram, web or email; `bot` is participant, staff or web. The address is found by
    its keyed hash and read from its seal. While `lost_at` is set nothing arrives there; `lost_why`
    is then refused (the platform says that there is nobody, or that they blocked us) or not set up
    (this installation has no such channel).
    """

    __tablename__ = "channel"
    __table_args__ = (UniqueConstraint("bot", "kind", "address_hash"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    person_id: int | None = Field(
        default=None, sa_column=Column(BigId, ForeignKey("person.id"), index=True)
    )
    kind: str
    bot: str
    address_hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    address_sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    used_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    lost_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    lost_why: str | None = None


class JoinCode(SQLModel, table=True):
    """A single-use code that lets somebody in; only its keyed hash is kept."""

    __tablename__ = "join_code"
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    code_hash: bytes = Field(sa_column=Column(LargeBinary, unique=True, nullable=False))
    person_id: int = Field(
        sa_column=Column(BigId, ForeignKey("person.id"), nullable=False, index=True)
    )
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    expires_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    redeemed_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    redeemed_by: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("channel.id")))


class WebSession(SQLModel, table=True):
    """A browser that a link was opened in; the cookie's token is kept as a keyed hash."""

    __tablename__ = "web_session"
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    token_hash: bytes = Field(sa_column=Column(LargeBinary, unique=True, nullable=False))
    person_id: int = Field(
        sa_column=Column(BigId, ForeignKey("person.id"), nullable=False, index=True)
    )
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    revoked_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class Consent(SQLModel, table=True):
    """One decision about one use; the newest for a use holds, the older ones stay as history."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_person_use", "person_id", "use"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    person_id: int = Field(sa_column=Column(BigId, ForeignKey("person.id"), nullable=False))
    use: str
    given: bool
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
    session_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("session.id")))
