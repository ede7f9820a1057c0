"""Queries that tie messages to the answers they gave, so that an edited one finds its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.prepared import Prepared
from storage.sealing import sealer_of
from storage.updates import TEXT

INBOUND: Final = SQLModel.metadata.tables["inbound_update"]


class AnsweredBy(NamedTuple):
    """The answer that a message gave."""

    session_id: int
    turn: int


_NOTE: Final = Prepared(
    update(INBOUND)
    .where(INBOUND.c.id == bindparam("inbound_id"))
    .values(session_id=bindparam("new_session_id"), turn=bindparam("new_turn"))
)


def note_answer(
    connection: Connection, inbound_ids: Sequence[int], session_id: int, turn: int
) -> None:
    """These messages gave the answer of this turn."""
    for inbound_id in inbound_ids:
        _NOTE.change(
            connection,
            {"inbound_id": inbound_id, "new_session_id": session_id, "new_turn": turn},
        )


def answered_by(connection: Connection, channel_id: int, message_id: str) -> AnsweredBy | None:
    """The answer that this message of a channel gave; None when it gave none."""
    row = connection.execute(
        select(INBOUND.c.session_id, INBOUND.c.turn)
        .where(
            INBOUND.c.channel_id == channel_id,
            INBOUND.c.message_id == message_id,
            INBOUND.c.turn.is_not(None),
        )
        .order_by(INBOUND.c.id.desc())
        .limit(1)
    ).one_or_none()
    return AnsweredBy(row.session_id, row.turn) if row else None


def was_last_and_unclear(
    connection: Connection, channel_id: int, message_id: str, before: int, session_id: int
) -> bool:
    """Whether the last update of a channel `before` this one was this message, or a version of it,
    and gave no answer in this session."""
    row = connection.execute(
        select(INBOUND.c.message_id, INBOUND.c.turn, INBOUND.c.session_id)
        .where(INBOUND.c.channel_id == channel_id, INBOUND.c.id < before)
        .order_by(INBOUND.c.id.desc())
        .limit(1)
    ).one_or_none()
    return row is not None and tuple(row) == (message_id, None, session_id)


def words_of_answer(
    connection: Connection, answer: AnsweredBy, message_id: str, changed: str
) -> str:
    """All messages of one answer as they are now, with `changed` in place of one of them."""
    rows = connection.execute(
        select(INBOUND.c.id, INBOUND.c.message_id, INBOUND.c.text_sealed)
        .where(INBOUND.c.session_id == answer.session_id, INBOUND.c.turn == answer.turn)
        .order_by(INBOUND.c.id)
    ).all()
    sealer = sealer_of(connection)
    words: dict[str, str] = {}
    for row in rows:  # a later version of a message goes in the place of the first
        text = sealer.unseal(row.text_sealed, TEXT) if row.text_sealed else ""
        words[row.message_id or f"row {row.id}"] = text
    words[message_id] = changed
    return "\n".join(text for text in words.values() if text)


def move_answer(connection: Connection, answer: AnsweredBy, turn: int) -> None:
    """The answer was corrected, and its messages now give that of `turn`."""
    connection.execute(
        update(INBOUND)
        .where(INBOUND.c.session_id == answer.session_id, INBOUND.c.turn == answer.turn)
        .values(turn=turn)
    )
