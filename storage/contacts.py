"""Who writes, and where they can be written to: channels, and the people behind them."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, exists, insert, select, update
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.preferences import Preferences, preferences_in
from storage.prepared import Prepared
from storage.rows import AnyRow, new_id
from storage.sealed_names import name_of, staff_name
from storage.sealing import Sealer, sealer_of

_TABLES = SQLModel.metadata.tables
COHORT: Final = _TABLES["cohort"]
PERSON: Final = _TABLES["person"]
FLAG: Final = _TABLES["flag"]
HIDDEN: Final = _TABLES["flag_hidden"]
CHANNEL: Final = _TABLES["channel"]

ADDRESS: Final = "channel.address"


class Contact(NamedTuple):
    """Somebody who wrote: their channel, and who they are when that is known.

    `used_at` is when the channel is known to have been used last. `timezone` and `nation` are the
    cohort's. Names are unsealed. `kept_from_facilitator`: they have said something that their
    facilitator must not see, and from then on the facilitator sees nothing of what they say.
    `preferences` are what they have told us before of how they would like things to be,
    `safe_here_at` when they last said whether it is safe to write to them.
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
    preferences: Preferences
    safe_here_at: datetime | None = None

    @property
    def reader(self) -> str:
        """The name of the facilitator who reads what they write; "" when it is somebody else."""
        return "" if self.kept_from_facilitator else self.facilitator


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
        PERSON.c.preferences_sealed,
        PERSON.c.safe_here_at,
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
        name=name_of(sealer, row.name_sealed),
        facilitator_id=row.facilitator_id,
        facilitator=staff_name(sealer, row.facilitator_sealed),
        kept_from_facilitator=bool(row.kept_from_facilitator),
        stopped_at=row.stopped_at,
        preferences=preferences_in(sealer, row.preferences_sealed),
        safe_here_at=row.safe_here_at,
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
        .values(person_id=person_id, used_at=now, lost_at=None, lost_why=None)
    )


_TOUCH: Final = Prepared(
    update(CHANNEL)
    .where(CHANNEL.c.id == bindparam("channel_id"))
    .values(used_at=bindparam("now"), lost_at=None, lost_why=None)
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


def mark_channel_lost(connection: Connection, channel_id: int, now: datetime) -> None:
    """Nothing arrives by this channel any more, until the person writes through it again."""
    connection.execute(
        update(CHANNEL)
        .where(CHANNEL.c.id == channel_id, CHANNEL.c.lost_at.is_(None))
        .values(lost_at=now, lost_why="refused")
    )


@lru_cache(maxsize=4096)
def _address_hash(sealer: Sealer, kind: str, address: str) -> bytes:
    """Remembered for those who write: a check-in is many updates from one address."""
    return sealer.fingerprint(f"channel.{kind}", address)
