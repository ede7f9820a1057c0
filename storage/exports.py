"""The answers that stand, for exporting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.sealing import sealer_of
from storage.sessions import TEXT

_TABLES = SQLModel.metadata.tables
ANSWER: Final = _TABLES["answer"]
SESSION: Final = _TABLES["session"]
FLOW_VERSION: Final = _TABLES["flow_version"]
PERSON: Final = _TABLES["person"]
COHORT: Final = _TABLES["cohort"]


@dataclass(frozen=True, slots=True)
class StandingAnswer:
    """An answer that was not withdrawn. `text` is the participant's own words, else None.

    `participant` is the pseudonym, `label` what the chosen button said in their language.
    """

    participant: str
    cohort: str
    flow_version_id: int
    session: int
    step: str
    kind: str
    measure: str
    status: str
    value: str | None
    label: str | None
    text: str | None
    answered_at: datetime


_ANSWERS: Final = (
    select(
        PERSON.c.code,
        COHORT.c.name,
        SESSION.c.flow_version_id,
        ANSWER.c.session_id,
        ANSWER.c.step,
        ANSWER.c.kind,
        ANSWER.c.measure,
        ANSWER.c.status,
        ANSWER.c.value,
        ANSWER.c.label,
        ANSWER.c.text_sealed,
        ANSWER.c.answered_at,
    )
    .join(SESSION, SESSION.c.id == ANSWER.c.session_id)
    .join(PERSON, PERSON.c.id == SESSION.c.person_id)
    .outerjoin(COHORT, COHORT.c.id == PERSON.c.cohort_id)
    .where(ANSWER.c.withdrawn_at.is_(None))
    .order_by(ANSWER.c.session_id, ANSWER.c.turn)
)


def standing_answers(
    connection: Connection, project_id: int | None = None
) -> Iterator[StandingAnswer]:
    """The answers of one project, or of all; by session, in the order they were given."""
    statement = _ANSWERS
    if project_id is not None:
        statement = statement.where(PERSON.c.project_id == project_id)
    sealer = sealer_of(connection)
    for row in connection.execute(statement):
        text = None if row.text_sealed is None else sealer.unseal(row.text_sealed, TEXT)
        yield StandingAnswer(
            participant=row.code,
            cohort=row.name or "",
            flow_version_id=row.flow_version_id,
            session=row.session_id,
            step=row.step,
            kind=row.kind,
            measure=row.measure,
            status=row.status,
            value=row.value,
            label=row.label,
            text=text,
            answered_at=row.answered_at,
        )


def flow_versions(connection: Connection) -> dict[int, tuple[str, str, str]]:
    """Each flow version by its id: the flow's name, the version, and the definition as JSON."""
    rows = connection.execute(
        select(
            FLOW_VERSION.c.id,
            FLOW_VERSION.c.flow,
            FLOW_VERSION.c.version,
            FLOW_VERSION.c.definition,
        )
    )
    return {row.id: (row.flow, row.version, row.definition) for row in rows}
