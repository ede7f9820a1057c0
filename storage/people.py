"""Queries about people: projects, cohorts, members of staff, participants and their channels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.prepared import Prepared
from storage.rows import AnyRow, new_id
from storage.sealing import Sealer, sealer_of

_TABLES = SQLModel.metadata.tables
PROJECT: Final = _TABLES["project"]
COHORT: Final = _TABLES["cohort"]
PERSON: Final = _TABLES["person"]
FLAG: Final = _TABLES["flag"]
HIDDEN: Final = _TABLES["flag_hidden"]
CHANNEL: Final = _TABLES["channel"]
CONSENT: Final = _TABLES["consent"]

NAME: Final = "person.name"
TIMES: Final = "person.times"
ADDRESS: Final = "channel.address"


class Contact(NamedTuple):
    """Somebody who wrote: their channel, and who they are when that is known.

    `used_at` is when the channel is known to have been used last. `timezone` and `nation` are the
    cohort's. Names are unsealed. `kept_from_facilitator`: they have said something that their
    facilitator must not see, and from then on the facilitator sees nothing of what they say.
    """

    channel_id: int
    bot: str
    kind: str
    lost: bool
    used_at: datetime
    person_id: int | None
    role: str
    code: str
    locale: str
    project_id: int | None
    cohort_id: int | None
    cohort: str
    timezone: str
    nation: str
    name: str
    facilitator_id: int | None
    facilitator: str
    kept_from_facilitator: bool
    stopped_at: datetime | None

    @property
    def reader(self) -> str:
        """The name of the facilitator who reads what they write; "" when it is somebody else."""
        return "" if self.kept_from_facilitator else self.facilitator


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as staff screens and commands see them; the name is unsealed."""

    id: int
    code: str
    role: str
    project_id: int
    cohort_id: int | None
    facilitator_id: int | None
    lead: bool
    name: str
    locale: str
    joined_at: datetime | None


_facilitator = PERSON.alias("facilitator")
_CONTACT: Final = (
    select(
        CHANNEL.c.id,
        CHANNEL.c.bot,
        CHANNEL.c.kind,
        CHANNEL.c.lost_at,
        CHANNEL.c.used_at,
        PERSON.c.id.label("person_id"),
        PERSON.c.role,
        PERSON.c.code,
        PERSON.c.locale,
        PERSON.c.project_id,
        PERSON.c.cohort_id,
        PERSON.c.name_sealed,
        PERSON.c.stopped_at,
        PERSON.c.facilitator_id,
        COHORT.c.name.label("cohort"),
        COHORT.c.timezone,
        COHORT.c.nation,
        _facilitator.c.name_sealed.label("facilitator_sealed"),
        exists(FLAG.c.id)
        .where(
            FLAG.c.person_id == PERSON.c.id,
            FLAG.c.conduct,
            HIDDEN.c.flag_id == FLAG.c.id,
            HIDDEN.c.person_id == PERSON.c.facilitator_id,
        )
        .correlate(PERSON)
        .label("kept_from_facilitator"),
    )
    .select_from(
        CHANNEL.outerjoin(PERSON, PERSON.c.id == CHANNEL.c.person_id)
        .outerjoin(COHORT, COHORT.c.id == PERSON.c.cohort_id)
        .outerjoin(_facilitator, _facilitator.c.id == PERSON.c.facilitator_id)
    )
    .where(
        CHANNEL.c.bot == bindparam("bot"),
        CHANNEL.c.kind == bindparam("kind"),
        CHANNEL.c.address_hash == bindparam("address_hash"),
    )
)


_FIND_CONTACT: Final = Prepared(_CONTACT)


def find_contact(connection: Connection, bot: str, kind: str, address: str) -> Contact | None:
    """Who writes from this address; None when it was never seen."""
    sealer = sealer_of(connection)
    row = _FIND_CONTACT.one_or_none(
        connection,
        {"bot": bot, "kind": kind, "address_hash": _address_hash(sealer, kind, address)},
    )
    return _contact(sealer, row) if row else None


def _contact(sealer: Sealer, row: AnyRow) -> Contact:
    return Contact(
        channel_id=row.id,
        bot=row.bot,
        kind=row.kind,
        lost=row.lost_at is not None,
        used_at=row.used_at,
        person_id=row.person_id,
        role=row.role or "",
        code=row.code or "",
        locale=row.locale or "en",
        project_id=row.project_id,
        cohort_id=row.cohort_id,
        cohort=row.cohort or "",
        timezone=row.timezone or "Europe/London",
        nation=row.nation or "england",
        name=_name(sealer, row.name_sealed),
        facilitator_id=row.facilitator_id,
        facilitator=_staff_name(sealer, row.facilitator_sealed),
        kept_from_facilitator=bool(row.kept_from_facilitator),
        stopped_at=row.stopped_at,
    )


