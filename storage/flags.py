"""Queries about aftercare flags. Every change is compare-and-set on the flag's version."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Connection,
    and_,
    case,
    delete,
    exists,
    insert,
    literal_column,
    or_,
    select,
    true,
    update,
)
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import AnyRow, new_id
from storage.sealing import sealer_of

_TABLES = SQLModel.metadata.tables
FLAG: Final = _TABLES["flag"]
SIGNAL: Final = _TABLES["flag_signal"]
EVENT: Final = _TABLES["flag_event"]
HIDDEN: Final = _TABLES["flag_hidden"]
PERSON: Final = _TABLES["person"]

WORDS: Final = "flag_signal.words"
NOTE: Final = "flag_event.words"
_URGENCY = case({"urgent": 0, "soon": 1, "routine": 2}, value=FLAG.c.level, else_=3)


def add_flag(connection: Connection, **values: Any) -> int:
    """Adds a flag (columns of the table `flag`) and returns its id."""
    return new_id(connection, insert(FLAG).values(round=values.pop("round", 0), **values))


def find_flag(connection: Connection, flag_id: int) -> AnyRow | None:
    return connection.execute(select(FLAG).where(FLAG.c.id == flag_id)).one_or_none()


def flag_to_change(connection: Connection, flag_id: int) -> AnyRow | None:
    """The flag as it is now; nobody else can change it before this transaction ends."""
    return connection.execute(
        select(FLAG).where(FLAG.c.id == flag_id).with_for_update()
    ).one_or_none()


def flag_to_join(
    connection: Connection,
    *,
    person_id: int | None,
    channel_id: int | None,
    conduct: bool,
) -> AnyRow | None:
    """The flag of this person that is not closed, which a new signal belongs to.

    With `conduct` (it is to be kept from staff whom it is about) only one that is kept from them,
    or one of which nobody was told yet, because the person still chooses whom to tell.
    """
    untold = and_(FLAG.c.status == "open", FLAG.c.rung < 0)
    who = FLAG.c.person_id == person_id if person_id else FLAG.c.channel_id == channel_id
    return connection.execute(
        select(FLAG)
        .where(
            who,
            FLAG.c.status != "closed",
            or_(FLAG.c.conduct, untold) if conduct else true(),
        )
        .order_by(FLAG.c.conduct.desc(), FLAG.c.id.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()


def change_flag(connection: Connection, flag_id: int, version: int, **values: Any) -> bool:
    """Changes the flag if it still has this version; False when somebody was first."""
    return bool(
        connection.execute(
            update(FLAG)
            .where(FLAG.c.id == flag_id, FLAG.c.version == version)
            .values(version=version + 1, **values)
        ).rowcount
    )


def add_signal(
    connection: Connection,
    flag_id: int,
    *,
    level: str,
    topic: str,
    rule: str,
    reason: str,
    session_id: int | None,
    step: str | None,
    words: str,
    span: tuple[int, int] | None,
    now: datetime,
) -> None:
    """Adds what raised the flag; the words are sealed."""
    connection.execute(
        insert(SIGNAL).values(
            flag_id=flag_id,
            at=now,
            level=level,
            topic=topic,
            rule=rule,
            reason=reason,
            session_id=session_id,
            step=step,
            words_sealed=sealer_of(connection).seal(words, WORDS) if words else None,
            span_start=span[0] if span else None,
            span_end=span[1] if span else None,
        )
    )


def signals_of(connection: Connection, flag_id: int) -> list[tuple[AnyRow, str]]:
    """All signals of a flag in order, with the unsealed words."""
    sealer = sealer_of(connection)
    rows = connection.execute(
        select(SIGNAL).where(SIGNAL.c.flag_id == flag_id).order_by(SIGNAL.c.id)
    )
    return [
        (row, sealer.unseal(row.words_sealed, WORDS) if row.words_sealed else "") for row in rows
    ]


def add_event(
    connection: Connection,
    flag_id: int,
    kind: str,
    now: datetime,
    actor_id: int | None = None,
    detail: str | None = None,
    words: str = "",
) -> None:
    """Adds to the flag's history, which is never changed; `words`, a note, are sealed."""
    connection.execute(
        insert(EVENT).values(
            flag_id=flag_id,
            at=now,
            kind=kind,
            actor_id=actor_id,
            detail=detail,
            words_sealed=sealer_of(connection).seal(words, NOTE) if words else None,
        )
    )


