"""Queries about photos, voice notes and other files that people sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, func, insert, or_, select, update
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.flags import hidden_from, kept_from
from storage.rows import AnyRow, new_id
from storage.sealing import sealer_of

_TABLES = SQLModel.metadata.tables
MEDIA: Final = _TABLES["media"]
INBOUND: Final = _TABLES["inbound_update"]
FLAG: Final = _TABLES["flag"]

REFERENCE: Final = "media.reference"
BYTES: Final = "media.bytes"

WAITING: Final = "waiting"
FETCHED: Final = "fetched"
LOST: Final = "lost"


class MediaKept(NamedTuple):
    """A file as a list shows it. `status` is waiting (not here yet), fetched or lost.

    `inbound_id` is the update that it came with; its caption is that update's text. `flag_id` is
    the flag that it raised itself, `words_flag_id` the one that its caption did.
    """

    id: int
    inbound_id: int
    person_id: int
    kind: str
    mime_type: str
    size: int
    status: str
    received_at: datetime
    flag_id: int | None
    words_flag_id: int | None

    @property
    def flag_ids(self) -> tuple[int, ...]:
        """The flags that it belongs to, each once."""
        return tuple({one: None for one in (self.flag_id, self.words_flag_id) if one is not None})


class MediaDue(NamedTuple):
    """A file that is to be fetched now; `tries` counts this try."""

    id: int
    person_id: int
    bot: str
    kind: str
    reference: str
    tries: int
    received_at: datetime


_SHOWN: Final = (
    *(MEDIA.c[name] for name in MediaKept._fields if name != "words_flag_id"),
    INBOUND.c.flag_id.label("words_flag_id"),
)


def add_media(
    connection: Connection,
    *,
    inbound_id: int,
    person_id: int,
    bot: str,
    kind: str,
    mime_type: str,
    size: int,
    reference: str,
    content: bytes,
    now: datetime,
) -> int:
    """Keeps what somebody sent and returns its id; with `content` there is nothing to fetch."""
    sealer = sealer_of(connection)
    return new_id(
        connection,
        insert(MEDIA).values(
            inbound_id=inbound_id,
            person_id=person_id,
            bot=bot,
            kind=kind,
            mime_type=mime_type,
            size=size or len(content),
            reference_sealed=sealer.seal(reference, REFERENCE),
            bytes_sealed=sealer.seal_bytes(content, BYTES) if content else None,
            status=FETCHED if content else WAITING,
            received_at=now,
            due_at=now,
            fetched_at=now if content else None,
        ),
    )


def place_media(
    connection: Connection,
    media_id: int,
    *,
    session_id: int | None,
    turn: int | None,
    flag_id: int | None,
) -> None:
    """Where the file belongs: the answer that it is, and the flag that it raised."""
    connection.execute(
        update(MEDIA)
        .where(MEDIA.c.id == media_id)
        .values(session_id=session_id, turn=turn, flag_id=flag_id)
    )


def first_of_album(
    connection: Connection, channel_id: int, album: str, inbound_id: int
) -> AnyRow | None:
    """Where the first file of an album was put: (session_id, turn, flag_id)."""
    return connection.execute(
        select(
            MEDIA.c.session_id,
            MEDIA.c.turn,
            # Where the first one is an answer, only its caption can have raised a flag.
            func.coalesce(MEDIA.c.flag_id, INBOUND.c.flag_id).label("flag_id"),
        )
        .join(INBOUND, INBOUND.c.id == MEDIA.c.inbound_id)
        .where(
            INBOUND.c.channel_id == channel_id,
            INBOUND.c.album == album,
            INBOUND.c.id < inbound_id,
        )
        .order_by(MEDIA.c.id)
        .limit(1)
    ).one_or_none()


def due_media(
    connection: Connection, bots: Sequence[str], now: datetime, until: datetime, limit: int
) -> list[MediaDue]:
    """Takes up to `limit` files that are to be fetched from these bots; they are due again at
    `until`, in case nothing comes of it."""
    rows = connection.execute(
        select(MEDIA)
        .where(MEDIA.c.status == WAITING, MEDIA.c.due_at <= now, MEDIA.c.bot.in_(bots))
        .order_by(MEDIA.c.due_at, MEDIA.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    sealer = sealer_of(connection)
    for row in rows:
        _change(connection, row.id, tries=row.tries + 1, due_at=until)
    return [
        MediaDue(
            row.id,
            row.person_id,
            row.bot,
            row.kind,
            sealer.unseal(row.reference_sealed, REFERENCE),
            row.tries + 1,
            row.received_at,
        )
        for row in rows
    ]


def keep_bytes(connection: Connection, media_id: int, content: bytes, now: datetime) -> None:
    """The file was fetched."""
    sealed = sealer_of(connection).seal_bytes(content, BYTES)
    _change(
        connection,
        media_id,
        bytes_sealed=sealed,
        size=len(content),
        status=FETCHED,
        fetched_at=now,
        problem=None,
    )


def fetch_later(connection: Connection, media_id: int, problem: str, due_at: datetime) -> None:
    """It could not be fetched; another try comes at `due_at`."""
    _change(connection, media_id, problem=problem, due_at=due_at)


def lose_media(connection: Connection, media_id: int, problem: str) -> None:
    """It can never be fetched."""
    _change(connection, media_id, problem=problem, status=LOST)


def media_of_flag(connection: Connection, flag_id: int, viewer_id: int) -> list[MediaKept]:
    """The files that raised a flag, or whose captions did, oldest first.

    None that is kept from the viewer: the flag, or something else that was said, is about them.
    """
    person_id = select(FLAG.c.person_id).where(FLAG.c.id == flag_id).scalar_subquery()
    of_flag = or_(MEDIA.c.flag_id == flag_id, INBOUND.c.flag_id == flag_id)
    found = _kept(connection, (MEDIA.c.person_id == person_id) & of_flag)
    return [one for one in found if viewer_id not in staff_kept_from(connection, one)]


def media_of_person(connection: Connection, person_id: int, viewer_id: int) -> list[MediaKept]:
    """All files of a person, oldest first; nothing for staff from whom their words are kept."""
    if viewer_id in kept_from(connection, person_id):
        return []
    return _kept(connection, MEDIA.c.person_id == person_id)


def media_of_updates(connection: Connection, inbound_ids: Sequence[int]) -> list[MediaKept]:
    """The files that came with these updates, such as those of a reading list."""
    return _kept(connection, MEDIA.c.inbound_id.in_(inbound_ids))


def find_media(connection: Connection, media_id: int) -> MediaKept | None:
    """One file; who may know of it is for the caller."""
    return next(iter(_kept(connection, MEDIA.c.id == media_id)), None)


def staff_kept_from(connection: Connection, kept: MediaKept) -> set[int]:
    """Staff who must not see the file: it, or anything else from its sender, is about them."""
    about = [hidden_from(connection, flag_id) for flag_id in kept.flag_ids]
    return kept_from(connection, kept.person_id).union(*about)


def content_of(connection: Connection, media_id: int) -> bytes | None:
    """The file itself, unsealed; None when it is not here. Who may see it is for the caller."""
    sealed = connection.execute(select(MEDIA.c.bytes_sealed).where(MEDIA.c.id == media_id)).scalar()
    return None if sealed is None else sealer_of(connection).unseal_bytes(sealed, BYTES)


def _kept(connection: Connection, which: Any) -> list[MediaKept]:
    rows = connection.execute(
        select(*_SHOWN)
        .join(INBOUND, INBOUND.c.id == MEDIA.c.inbound_id)
        .where(which)
        .order_by(MEDIA.c.id)
    )
    return [MediaKept(*row) for row in rows]


def _change(connection: Connection, media_id: int, **values: Any) -> None:
    connection.execute(update(MEDIA).where(MEDIA.c.id == media_id).values(**values))
