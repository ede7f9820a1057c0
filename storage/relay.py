"""Queries about chats between participants and staff. What was said in them is sealed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import (
    Connection,
    bindparam,
    exists,
    insert,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.prepared import Prepared
from storage.rows import AnyRow, new_id
from storage.sealing import sealer_of
from storage.tables.relay import UNENDED, UNRESUMED
from storage.updates import TEXT

_TABLES = SQLModel.metadata.tables
RELAY: Final = _TABLES["relay"]
LINE: Final = _TABLES["relay_line"]
FLAG: Final = _TABLES["flag"]
INBOUND: Final = _TABLES["inbound_update"]

WORDS: Final = "relay_line.words"

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})

_OPEN: Final = text(f"relay.{UNENDED}")

_WITH: Final = Prepared(
    select(RELAY).where(
        # Written out, not bound, so that the index over the few that matter can serve it.
        text(f"relay.{UNRESUMED}"),
        or_(
            RELAY.c.person_id == bindparam("person_id"),
            RELAY.c.channel_id == bindparam("channel_id"),
        ),
    )
)


def relay_with(connection: Connection, person_id: int | None, channel_id: int) -> AnyRow | None:
    """The chat that somebody is in, or whose end they have not been told of. On every update."""
    found = _WITH.all(connection, {"person_id": person_id, "channel_id": channel_id})
    # There are two at most for long; asked for in order, SQLite would look through all there are.
    return max(found, key=lambda row: int(row.id), default=None)


def find_relay(connection: Connection, relay_id: int) -> AnyRow | None:
    return connection.execute(select(RELAY).where(RELAY.c.id == relay_id)).one_or_none()


_TALKING: Final = Prepared(
    select(RELAY.c.id).where(RELAY.c.person_id == bindparam("person_id"), _OPEN)
)


def is_talking(connection: Connection, person_id: int) -> bool:
    """Whether a participant is in a chat right now. Looked at for all whom a round reaches."""
    return _TALKING.one_or_none(connection, {"person_id": person_id}) is not None


def relay_of_flag(connection: Connection, flag_id: int) -> AnyRow | None:
    """The chat about a flag that is going on."""
    return connection.execute(
        select(RELAY).where(RELAY.c.flag_id == flag_id, _OPEN).order_by(RELAY.c.id.desc()).limit(1)
    ).one_or_none()


def relays_of_staff(connection: Connection, staff_id: int) -> list[AnyRow]:
    """The chats that a member of staff is in, the one that they wrote in last first."""
    return list(
        connection.execute(
            select(RELAY)
            .where(RELAY.c.staff_id == staff_id, _OPEN)
            .order_by(RELAY.c.chosen_at.desc(), RELAY.c.id.desc())
        )
    )


def add_relay(connection: Connection, **values: Any) -> int:
    """Begins a chat (columns of the table `relay`) and returns its id."""
    return new_id(connection, insert(RELAY).values(**values))


def change_relay(
    connection: Connection, relay_id: int, *, was: Mapping[str, Any] = NOTHING, **values: Any
) -> bool:
    """Changes a chat that is going on; False when it has ended, or is not as it `was` any more."""
    same = [RELAY.c[name] == value for name, value in was.items()]
    return bool(
        connection.execute(
            update(RELAY).where(RELAY.c.id == relay_id, _OPEN, *same).values(**values)
        ).rowcount
    )


def end_relay(
    connection: Connection,
    relay_id: int,
    ending: str,
    now: datetime,
    *,
    was: Mapping[str, Any] = NOTHING,
) -> bool:
    """Ends a chat, as of now; False when it had ended before, or is not as it `was` any more."""
    return change_relay(
        connection,
        relay_id,
        was=was,
        ended_at=now,
        ending=ending,
        remind_at=None,
        go_on_at=now,
    )


def mark_resumed(connection: Connection, relay_id: int, now: datetime) -> bool:
    """The participant was told that the chat is over; False when they were told before."""
    return bool(
        connection.execute(
            update(RELAY)
            .where(RELAY.c.id == relay_id, RELAY.c.resumed_at.is_(None))
            .values(resumed_at=now, go_on_at=None)
        ).rowcount
    )


def wait_until_they_write(connection: Connection, relay_id: int) -> None:
    """The participant is told that the chat is over when they write the next time."""
    connection.execute(update(RELAY).where(RELAY.c.id == relay_id).values(go_on_at=None))


def due_relays(connection: Connection, now: datetime, limit: int) -> list[AnyRow]:
    """Chats that have been quiet for long enough, or whose member of staff is to be reminded."""
    return list(
        connection.execute(
            select(RELAY)
            .where(_OPEN, or_(RELAY.c.quiet_at <= now, RELAY.c.remind_at <= now))
            .order_by(RELAY.c.id)
            .limit(limit)
        )
    )


def relays_out_of_step(connection: Connection, limit: int) -> list[tuple[AnyRow, int | None]]:
    """Chats whose flag was closed (then with None), or is somebody else's now (with their id)."""
    rows = connection.execute(
        select(RELAY, FLAG.c.status.label("flag_status"), FLAG.c.owner_id.label("flag_owner_id"))
        .join(FLAG, FLAG.c.id == RELAY.c.flag_id)
        .where(_OPEN, or_(FLAG.c.status == "closed", FLAG.c.owner_id != RELAY.c.staff_id))
        .order_by(RELAY.c.id)
        .limit(limit)
    )
    return [(row, None if row.flag_status == "closed" else row.flag_owner_id) for row in rows]


