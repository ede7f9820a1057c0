"""Queries about a project's lists, which flows repeat questions over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.sealing import sealer_of

_TABLES = SQLModel.metadata.tables
ITEM: Final = _TABLES["project_list_item"]
SESSION: Final = _TABLES["session"]
TEXT: Final = "project_list_item.text"


def set_list(
    connection: Connection, project_id: int, name: str, texts: Sequence[str], now: datetime
) -> None:
    """Puts these texts, in order, in place of what the list held; blank ones are left out."""
    sealer = sealer_of(connection)
    connection.execute(
        update(ITEM)
        .where(ITEM.c.project_id == project_id, ITEM.c.name == name, ITEM.c.replaced_at.is_(None))
        .values(replaced_at=now)
    )
    kept = [text.strip() for text in texts if text.strip()]
    for place, text in enumerate(kept):
        connection.execute(
            insert(ITEM).values(
                project_id=project_id,
                name=name,
                place=place,
                text_sealed=sealer.seal(text, TEXT),
                set_at=now,
            )
        )


def lists_of(
    connection: Connection, project_id: int, names: Collection[str], session_id: int | None = None
) -> dict[str, tuple[str, ...]]:
    """The lists of these names, each with its texts in order; empty where there are none.

    With a session they are as they were when it began: its answers are about those texts.
    """
    stands: ColumnElement[bool] = ITEM.c.replaced_at.is_(None)
    if session_id is not None:
        began = select(SESSION.c.started_at).where(SESSION.c.id == session_id).scalar_subquery()
        stands = (ITEM.c.set_at <= began) & or_(stands, ITEM.c.replaced_at > began)
    sealer = sealer_of(connection)
    found: dict[str, list[str]] = {name: [] for name in names}
    rows = connection.execute(
        select(ITEM.c.name, ITEM.c.text_sealed)
        .where(ITEM.c.project_id == project_id, ITEM.c.name.in_(sorted(names)), stands)
        .order_by(ITEM.c.name, ITEM.c.place)
    )
    for row in rows:
        found[row.name].append(sealer.unseal(row.text_sealed, TEXT))
    return {name: tuple(texts) for name, texts in found.items()}
