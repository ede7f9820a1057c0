"""Which conversations a flag was raised in, and what was answered there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select, union, update
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
    """The sessions that belong to it, oldest first.

    It was opened in one, its signals came from some, and in one they were asked how to reach them.
    """
    opened_in = select(FLAG.c.session_id).where(FLAG.c.id == flag_id)
    asked_in = select(FLAG.c.contact_session_id).where(FLAG.c.id == flag_id)
    raised_in = select(SIGNAL.c.session_id).where(SIGNAL.c.flag_id == flag_id)
    found = connection.execute(union(opened_in, raised_in, asked_in)).scalars()
    return sorted(one for one in found if one is not None)


def asked_how_in(connection: Connection, flag_id: int) -> int | None:
    """The session in which the person was asked how to reach them, if they were."""
    return connection.execute(
        select(FLAG.c.contact_session_id).where(FLAG.c.id == flag_id)
    ).scalar()


def note_asked_how(connection: Connection, flag_id: int, session_id: int) -> None:
    """They were asked, in that session. It is no change of the flag's life: no version rises."""
    connection.execute(
        update(FLAG).where(FLAG.c.id == flag_id).values(contact_session_id=session_id)
    )


def end_asking(connection: Connection, person_id: int, now: datetime) -> None:
    """They are not asked any more how to reach them."""
    asked_in = select(FLAG.c.contact_session_id).where(
        FLAG.c.person_id == person_id, FLAG.c.contact_session_id.is_not(None)
    )
    connection.execute(
        update(SESSION)
        .where(SESSION.c.id.in_(asked_in), SESSION.c.ended_at.is_(None))
        .values(status="stopped", ended_at=now, resume_at=None)
    )


def is_asked_for_long(connection: Connection, session_id: int, since: datetime) -> bool:
    """Whether somebody has been in touch about its flag, or it was asked before `since`."""
    found = connection.execute(
        select(FLAG.c.status, SESSION.c.started_at)
        .join(SESSION, SESSION.c.id == FLAG.c.contact_session_id)
        .where(SESSION.c.id == session_id)
    ).one_or_none()
    return found is None or found.status in ("contacted", "closed") or found.started_at < since


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


def answer_given(
    connection: Connection, session_id: int, step: str | None, at: datetime
) -> AnyRow | None:
    """The answer to a step that was given at that moment, also where it was changed later.

    A row (kind, status, value, label).
    """
    return connection.execute(
        select(ANSWER.c.kind, ANSWER.c.status, ANSWER.c.value, ANSWER.c.label)
        .where(ANSWER.c.session_id == session_id, ANSWER.c.step == step, ANSWER.c.answered_at == at)
        .order_by(ANSWER.c.id.desc())
        .limit(1)
    ).first()