def add_channel(
    connection: Connection,
    *,
    person_id: int | None,
    bot: str,
    kind: str,
    address: str,
    now: datetime,
) -> int:
    """Keeps a new way to reach somebody and returns its id."""
    sealer = sealer_of(connection)
    return new_id(
        connection,
        insert(CHANNEL).values(
            person_id=person_id,
            bot=bot,
            kind=kind,
            address_hash=_address_hash(sealer, kind, address),
            address_sealed=sealer.seal(address, ADDRESS),
            created_at=now,
            used_at=now,
        ),
    )


def give_channel(connection: Connection, channel_id: int, person_id: int, now: datetime) -> None:
    """The channel is this person's from now on, and works."""
    connection.execute(
        update(CHANNEL)
        .where(CHANNEL.c.id == channel_id)
        .values(person_id=person_id, used_at=now, lost_at=None)
    )


_TOUCH: Final = Prepared(
    update(CHANNEL)
    .where(CHANNEL.c.id == bindparam("channel_id"))
    .values(used_at=bindparam("now"), lost_at=None)
)


def touch_channel(connection: Connection, channel_id: int, now: datetime) -> None:
    """Somebody wrote through the channel: it works, and it is the one that they use."""
    _TOUCH.change(connection, {"channel_id": channel_id, "now": now})


def best_channel(connection: Connection, person_id: int, bots: tuple[str, ...]) -> int | None:
    """The channel that a person used last, of those that work; None when there is none."""
    return connection.execute(
        select(CHANNEL.c.id)
        .where(
            CHANNEL.c.person_id == person_id, CHANNEL.c.lost_at.is_(None), CHANNEL.c.bot.in_(bots)
        )
        .order_by(CHANNEL.c.used_at.desc(), CHANNEL.c.id.desc())
        .limit(1)
    ).scalar()


def working_channels(connection: Connection, person_id: int, bots: tuple[str, ...]) -> list[int]:
    """All working channels of a person, on these bots."""
    return list(
        connection.execute(
            select(CHANNEL.c.id)
            .where(
                CHANNEL.c.person_id == person_id,
                CHANNEL.c.lost_at.is_(None),
                CHANNEL.c.bot.in_(bots),
            )
            .order_by(CHANNEL.c.id)
        ).scalars()
    )


def add_project(connection: Connection, name: str, now: datetime) -> int:
    """Adds a project and returns its id."""
    return new_id(connection, insert(PROJECT).values(name=name, created_at=now))


def find_project(connection: Connection, name: str) -> int | None:
    return connection.execute(select(PROJECT.c.id).where(PROJECT.c.name == name)).scalar()


def first_project(connection: Connection) -> int | None:
    """The oldest project, which is the default one."""
    return connection.execute(select(func.min(PROJECT.c.id))).scalar()


def add_cohort(
    connection: Connection, project_id: int, name: str, timezone: str, nation: str, now: datetime
) -> int:
    """Adds a cohort and returns its id."""
    return new_id(
        connection,
        insert(COHORT).values(
            project_id=project_id, name=name, timezone=timezone, nation=nation, created_at=now
        ),
    )


def find_cohort(connection: Connection, project_id: int, name: str) -> AnyRow | None:
    """The cohort's row (id, project_id, name, timezone, nation)."""
    return connection.execute(
        select(COHORT).where(COHORT.c.project_id == project_id, COHORT.c.name == name)
    ).one_or_none()


def cohort_names(connection: Connection, project_id: int) -> list[str]:
    return list(
        connection.execute(
            select(COHORT.c.name).where(COHORT.c.project_id == project_id).order_by(COHORT.c.name)
        ).scalars()
    )


def add_person(
    connection: Connection,
    *,
    code: str,
    role: str,
    project_id: int,
    now: datetime,
    name: str = "",
    cohort_id: int | None = None,
    facilitator_id: int | None = None,
    lead: bool = False,
    locale: str = "en",
) -> int:
    """Adds a person and returns their id; the name is sealed."""
    sealer = sealer_of(connection)
    return new_id(
        connection,
        insert(PERSON).values(
            code=code,
            role=role,
            project_id=project_id,
            cohort_id=cohort_id,
            facilitator_id=facilitator_id,
            lead=lead,
            locale=locale,
            name_sealed=sealer.seal(name, NAME) if name else None,
            created_at=now,
        ),
    )


def code_is_taken(connection: Connection, code: str) -> bool:
    return connection.execute(select(PERSON.c.id).where(PERSON.c.code == code)).first() is not None


def find_person(connection: Connection, person_id: int) -> Someone | None:
    row = connection.execute(select(PERSON).where(PERSON.c.id == person_id)).one_or_none()
    return _someone(connection, row) if row else None


def find_person_by_code(connection: Connection, code: str) -> Someone | None:
    row = connection.execute(select(PERSON).where(PERSON.c.code == code)).one_or_none()
    return _someone(connection, row) if row else None


