"""Queries about what a participant writes, and hears, while a flag of theirs is open."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, exists, literal_column, or_, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.prepared import Prepared
from storage.rows import AnyRow
from storage.sealing import sealer_of
from storage.updates import TEXT

_TABLES = SQLModel.metadata.tables
FLAG: Final = _TABLES["flag"]
HIDDEN: Final = _TABLES["flag_hidden"]
INBOUND: Final = _TABLES["inbound_update"]
OUTBOX: Final = _TABLES["outbox"]
SESSION: Final = _TABLES["session"]

_OWN_REPLIES: Final = ("question", "reply")
"""Kinds of message that carry a flag only where they said where it stands."""

_hidden = exists().where(
    HIDDEN.c.flag_id == FLAG.c.id, HIDDEN.c.person_id == bindparam("kept_from_id")
)
_OPEN: Final = Prepared(
    select(FLAG.c.id)
    .where(
        FLAG.c.person_id == bindparam("person_id"),
        FLAG.c.status != literal_column("'closed'"),
        or_(bindparam("kept_from_id") == literal_column("0"), _hidden),
    )
    .order_by(FLAG.c.conduct.desc(), FLAG.c.id.desc())
    .limit(1)
)


def flag_to_write_to(
    connection: Connection, person_id: int, kept_from_id: int | None
) -> int | None:
    """The flag of this person that is not closed, which what they write belongs to.

    With `kept_from_id` (a member of staff who must not see it) only one that is hidden from them.
    """
    found = _OPEN.one_or_none(
        connection, {"person_id": person_id, "kept_from_id": kept_from_id or 0}
    )
    return None if found is None else int(found.id)


def texts_of_flag(
    connection: Connection, flag_id: int, since: datetime | None
) -> list[tuple[AnyRow, str]]:
    """What was written to a flag, in order, only after `since` where it is given.

    Rows (received_at, session_id), and the unsealed words.
    """
    statement = select(INBOUND.c.received_at, INBOUND.c.session_id, INBOUND.c.text_sealed).where(
        INBOUND.c.flag_id == flag_id, INBOUND.c.text_sealed.is_not(None)
    )
    if since is not None:
        statement = statement.where(INBOUND.c.received_at > since)
    sealer = sealer_of(connection)
    rows = connection.execute(statement.order_by(INBOUND.c.id))
    return [(row, sealer.unseal(row.text_sealed, TEXT)) for row in rows]


def times_told(connection: Connection, flag_id: int, since: datetime | None = None) -> int:
    """How many replies to the participant said where this flag stands, or how to hear it."""
    return len(_sent(connection, flag_id, _OWN_REPLIES, since))


def times_answered(connection: Connection, flag_id: int, since: datetime) -> int:
    """How many answers about this flag the participant got since then."""
    return len(_sent(connection, flag_id, ("signpost",), since))


def _sent(
    connection: Connection, flag_id: int, kinds: Collection[str], since: datetime | None
) -> Sequence[int]:
    statement = select(OUTBOX.c.id).where(OUTBOX.c.flag_id == flag_id, OUTBOX.c.kind.in_(kinds))
    if since is not None:
        statement = statement.where(OUTBOX.c.created_at >= since)
    return connection.execute(statement).scalars().all()


def question_is_newer(connection: Connection, session_id: int, asked_at: datetime) -> bool:
    """Whether a session came to the question that stands after `asked_at`."""
    statement = select(SESSION.c.id).where(
        SESSION.c.id == session_id, SESSION.c.active_at > asked_at
    )
    return connection.execute(statement).first() is not None