def events_of(connection: Connection, flag_id: int) -> list[AnyRow]:
    return list(
        connection.execute(select(EVENT).where(EVENT.c.flag_id == flag_id).order_by(EVENT.c.id))
    )


def hide_flag(connection: Connection, flag_id: int, person_ids: set[int]) -> None:
    """The flag is about these members of staff: they must not see it."""
    known = hidden_from(connection, flag_id)
    for person_id in sorted(person_ids - known):
        connection.execute(insert(HIDDEN).values(flag_id=flag_id, person_id=person_id))


def show_flag(connection: Connection, flag_id: int) -> None:
    """The flag is hidden from nobody any more."""
    connection.execute(delete(HIDDEN).where(HIDDEN.c.flag_id == flag_id))


def hidden_from(connection: Connection, flag_id: int) -> set[int]:
    return set(
        connection.execute(select(HIDDEN.c.person_id).where(HIDDEN.c.flag_id == flag_id)).scalars()
    )


def kept_from(connection: Connection, person_id: int) -> set[int]:
    """Staff from whom everything that this person says is kept, since they spoke about them."""
    statement = (
        select(HIDDEN.c.person_id)
        .join(FLAG, FLAG.c.id == HIDDEN.c.flag_id)
        .where(FLAG.c.person_id == person_id, FLAG.c.conduct)
    )
    return set(connection.execute(statement).scalars())


def flags_for(connection: Connection, viewer_id: int, project_id: int) -> list[AnyRow]:
    """Flags that are not closed and that this member of staff may see, the most urgent first."""
    about_viewer = exists().where(HIDDEN.c.flag_id == FLAG.c.id, HIDDEN.c.person_id == viewer_id)
    return list(
        connection.execute(
            select(FLAG)
            .where(FLAG.c.status != "closed", FLAG.c.project_id == project_id, ~about_viewer)
            .order_by(_URGENCY, FLAG.c.opened_at, FLAG.c.id)
        )
    )


def all_flags(connection: Connection, project_id: int | None) -> list[AnyRow]:
    """Every flag with its participant's code, oldest first; for the command line's owner."""
    statement = (
        select(FLAG, PERSON.c.code.label("participant"))
        .select_from(FLAG.outerjoin(PERSON, PERSON.c.id == FLAG.c.person_id))
        .order_by(FLAG.c.id)
    )
    if project_id is not None:
        statement = statement.where(FLAG.c.project_id == project_id)
    return list(connection.execute(statement))


# Written out, not bound, so that the index over flags that are not closed can serve it.
LIVE: Final = FLAG.c.status != literal_column("'closed'")


def due_flags(connection: Connection, now: datetime, limit: int) -> list[AnyRow]:
    """Flags, in whatever state, to which something has to happen now; the most urgent first.

    Nobody else is given them before this transaction ends.
    """
    return list(
        connection.execute(
            select(FLAG)
            .where(LIVE, FLAG.c.next_at <= now)
            .order_by(_URGENCY, FLAG.c.next_at, FLAG.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    )


def open_flag_of(connection: Connection, person_id: int) -> AnyRow | None:
    """The most pressing flag of a person that is not closed.

    Of those that press alike, one that is not about the conduct of staff, and then the newest.
    """
    return connection.execute(
        select(FLAG)
        .where(FLAG.c.person_id == person_id, FLAG.c.status != "closed")
        .order_by(_URGENCY, FLAG.c.conduct, FLAG.c.id.desc())
        .limit(1)
    ).one_or_none()


def told_flags_of(connection: Connection, person_id: int) -> list[AnyRow]:
    """All flags of a person that are not closed and of which somebody was told, locked."""
    return list(
        connection.execute(
            select(FLAG)
            .where(FLAG.c.person_id == person_id, LIVE, FLAG.c.rung >= 0)
            .order_by(FLAG.c.id)
            .with_for_update()
        )
    )
