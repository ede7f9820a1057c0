"""Queries about what came in: each update once, and the list of what is still to be read."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.prepared import Prepared
from storage.rows import AnyRow
from storage.sealing import sealer_of

_TABLES = SQLModel.metadata.tables
INBOUND: Final = _TABLES["inbound_update"]
CHANNEL: Final = _TABLES["channel"]
PERSON: Final = _TABLES["person"]
FLAG: Final = _TABLES["flag"]
FLAG_HIDDEN: Final = _TABLES["flag_hidden"]

TEXT: Final = "inbound.text"
BODY: Final = "inbound.body"

_COLUMNS = (
    "bot",
    "update_id",
    "channel_id",
    "kind",
    "status",
    "tries",
    "album",
    "message_id",
    "reading",
    "text_sealed",
    "body_sealed",
    "received_at",
)
_VALUES: Final[dict[str, Any]] = {name: bindparam(name) for name in _COLUMNS}
_RECORD: Final = {
    "sqlite": Prepared(sqlite.insert(INBOUND).values(_VALUES).on_conflict_do_nothing()),
    "postgresql": Prepared(
        postgresql.insert(INBOUND).values(_VALUES).on_conflict_do_nothing().returning(INBOUND.c.id)
    ),
}


def record_update(
    connection: Connection,
    *,
    bot: str,
    update_id: str,
    channel_id: int | None,
    kind: str,
    now: datetime,
    status: str = "done",
    tries: int = 1,
    album: str | None = None,
    message_id: str = "",
    reading: str = "none",
    text: str = "",
    body: str = "",
) -> int | None:
    """Records an update, or returns None when (bot, update_id) was here before."""
    sealer = sealer_of(connection)
    return _RECORD[connection.dialect.name].add_if_new(
        connection,
        {
            "bot": bot,
            "update_id": update_id,
            "channel_id": channel_id,
            "kind": kind,
            "status": status,
            "tries": tries,
            "album": album or None,
            "message_id": message_id or None,
            "reading": reading,
            "text_sealed": sealer.seal(text, TEXT) if text else None,
            "body_sealed": sealer.seal(body, BODY) if body else None,
            "received_at": now,
        },
    )


def album_was_seen(connection: Connection, channel_id: int, album: str, inbound_id: int) -> bool:
    """Whether an earlier message of the same album came in."""
    return (
        connection.execute(
            select(INBOUND.c.id)
            .where(
                INBOUND.c.channel_id == channel_id,
                INBOUND.c.album == album,
                INBOUND.c.id < inbound_id,
            )
            .limit(1)
        ).first()
        is not None
    )


_MARK: Final = Prepared(
    update(INBOUND)
    .where(INBOUND.c.id == bindparam("inbound_id"))
    .values(
        reading=bindparam("new_reading"),
        session_id=bindparam("new_session_id"),
        flag_id=bindparam("new_flag_id"),
    )
)


def mark_reading(
    connection: Connection, inbound_id: int, session_id: int | None, flag_id: int | None
) -> None:
    """Puts the text on the reading list, with the session and the flag that it belongs to."""
    _MARK.change(
        connection,
        {
            "inbound_id": inbound_id,
            "new_reading": "unread",
            "new_session_id": session_id,
            "new_flag_id": flag_id,
        },
    )


def _readable_by(viewer_id: int) -> Any:
    """Texts of the viewer's own people, of people without a facilitator, and all for others.

    Never a text that raised a flag about the viewer, nor anything else from somebody who has
    spoken about the viewer.
    """
    about_viewer = exists().where(
        FLAG_HIDDEN.c.flag_id == FLAG.c.id,
        FLAG_HIDDEN.c.person_id == viewer_id,
        or_(
            FLAG.c.id == INBOUND.c.flag_id,
            and_(FLAG.c.person_id == PERSON.c.id, FLAG.c.conduct),
        ),
    )
    viewer = PERSON.alias("viewer")
    sees_all = exists().where(
        viewer.c.id == viewer_id, or_(viewer.c.role == "coordinator", viewer.c.lead)
    )
    same_project = exists().where(
        viewer.c.id == viewer_id, viewer.c.project_id == PERSON.c.project_id
    )
    return and_(
        # Written out, not bound, so that the index over unread texts can serve it.
        INBOUND.c.reading == literal_column("'unread'"),
        ~about_viewer,
        same_project,
        or_(PERSON.c.facilitator_id == viewer_id, PERSON.c.facilitator_id.is_(None), sees_all),
    )


def texts_to_read(connection: Connection, viewer_id: int, limit: int) -> list[tuple[AnyRow, str]]:
    """What a member of staff has to read, oldest first, and its text.

    Rows (id, kind, code, received_at); of the kind `media` the text only says what was sent.
    """
    rows = connection.execute(
        select(
            INBOUND.c.id,
            INBOUND.c.kind,
            INBOUND.c.received_at,
            INBOUND.c.text_sealed,
            PERSON.c.code,
        )
        .select_from(
            INBOUND.join(CHANNEL, CHANNEL.c.id == INBOUND.c.channel_id).join(
                PERSON, PERSON.c.id == CHANNEL.c.person_id
            )
        )
        .where(_readable_by(viewer_id))
        .order_by(INBOUND.c.id)
        .limit(limit)
    ).all()
    sealer = sealer_of(connection)
    return [(row, sealer.unseal(row.text_sealed, TEXT)) for row in rows if row.text_sealed]


def count_to_read(connection: Connection, viewer_id: int) -> int:
    return int(
        connection.execute(
            select(func.count())
            .select_from(
                INBOUND.join(CHANNEL, CHANNEL.c.id == INBOUND.c.channel_id).join(
                    PERSON, PERSON.c.id == CHANNEL.c.person_id
                )
            )
            .where(_readable_by(viewer_id))
        ).scalar_one()
    )


def mark_read(
    connection: Connection, inbound_ids: list[int], viewer_id: int, now: datetime
) -> None:
    connection.execute(
        update(INBOUND)
        .where(INBOUND.c.id.in_(inbound_ids), INBOUND.c.reading == "unread")
        .values(reading="read", read_by=viewer_id, read_at=now)
    )


def texts_of_person(
    connection: Connection, person_id: int, bots: tuple[str, ...], limit: int
) -> list[tuple[AnyRow, str]]:
    """What a person wrote and has not hidden, newest first: (id, kind, bot, received_at), texts."""
    rows = connection.execute(
        select(
            INBOUND.c.id,
            INBOUND.c.kind,
            INBOUND.c.bot,
            INBOUND.c.received_at,
            INBOUND.c.text_sealed,
        )
        .join(CHANNEL, CHANNEL.c.id == INBOUND.c.channel_id)
        .where(
            CHANNEL.c.person_id == person_id,
            CHANNEL.c.bot.in_(bots),
            INBOUND.c.text_sealed.is_not(None),
            INBOUND.c.hidden_at.is_(None),
        )
        .order_by(INBOUND.c.id.desc())
        .limit(limit)
    ).all()
    sealer = sealer_of(connection)
    return [(row, sealer.unseal(row.text_sealed, TEXT)) for row in rows]


def keep_text(connection: Connection, inbound_id: int, text: str) -> None:
    """Keeps, sealed, what a press said in words, so that the chat page can show it."""
    connection.execute(
        update(INBOUND)
        .where(INBOUND.c.id == inbound_id)
        .values(text_sealed=sealer_of(connection).seal(text, TEXT))
    )
