"""Who is on duty: the rota, its covers and gaps, working hours, ladders, and what was promised."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Date, ForeignKey, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import BigId, Instant, only


class RotaShift(SQLModel, table=True):
    """A weekly pattern: somebody is on call on these weekdays, from `starts` to `ends`.

    `place` is first or second. `weekdays` are digits, 0 for Monday. The times are those on the wall
    in `zone` (18:00); an end that is not after the start is on the next day. A shift belongs to the
    day that it starts on, from `first_day` to `last_day`. One that is taken off the rota stays as
    history, with `removed_at`.
    """

    __tablename__ = "rota_shift"
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    project_id: int = Field(
        sa_column=Column(BigId, ForeignKey("project.id"), nullable=False, index=True)
    )
    person_id: int = Field(sa_column=Column(BigId, ForeignKey("person.id"), nullable=False))
    place: str
    weekdays: str
    starts: str
    ends: str
    zone: str
    first_day: date = Field(sa_column=Column(Date, nullable=False))
    last_day: date | None = Field(default=None, sa_column=Column(Date))
    on_holidays: bool = True
    added_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    removed_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class RotaCover(SQLModel, table=True):
    """Somebody is asked to be on call in place of somebody else, between two instants.

    `status`: asked, accepted, declined or withdrawn. Only what is accepted counts.
    """

    __tablename__ = "rota_cover"
    __table_args__ = (Index("ix_rota_cover_project", "project_id", "ends_at"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    project_id: int = Field(sa_column=Column(BigId, ForeignKey("project.id"), nullable=False))
    of_id: int = Field(sa_column=Column(BigId, ForeignKey("person.id"), nullable=False))
    by_id: int = Field(sa_column=Column(BigId, ForeignKey("person.id"), nullable=False))
    starts_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    ends_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    status: str = "asked"
    asked_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    answered_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class RotaAway(SQLModel, table=True):
    """A member of staff cannot be asked between two instants. `until` moves when they are back."""

    __tablename__ = "rota_away"
    __table_args__ = (Index("ix_rota_away_person", "person_id", "until"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    person_id: int = Field(sa_column=Column(BigId, ForeignKey("person.id"), nullable=False))
    starts_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    until: datetime = Field(sa_column=Column(Instant, nullable=False))
    said_at: datetime = Field(sa_column=Column(Instant, nullable=False))


class RotaGap(SQLModel, table=True):
    """A time with nobody on call that the coordinators were told about.

    `ends` is empty when no end was in sight. `over_at`: it was filled, or it has passed.
    """

    __tablename__ = "rota_gap"
    __table_args__ = (Index("ix_rota_gap_project", "project_id", **only("over_at IS NULL")),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    project_id: int = Field(sa_column=Column(BigId, ForeignKey("project.id"), nullable=False))
    begins: datetime = Field(sa_column=Column(Instant, nullable=False))
    ends: datetime | None = Field(default=None, sa_column=Column(Instant))
    told_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    over_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class WorkingHours(SQLModel, table=True):
    """When a project works, on one weekday (0 is Monday): wall times, 00:00 for midnight after."""

    __tablename__ = "working_hours"
    __table_args__ = (UniqueConstraint("project_id", "weekday", "opens"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    project_id: int = Field(sa_column=Column(BigId, ForeignKey("project.id"), nullable=False))
    weekday: int
    opens: str
    closes: str


class WorkingCalendar(SQLModel, table=True):
    """Where a project's hours hold. `zone` empty: in the participant's own.

    `nation` says whose bank holidays are days off: empty for the participant's own, `none` for
    none at all.
    """

    __tablename__ = "working_calendar"
    project_id: int = Field(
        sa_column=Column(BigId, ForeignKey("project.id"), primary_key=True, autoincrement=False)
    )
    zone: str | None = None
    nation: str | None = None


class SpecialDay(SQLModel, table=True):
    """A day on which a project is closed, or works although it would not."""

    __tablename__ = "special_day"
    __table_args__ = (UniqueConstraint("project_id", "day"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    project_id: int = Field(sa_column=Column(BigId, ForeignKey("project.id"), nullable=False))
    day: date = Field(sa_column=Column(Date, nullable=False))
    works: bool
    name: str = ""


class LadderRung(SQLModel, table=True):
    """One rung of a project's own ladder for a level, or for `conduct`.

    `who`: named, on_call, second, leads, coordinators or everybody. `wait_s` is how long they have
    to acknowledge; empty for the level's own limit.
    """

    __tablename__ = "ladder_rung"
    __table_args__ = (UniqueConstraint("project_id", "level", "place"),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    project_id: int = Field(sa_column=Column(BigId, ForeignKey("project.id"), nullable=False))
    level: str
    place: int
    who: str
    wait_s: int | None = None


class PromiseRow(SQLModel, table=True):
    """What a participant was promised about a flag: who, and by when they will have been in touch.

    `ending`: kept, replaced (by another promise, or by none) or broken. `told_at` is when the
    participant was told of it; empty when it could not be told safely.
    """

    __tablename__ = "promise"
    __table_args__ = (Index("ix_promise_live", "contact_by", **only("ended_at IS NULL")),)
    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    flag_id: int = Field(sa_column=Column(BigId, ForeignKey("flag.id"), nullable=False, index=True))
    staff_id: int = Field(sa_column=Column(BigId, ForeignKey("person.id"), nullable=False))
    contact_by: datetime = Field(sa_column=Column(Instant, nullable=False))
    made_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    told_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    ended_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    ending: str | None = None
