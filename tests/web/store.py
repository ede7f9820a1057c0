"""What is in the database afterwards, for tests to look at."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from storage import sessions, updates
from storage.database import Database
from storage.sealing import sealer_of

_TABLES = SQLModel.metadata.tables
ANSWER = _TABLES["answer"]
SESSION = _TABLES["session"]
FLAG = _TABLES["flag"]
EVENT = _TABLES["flag_event"]
INBOUND = _TABLES["inbound_update"]


def answers_of(database: Database, person_id: int) -> list[tuple[str, str | None]]:
    """The step and value of each answer that stands, in order; a text is unsealed."""

    def work(connection: Connection) -> list[tuple[str, str | None]]:
        rows = connection.execute(
            select(ANSWER)
            .join(SESSION, SESSION.c.id == ANSWER.c.session_id)
            .where(SESSION.c.person_id == person_id, ANSWER.c.withdrawn_at.is_(None))
            .order_by(ANSWER.c.id)
        )
        unseal = sealer_of(connection).unseal
        return [
            (row.step, unseal(row.text_sealed, sessions.TEXT) if row.text_sealed else row.value)
            for row in rows
        ]

    return database.read_now(work)


def words_of(database: Database, person_id: int) -> list[str]:
    """All that a person wrote, oldest first."""

    def work(connection: Connection) -> list[str]:
        kept = updates.texts_of_person(connection, person_id, ("web",), 1_000)
        return [text for row, text in reversed(kept) if row.kind != "press"]

    return database.read_now(work)


def flags_raised(database: Database) -> list[tuple[str, str, str]]:
    """The level, topic and status of every flag."""
    return database.read_now(
        lambda connection: [
            (row.level, row.topic, row.status)
            for row in connection.execute(select(FLAG).order_by(FLAG.c.id))
        ]
    )


def flag_events(database: Database) -> list[tuple[str, int | None]]:
    """What happened to flags, and who did it."""
    return database.read_now(
        lambda connection: [
            (row.kind, row.actor_id)
            for row in connection.execute(select(EVENT).order_by(EVENT.c.id))
        ]
    )


def update_kinds(database: Database) -> list[tuple[str, str]]:
    """The kind and status of all that came in."""
    return database.read_now(
        lambda connection: [
            (row.kind, row.status)
            for row in connection.execute(select(INBOUND).order_by(INBOUND.c.id))
        ]
    )
