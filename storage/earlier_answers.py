"""Queries about what somebody answered in check-ins that they finished before."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import AnyRow
from storage.sealing import sealer_of
from storage.sessions import TEXT

_TABLES = SQLModel.metadata.tables
ANSWER: Final = _TABLES["answer"]
SESSION: Final = _TABLES["session"]
FLOW_VERSION: Final = _TABLES["flow_version"]


def last_answers(
    connection: Connection, person_id: int, wanted: Collection[tuple[str, str]]
) -> list[tuple[AnyRow, str | None]]:
    """Answers that stand in the last finished session of each flow, for (flow, step) `wanted`.

    Rows (flow, step, kind, status, value), and the text of an answer in the person's own words.
    """
    flows = sorted({flow for flow, _ in wanted})
    steps = sorted({step for _, step in wanted})
    last = (
        select(func.max(SESSION.c.id))
        .join(FLOW_VERSION, FLOW_VERSION.c.id == SESSION.c.flow_version_id)
        .where(
            SESSION.c.person_id == person_id,
            SESSION.c.status == "finished",
            FLOW_VERSION.c.flow.in_(flows),
        )
        .group_by(FLOW_VERSION.c.flow)
    )
    rows = connection.execute(
        select(
            FLOW_VERSION.c.flow,
            ANSWER.c.step,
            ANSWER.c.kind,
            ANSWER.c.status,
            ANSWER.c.value,
            ANSWER.c.text_sealed,
        )
        .join(SESSION, SESSION.c.id == ANSWER.c.session_id)
        .join(FLOW_VERSION, FLOW_VERSION.c.id == SESSION.c.flow_version_id)
        .where(
            ANSWER.c.session_id.in_(last),
            ANSWER.c.step.in_(steps),
            ANSWER.c.withdrawn_at.is_(None),
        )
        .order_by(ANSWER.c.id)
    ).all()
    sealer = sealer_of(connection)
    return [
        (row, None if row.text_sealed is None else sealer.unseal(row.text_sealed, TEXT))
        for row in rows
    ]
