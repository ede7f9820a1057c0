"""Queries about check-ins: sessions and answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, text, update
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.prepared import Prepared
from storage.rows import AnyRow, new_id
from storage.sealing import sealer_of
from storage.tables.conversations import UNENDED

_TABLES = SQLModel.metadata.tables
FLOW_VERSION: Final = _TABLES["flow_version"]
SESSION: Final = _TABLES["session"]
ANSWER: Final = _TABLES["answer"]

STATE: Final = "session.state"
TEXT: Final = "answer.text"
LIVE: Final = ("asking", "held", "paused")


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session that has not ended; `state` is the engine's session as JSON."""

    id: int
    flow: str
    version: str
    status: str
    turn: int
    state: str
    invitation_id: int | None
    resume_at: datetime | None


_LIVE: Final = Prepared(
    select(
        SESSION.c.id,
        FLOW_VERSION.c.flow,
        FLOW_VERSION.c.version,
        SESSION.c.status,
        SESSION.c.turn,
        SESSION.c.state_sealed,
        SESSION.c.invitation_id,
        SESSION.c.resume_at,
    )
    .join(FLOW_VERSION, FLOW_VERSION.c.id == SESSION.c.flow_version_id)
    # Written out, not bound, so that the index over sessions that have not ended can serve it.
    .where(SESSION.c.person_id == bindparam("person_id"), text(f"session.{UNENDED}"))
    .order_by(SESSION.c.id.desc())
    .limit(1)
)


def live_session(connection: Connection, person_id: int) -> LiveSession | None:
    """The newest session of a person that has not ended."""
    row = _LIVE.one_or_none(connection, {"person_id": person_id})
    if row is None:
        return None
    state = sealer_of(connection).unseal(row.state_sealed, STATE)
    return LiveSession(
        row.id,
        row.flow,
        row.version,
        row.status,
        row.turn,
        state,
        row.invitation_id,
        row.resume_at,
    )


def last_session_id(connection: Connection, person_id: int) -> int | None:
    """The newest session of a person, ended or not."""
    return connection.execute(
        select(SESSION.c.id)
        .where(SESSION.c.person_id == person_id)
        .order_by(SESSION.c.id.desc())
        .limit(1)
    ).scalar()


def add_session(
    connection: Connection,
    *,
    person_id: int,
    flow_version_id: int,
    channel_id: int,
    invitation_id: int | None,
    status: str,
    turn: int,
    state: str,
    now: datetime,
) -> int:
    """Adds a session and returns its id; the state is sealed."""
    return new_id(
        connection,
        insert(SESSION).values(
            person_id=person_id,
            flow_version_id=flow_version_id,
            channel_id=channel_id,
            invitation_id=invitation_id,
            status=status,
            turn=turn,
            state_sealed=sealer_of(connection).seal(state, STATE),
            started_at=now,
            active_at=now,
        ),
    )


_SAVE_TURN: Final = Prepared(
    update(SESSION)
    .where(
        SESSION.c.id == bindparam("session_id"),
        SESSION.c.status == bindparam("same_status"),
        SESSION.c.resume_at.is_(None),
        SESSION.c.ended_at.is_(None),
    )
    .values(
        turn=bindparam("new_turn"),
        state_sealed=bindparam("new_state"),
        active_at=bindparam("now"),
    )
)
_SAVE: Final = Prepared(
    update(SESSION)
    .where(SESSION.c.id == bindparam("session_id"))
    .values(
        status=bindparam("new_status"),
        turn=bindparam("new_turn"),
        state_sealed=bindparam("new_state"),
        active_at=bindparam("now"),
        resume_at=bindparam("new_resume_at"),
        ended_at=bindparam("new_ended_at"),
    )
)


def save_session(
    connection: Connection,
    session_id: int,
    *,
    status: str,
    turn: int,
    state: str,
    now: datetime,
    resume_at: datetime | None,
) -> None:
    """Keeps where the session is now."""
    sealed = sealer_of(connection).seal(state, STATE)
    moved = {"session_id": session_id, "new_turn": turn, "new_state": sealed, "now": now}
    # Mostly only the turn is another, and a column that is named is written to its index, too.
    if (
        status in LIVE
        and resume_at is None
        and _SAVE_TURN.change(connection, {**moved, "same_status": status})
    ):
        return
    _SAVE.change(
        connection,
        {
            **moved,
            "new_status": status,
            "new_resume_at": resume_at,
            "new_ended_at": None if status in LIVE else now,
        },
    )


_ADD_ANSWER: Final = Prepared(insert(ANSWER))


def add_answer(
    connection: Connection,
    *,
    session_id: int,
    turn: int,
    step: str,
    kind: str,
    measure: str,
    status: str,
    value: str | None,
    label: str | None,
    text: str | None,
    now: datetime,
) -> None:
    """Keeps one answer; `text`, the participant's own words, is sealed."""
    _ADD_ANSWER.add(
        connection,
        {
            "session_id": session_id,
            "turn": turn,
            "step": step,
            "kind": kind,
            "measure": measure,
            "status": status,
            "value": value,
            "label": label,
            "text_sealed": None if text is None else sealer_of(connection).seal(text, TEXT),
            "answered_at": now,
        },
    )


def withdraw_answer(connection: Connection, session_id: int, turn: int, now: datetime) -> None:
    """The answer no longer stands; it stays as history."""
    connection.execute(
        update(ANSWER)
        .where(ANSWER.c.session_id == session_id, ANSWER.c.turn == turn)
        .values(withdrawn_at=now)
    )


def replace_text(connection: Connection, session_id: int, turn: int, text: str) -> None:
    """Puts a longer text in an answer's place, when more of it came."""
    connection.execute(
        update(ANSWER)
        .where(ANSWER.c.session_id == session_id, ANSWER.c.turn == turn)
        .values(text_sealed=sealer_of(connection).seal(text, TEXT))
    )


def due_to_resume(connection: Connection, now: datetime, limit: int) -> list[AnyRow]:
    """Paused sessions (id, person_id) whose time has come, the longest waiting first."""
    return list(
        connection.execute(
            select(SESSION.c.id, SESSION.c.person_id)
            .where(SESSION.c.status == "paused", SESSION.c.resume_at <= now)
            .order_by(SESSION.c.resume_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    )


def expire_unbegun(connection: Connection, person_id: int, now: datetime) -> None:
    """Ends a person's check-ins that were sent and never begun: a newer one takes their place."""
    connection.execute(
        update(SESSION)
        .where(
            SESSION.c.person_id == person_id,
            SESSION.c.status.in_(LIVE),
            SESSION.c.invitation_id.is_not(None),
            SESSION.c.active_at == SESSION.c.started_at,
        )
        .values(status="expired", ended_at=now)
    )


def clear_resume(connection: Connection, session_id: int) -> None:
    connection.execute(update(SESSION).where(SESSION.c.id == session_id).values(resume_at=None))


def resume_at(connection: Connection, session_id: int, at: datetime) -> None:
    """The session asks again at this time."""
    connection.execute(update(SESSION).where(SESSION.c.id == session_id).values(resume_at=at))