def due_to_go_on(connection: Connection, now: datetime, limit: int) -> list[AnyRow]:
    """Chats that ended, and whose participant is to be told now."""
    return list(
        connection.execute(
            select(RELAY)
            .where(text(f"relay.{UNRESUMED}"), RELAY.c.go_on_at <= now)
            .order_by(RELAY.c.id)
            .limit(limit)
        )
    )


def takes_turn(connection: Connection, person_id: int | None, channel_id: int) -> bool:
    """Whether nothing that the person sent is being taken in; nothing is, then, until the end.

    On SQLite there is one writer, and so it is always their turn.
    """
    if connection.dialect.name != "postgresql":
        return True
    key = person_id if person_id is not None else -channel_id
    return bool(
        connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": key}).scalar()
    )


def add_said(
    connection: Connection, relay_id: int, staff_id: int, words: str, now: datetime
) -> None:
    """Keeps, sealed, what a member of staff wrote."""
    sealed = sealer_of(connection).seal(words, WORDS)
    connection.execute(
        insert(LINE).values(
            relay_id=relay_id, at=now, staff_id=staff_id, words_sealed=sealed, changed=False
        )
    )


def add_heard(
    connection: Connection,
    relay_id: int,
    inbound_ids: Iterable[int],
    now: datetime,
    *,
    changed: bool,
) -> None:
    """Keeps what a participant sent: each message that came in is a line."""
    rows = [
        {"relay_id": relay_id, "at": now, "inbound_id": inbound_id, "changed": changed}
        for inbound_id in inbound_ids
    ]
    connection.execute(insert(LINE), rows)


def lines_of_flag(connection: Connection, flag_id: int) -> list[tuple[AnyRow, str]]:
    """All that was said in the chats about a flag, in order: rows and the words.

    Rows: id, relay_id, at, staff_id (None for the participant's), inbound_id, changed.
    """
    return _lines(connection, RELAY.c.flag_id == flag_id)


def lines_of_relay(connection: Connection, relay_id: int) -> list[tuple[AnyRow, str]]:
    """All that was said in one chat, as `lines_of_flag` has it."""
    return _lines(connection, RELAY.c.id == relay_id)


def _lines(connection: Connection, which: Any) -> list[tuple[AnyRow, str]]:
    rows = connection.execute(
        select(LINE, INBOUND.c.text_sealed)
        .select_from(
            LINE.join(RELAY, RELAY.c.id == LINE.c.relay_id).outerjoin(
                INBOUND, INBOUND.c.id == LINE.c.inbound_id
            )
        )
        .where(which)
        .order_by(LINE.c.id)
    ).all()
    sealer = sealer_of(connection)

    def words(row: AnyRow) -> str:
        if row.words_sealed:
            return sealer.unseal(row.words_sealed, WORDS)
        return sealer.unseal(row.text_sealed, TEXT) if row.text_sealed else ""

    return [(row, words(row)) for row in rows]


def mark_lines_read(connection: Connection, relay_id: int, staff_id: int, now: datetime) -> None:
    """Whoever answers has read what was written to them: it leaves the reading list."""
    heard = select(LINE.c.inbound_id).where(
        LINE.c.relay_id == relay_id, LINE.c.inbound_id.is_not(None)
    )
    connection.execute(
        update(INBOUND)
        .where(INBOUND.c.id.in_(heard), INBOUND.c.reading == literal_column("'unread'"))
        .values(reading="read", read_by=staff_id, read_at=now)
    )


def was_in_relay(connection: Connection, relay_id: int, channel_id: int, message_id: str) -> bool:
    """Whether a message, by the channel's own name for it, was written in this chat."""
    return bool(
        connection.execute(
            select(
                exists().where(
                    LINE.c.relay_id == relay_id,
                    INBOUND.c.id == LINE.c.inbound_id,
                    INBOUND.c.channel_id == channel_id,
                    INBOUND.c.message_id == message_id,
                )
            )
        ).scalar()
    )
