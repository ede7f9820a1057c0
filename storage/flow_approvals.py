"""Queries about who approved which version of a flow."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, insert, select, update
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.sealing import sealer_of

APPROVAL: Final = SQLModel.metadata.tables["flow_approval"]
REVIEWER: Final = "flow_approval.reviewer"


class Approval(NamedTuple):
    """One person's approval of one version; `flow_version_id` says which."""

    flow_version_id: int
    reviewer: str
    lived_experience: bool
    at: datetime


def add_approval(
    connection: Connection,
    project_id: int,
    flow_version_id: int,
    reviewer: str,
    now: datetime,
    *,
    lived_experience: bool,
) -> bool:
    """Keeps it; False when the same person had approved this version already.

    Then only lived experience, when it was not said before, is added. Capitals in a name tell
    nobody apart.
    """
    sealer = sealer_of(connection)
    one = {
        "project_id": project_id,
        "flow_version_id": flow_version_id,
        "reviewer_hash": sealer.fingerprint(REVIEWER, reviewer.casefold()),
    }
    same = [APPROVAL.c[name] == value for name, value in one.items()]
    found = connection.execute(select(APPROVAL.c.id).where(*same)).scalar()
    if found is None:
        sealed = sealer.seal(reviewer, REVIEWER)
        more = {"reviewer_sealed": sealed, "lived_experience": lived_experience, "at": now}
        connection.execute(insert(APPROVAL).values(**one, **more))
    elif lived_experience:
        connection.execute(
            update(APPROVAL).where(APPROVAL.c.id == found).values(lived_experience=True)
        )
    return found is None


def approvals(
    connection: Connection, project_id: int, flow_version_ids: Collection[int]
) -> list[Approval]:
    """The approvals of these versions in a project, the oldest first."""
    sealer = sealer_of(connection)
    rows = connection.execute(
        select(APPROVAL)
        .where(
            APPROVAL.c.project_id == project_id, APPROVAL.c.flow_version_id.in_(flow_version_ids)
        )
        .order_by(APPROVAL.c.id)
    )
    return [
        Approval(
            row.flow_version_id,
            sealer.unseal(row.reviewer_sealed, REVIEWER),
            row.lived_experience,
            row.at,
        )
        for row in rows
    ]
