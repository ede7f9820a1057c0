"""Queries about the codes that let people in, and the browsers that a link was opened in."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select, update
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.rows import AnyRow
from storage.sealing import sealer_of

JOIN_CODE: Final = SQLModel.metadata.tables["join_code"]
WEB_SESSION: Final = SQLModel.metadata.tables["web_session"]


def keep_code(
    connection: Connection, code: str, person_id: int, now: datetime, expires_at: datetime
) -> None:
    """Keeps the keyed hash of a new code."""
    connection.execute(
        insert(JOIN_CODE).values(
            code_hash=sealer_of(connection).fingerprint("join_code", code),
            person_id=person_id,
            created_at=now,
            expires_at=expires_at,
        )
    )


def find_code(connection: Connection, code: str) -> AnyRow | None:
    """The row of a code (id, person_id, expires_at, redeemed_at, redeemed_by)."""
    fingerprint = sealer_of(connection).fingerprint("join_code", code)
    return connection.execute(
        select(JOIN_CODE).where(JOIN_CODE.c.code_hash == fingerprint)
    ).one_or_none()


def redeem_code(connection: Connection, code_id: int, channel_id: int, now: datetime) -> bool:
    """Uses the code up; False when somebody else was first."""
    return bool(
        connection.execute(
            update(JOIN_CODE)
            .where(JOIN_CODE.c.id == code_id, JOIN_CODE.c.redeemed_at.is_(None))
            .values(redeemed_at=now, redeemed_by=channel_id)
        ).rowcount
    )


def add_web_session(connection: Connection, token: str, person_id: int, now: datetime) -> None:
    connection.execute(
        insert(WEB_SESSION).values(
            token_hash=sealer_of(connection).fingerprint("web_session", token),
            person_id=person_id,
            created_at=now,
        )
    )


def find_web_session(connection: Connection, token: str) -> int | None:
    """The person whose browser holds this token, unless it was signed out."""
    fingerprint = sealer_of(connection).fingerprint("web_session", token)
    return connection.execute(
        select(WEB_SESSION.c.person_id).where(
            WEB_SESSION.c.token_hash == fingerprint, WEB_SESSION.c.revoked_at.is_(None)
        )
    ).scalar()


def revoke_web_session(connection: Connection, token: str, now: datetime) -> None:
    fingerprint = sealer_of(connection).fingerprint("web_session", token)
    connection.execute(
        update(WEB_SESSION)
        .where(WEB_SESSION.c.token_hash == fingerprint, WEB_SESSION.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
