"""Which conversations a flag was raised in, and what was answered there."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, select, union
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import AnyRow
from storage.sealing import sealer_of
from storage.sessions import TEXT

_TABLES = SQLModel.metadata.tables
FLAG: Final = _TABLES["flag"]
SIGNAL: Final = _TABLES["flag_signal"]
SESSION: Final = _TABLES["session"]
ANSWER: Final = _TABLES["answer"]
FLOW_VERSION: Final = _TABLES["flow_version"]


def sessions_of_flag(connection: Connection, flag_id: int) -> list[int]:
    """The sessions that its signals came from, and the one that it was opened in, oldest first."""
    opened_in = select(FLAG.c.session_id).where(FLAG.c.id == flag_id)
    raised_in = select(SIGNAL.c.session_id).where(SIGNAL.c.flag_id == flag_id)
    found = connection.execute(union(opened_in, raised_in)).scalars()
    return sorted(one for one in found if one is not None)


def flow_of_session(connection: Connection, session_id: int) -> str | None:
    """The definition, as JSON, of the flow version that a session runs on."""
    return connection.execute(
        select(FLOW_VERSION.c.definition)
        .join(SESSION, SESSION.c.flow_version_id == FLOW_VERSION.c.id)
        .where(SESSION.c.id == session_id)
    ).scalar()


def answers_in(
    connection: Connection, session_id: int, steps: Collection[str]
) -> list[tuple[AnyRow, str]]:
    """The answers to these steps of a session that stand, in order.

    Rows (step, kind, status, value, label), and an answer's own words, unsealed, or "".
    """
    rows = connection.execute(
        select(
            ANSWER.c.step,
            ANSWER.c.kind,
            ANSWER.c.status,
            ANSWER.c.value,
            ANSWER.c.label,
            ANSWER.c.text_sealed,
        )
        .where(
            ANSWER.c.session_id == session_id,
            ANSWER.c.step.in_(steps),
            ANSWER.c.withdrawn_at.is_(None),
        )
        .order_by(ANSWER.c.id)
    ).all()
    sealer = sealer_of(connection)
    return [(row, sealer.unseal(row.text_sealed, TEXT) if row.text_sealed else "") for row in rows]