# Written out, not bound, so that the index over staff can serve it.
_IS_STAFF: Final = PERSON.c.role != literal_column("'participant'")
_STAFF: Final = Prepared(
    select(PERSON)
    .where(PERSON.c.project_id == bindparam("project_id"), _IS_STAFF)
    .order_by(PERSON.c.id)
)
_STAFF_NAMES: Final = Prepared(
    select(PERSON.c.name_sealed).where(PERSON.c.project_id == bindparam("project_id"), _IS_STAFF)
)


def staff_of(connection: Connection, project_id: int) -> list[Someone]:
    """All members of staff of a project, the longest-serving first."""
    rows = _STAFF.all(connection, {"project_id": project_id})
    return [_someone(connection, row) for row in rows]


def staff_names(connection: Connection, project_id: int) -> list[str]:
    """The names of all members of staff of a project, as they are now. On the path of each text."""
    sealer = sealer_of(connection)
    rows = _STAFF_NAMES.all(connection, {"project_id": project_id})
    return [_staff_name(sealer, row.name_sealed) for row in rows]


def participants_of(connection: Connection, cohort_id: int) -> list[Someone]:
    rows = connection.execute(
        select(PERSON)
        .where(PERSON.c.cohort_id == cohort_id, PERSON.c.role == "participant")
        .order_by(PERSON.c.id)
    )
    return [_someone(connection, row) for row in rows]


def contact_of(connection: Connection, channel_id: int) -> Contact:
    """The contact behind a channel."""
    sealer = sealer_of(connection)
    row = connection.execute(_BY_CHANNEL, {"channel_id": channel_id}).one()
    return _contact(sealer, row)


_BY_CHANNEL: Final = (
    select(*_CONTACT.selected_columns)
    .select_from(*_CONTACT.get_final_froms())
    .where(CHANNEL.c.id == bindparam("channel_id"))
)


def keep_name(connection: Connection, person_id: int, name: str) -> None:
    """What the person wants to be called, sealed."""
    sealed = sealer_of(connection).seal(name, NAME)
    connection.execute(update(PERSON).where(PERSON.c.id == person_id).values(name_sealed=sealed))


def keep_times(connection: Connection, person_id: int, times: str) -> None:
    """When the person likes to be written to, sealed."""
    sealed = sealer_of(connection).seal(times, TIMES)
    connection.execute(update(PERSON).where(PERSON.c.id == person_id).values(times_sealed=sealed))


def mark_joined(connection: Connection, person_id: int, now: datetime) -> None:
    connection.execute(
        update(PERSON)
        .where(PERSON.c.id == person_id, PERSON.c.joined_at.is_(None))
        .values(joined_at=now)
    )


def mark_stopped(connection: Connection, person_id: int, at: datetime | None) -> None:
    """The person wants no more messages (from `at`), or with None has come back."""
    connection.execute(update(PERSON).where(PERSON.c.id == person_id).values(stopped_at=at))


def add_consent(
    connection: Connection,
    person_id: int,
    use: str,
    given: bool,
    session_id: int | None,
    now: datetime,
) -> None:
    """Adds a decision; earlier ones stay as history."""
    connection.execute(
        insert(CONSENT).values(
            person_id=person_id, use=use, given=given, at=now, session_id=session_id
        )
    )


def consented(connection: Connection, person_id: int, use: str) -> bool:
    """Whether the newest decision about this use is a yes."""
    given = connection.execute(
        select(CONSENT.c.given)
        .where(and_(CONSENT.c.person_id == person_id, CONSENT.c.use == use))
        .order_by(CONSENT.c.id.desc())
        .limit(1)
    ).scalar()
    return bool(given)


@lru_cache(maxsize=4096)
def _address_hash(sealer: Sealer, kind: str, address: str) -> bytes:
    """Remembered for those who write: a check-in is many updates from one address."""
    return sealer.fingerprint(f"channel.{kind}", address)


def _name(sealer: Sealer, sealed: bytes | None) -> str:
    return sealer.unseal(sealed, NAME) if sealed else ""


@lru_cache(maxsize=512)
def _staff_name(sealer: Sealer, sealed: bytes | None) -> str:
    """Remembered by what is sealed, so never out of date; staff are few and often looked at."""
    return _name(sealer, sealed)


def _someone(connection: Connection, row: AnyRow) -> Someone:
    return Someone(
        id=row.id,
        code=row.code,
        role=row.role,
        project_id=row.project_id,
        cohort_id=row.cohort_id,
        facilitator_id=row.facilitator_id,
        lead=row.lead,
        name=_name(sealer_of(connection), row.name_sealed),
        locale=row.locale,
        joined_at=row.joined_at,
    )


def mark_channel_lost(connection: Connection, channel_id: int, now: datetime) -> None:
    """Nothing arrives by this channel any more, until the person writes through it again."""
    connection.execute(
        update(CHANNEL)
        .where(CHANNEL.c.id == channel_id, CHANNEL.c.lost_at.is_(None))
        .values(lost_at=now)
    )
