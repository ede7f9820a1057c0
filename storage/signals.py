"""Queries for signals beyond text: settings, earlier ratings, and answers that are awaited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import (
    Connection,
    bindparam,
    delete,
    exists,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.prepared import Prepared
from storage.rows import AnyRow

_TABLES = SQLModel.metadata.tables
SETTING: Final = _TABLES["signal_setting"]
AWAITED: Final = _TABLES["awaited_answer"]
ANSWER: Final = _TABLES["answer"]
SESSION: Final = _TABLES["session"]
FLAG: Final = _TABLES["flag"]
SIGNAL: Final = _TABLES["flag_signal"]

_SETTINGS: Final = Prepared(
    select(SETTING.c.name, SETTING.c.value).where(SETTING.c.project_id == bindparam("project_id"))
)


def signal_settings(connection: Connection, project_id: int) -> Mapping[str, str]:
    """What a project has set, by name. On the path of each rating."""
    return {row.name: row.value for row in _SETTINGS.all(connection, {"project_id": project_id})}


def keep_signal_setting(
    connection: Connection, project_id: int, name: str, value: str | None, now: datetime
) -> None:
    """Keeps one setting in place of the one before; None lets it be as it comes."""
    connection.execute(
        delete(SETTING).where(SETTING.c.project_id == project_id, SETTING.c.name == name)
    )
    if value is not None:
        connection.execute(
            insert(SETTING).values(project_id=project_id, name=name, value=value, set_at=now)
        )


_OF_ITEM: Final = (
    select(ANSWER.c.session_id, ANSWER.c.measure, ANSWER.c.value)
    .join(SESSION, SESSION.c.id == ANSWER.c.session_id)
    .where(
        SESSION.c.person_id == bindparam("person_id"),
        ANSWER.c.status == literal_column("'answered'"),
        ANSWER.c.value.is_not(None),
        ANSWER.c.withdrawn_at.is_(None),
    )
    .order_by(ANSWER.c.session_id.desc(), ANSWER.c.id.desc())
    .limit(bindparam("most"))
)
_RATINGS: Final = Prepared(_OF_ITEM.where(ANSWER.c.measure == bindparam("measure")))
_RATINGS_OF_ALL: Final = _OF_ITEM.where(ANSWER.c.measure.in_(bindparam("measures", expanding=True)))
MOST: Final = 200
"""Answers that are looked at: those of years."""


def ratings_of(connection: Connection, person_id: int, measure: str) -> Sequence[AnyRow]:
    """A person's answers that stand to an item (`session.heard`), newest first: session_id,
    measure, value. On the path of each rating."""
    values = {"person_id": person_id, "measure": measure, "most": MOST}
    return _RATINGS.all(connection, values)


def ratings_of_all(
    connection: Connection, person_id: int, items: Sequence[str]
) -> Sequence[AnyRow]:
    """The same for several items (`who-5.calm`)."""
    values = {"person_id": person_id, "measures": list(items), "most": MOST}
    return connection.execute(_RATINGS_OF_ALL, values).all()


def sign_was_noted(
    connection: Connection, person_id: int, rules: Sequence[str], since: datetime
) -> bool:
    """Whether a flag that is not closed has a signal since then whose rule begins with these."""
    return (
        connection.execute(
            select(SIGNAL.c.id)
            .join(FLAG, FLAG.c.id == SIGNAL.c.flag_id)
            .where(
                FLAG.c.person_id == person_id,
                FLAG.c.status != "closed",
                SIGNAL.c.at >= since,
                or_(*(SIGNAL.c.rule.startswith(rule, autoescape=True) for rule in rules)),
            )
            .limit(1)
        ).first()
        is not None
    )


def session_began(connection: Connection, session_id: int) -> datetime:
    """When a session was started."""
    began: datetime = connection.execute(
        select(SESSION.c.started_at).where(SESSION.c.id == session_id)
    ).scalar_one()
    return began


def await_answer(connection: Connection, session_id: int, person_id: int, due_at: datetime) -> bool:
    """Looks for an answer at that time; False where the person has never had a flag."""
    had_flag = exists().where(FLAG.c.person_id == person_id)
    if not connection.execute(select(had_flag)).scalar():
        return False
    connection.execute(
        insert(AWAITED).values(session_id=session_id, person_id=person_id, due_at=due_at)
    )
    return True


def due_answers(connection: Connection, now: datetime, limit: int) -> list[AnyRow]:
    """Awaited answers whose time has come: id, session_id, person_id, channel_id, `answered`."""
    answered = exists().where(ANSWER.c.session_id == AWAITED.c.session_id)
    return list(
        connection.execute(
            select(
                AWAITED.c.id,
                AWAITED.c.session_id,
                AWAITED.c.person_id,
                SESSION.c.channel_id,
                answered.label("answered"),
            )
            .join(SESSION, SESSION.c.id == AWAITED.c.session_id)
            .where(AWAITED.c.settled_at.is_(None), AWAITED.c.due_at <= now)
            .order_by(AWAITED.c.due_at, AWAITED.c.id)
            .limit(limit)
            .with_for_update(of=AWAITED, skip_locked=True)
        )
    )


def settle_awaited(connection: Connection, awaited_id: int, now: datetime) -> None:
    """It was looked at; it is not due again."""
    connection.execute(update(AWAITED).where(AWAITED.c.id == awaited_id).values(settled_at=now))
