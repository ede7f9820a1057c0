"""Browsers that a participant's link was opened in: a cookie's token, which can be revoked."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Connection

from storage import join_codes


def open_web_session(connection: Connection, person_id: int, now: datetime) -> str:
    """A new token for a browser; only its keyed hash is kept."""
    token = secrets.token_urlsafe(32)
    join_codes.add_web_session(connection, token, person_id, now)
    return token


def person_for_token(connection: Connection, token: str) -> int | None:
    """Whose browser this is; None when the token is unknown or was revoked."""
    return join_codes.find_web_session(connection, token) if token else None


def revoke(connection: Connection, token: str, now: datetime) -> None:
    """Signs the browser out."""
    join_codes.revoke_web_session(connection, token, now)
