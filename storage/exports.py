"""The answers that stand, for exporting, and from whom each is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import AnyRow
from storage.sealing import sealer_of
from storage.sessions import TEXT

_TABLES = SQLModel.metadata.tables
ANSWER: Final = _TABLES["answer"]
SESSION: Final = _TABLES["session"]
FLOW_VERSION: Final = _TABLES["flow_version"]
PERSON: Final = _TABLES["person"]
COHORT: Final = _TABLES["cohort"]
FLAG: Final = _TABLES["flag"]
SIGNAL: Final = _TABLES["flag_signal"]
HIDDEN: Final = _TABLES["flag_hidden"]

NOBODY: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True, slots=True)
class StandingAnswer:
    """An answer that was not withdrawn. `text` is the participant's own words, else None.

    `participant` is the pseudonym, `label` what the chosen button said in their language.
    `kept_from` are the members of staff who must not read it.
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
    kept_from: frozenset[int]


_ANSWERS: Final = (
    select(
        PERSON.c.id.label("person_id"),
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
    kept = _Kept.look(connection)
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
            kept_from=kept.kept_from(row),
        )


@dataclass(frozen=True, slots=True)
class _Kept:
    """From whom answers are kept: those that raised a flag about them, by session and step; and
    whatever somebody writes who has spoken about them, by person.

    The second is what the reading list goes by as well (`storage.updates`), so that an export
    gives nobody what that list would not.
    """

    raised: dict[tuple[int, str], frozenset[int]]
    written: dict[int, frozenset[int]]

    @classmethod
    def look(cls, connection: Connection) -> _Kept:
        raised = (
            select(SIGNAL.c.session_id, SIGNAL.c.step, HIDDEN.c.person_id)
            .join(HIDDEN, HIDDEN.c.flag_id == SIGNAL.c.flag_id)
            .where(SIGNAL.c.session_id.is_not(None), SIGNAL.c.step.is_not(None))
        )
        written = (
            select(FLAG.c.person_id, HIDDEN.c.person_id)
            .join(HIDDEN, HIDDEN.c.flag_id == FLAG.c.id)
            .where(FLAG.c.conduct, FLAG.c.person_id.is_not(None))
        )
        by_step: dict[tuple[int, str], frozenset[int]] = {}
        for session_id, step, staff_id in connection.execute(raised):
            key = (session_id, step)
            by_step[key] = by_step.get(key, NOBODY) | {staff_id}
        by_person: dict[int, frozenset[int]] = {}
        for person_id, staff_id in connection.execute(written):
            by_person[person_id] = by_person.get(person_id, NOBODY) | {staff_id}
        return cls(by_step, by_person)

    def kept_from(self, row: AnyRow) -> frozenset[int]:
        kept = self.raised.get((row.session_id, row.step), NOBODY)
        if row.text_sealed is not None:
            kept |= self.written.get(row.person_id, NOBODY)
        return kept


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
