"""Queries about words that staff have typed, and that wait for them to say to whom they go."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import new_id
from storage.sealing import sealer_of

DRAFT: Final = SQLModel.metadata.tables["relay_draft"]

DRAFTED: Final = "relay_draft.words"


def add_draft(connection: Connection, staff_id: int, words: str, now: datetime) -> int:
    """Keeps, sealed, what somebody typed until they say what is to become of it.

    There is one for each member of staff: what they typed last.
    """
    connection.execute(delete(DRAFT).where(DRAFT.c.staff_id == staff_id))
    sealed = sealer_of(connection).seal(words, DRAFTED)
    return new_id(connection, insert(DRAFT).values(staff_id=staff_id, words_sealed=sealed, at=now))


def take_draft(connection: Connection, draft_id: int, staff_id: int) -> str | None:
    """The words of a draft, which is gone after that; None when it is gone already."""
    which = (DRAFT.c.id == draft_id, DRAFT.c.staff_id == staff_id)
    sealed = connection.execute(select(DRAFT.c.words_sealed).where(*which)).scalar()
    if sealed is None or not connection.execute(delete(DRAFT).where(*which)).rowcount:
        return None
    return sealer_of(connection).unseal(sealed, DRAFTED)
