"""Who is looking at the chat, and whether anything changed for them."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from bot.people.web_sessions import person_for_token
from bot.texts import Texts, texts_for

_TABLES = SQLModel.metadata.tables
PERSON = _TABLES["person"]
COHORT = _TABLES["cohort"]
CHANNEL = _TABLES["channel"]
OUTBOX = _TABLES["outbox"]
INBOUND = _TABLES["inbound_update"]
SESSION = _TABLES["session"]


@dataclass(frozen=True, slots=True)
class Visitor:
    """A participant whose browser has a session. `zone` is their cohort's."""

    person_id: int
    token: str
    locale: str
    zone: ZoneInfo

    @property
    def address(self) -> str:
        """Their address on the web channel."""
        return str(self.person_id)

    @property
    def texts(self) -> Texts:
        return texts_for(self.locale)


def find_visitor(connection: Connection, token: str) -> Visitor | None:
    """Whose browser this is; None when it is nobody's, or was signed out."""
    person_id = person_for_token(connection, token)
    if person_id is None:
        return None
    row = connection.execute(
        select(PERSON.c.locale, COHORT.c.timezone)
        .select_from(PERSON.outerjoin(COHORT, COHORT.c.id == PERSON.c.cohort_id))
        .where(PERSON.c.id == person_id)
    ).one()
    return Visitor(person_id, token, row.locale, ZoneInfo(row.timezone or "Europe/London"))


def what_is_new(connection: Connection, token: str) -> str | None:
    """A short mark that differs as soon as the conversation does; None once signed out.

    It reads no texts, so that asking every few seconds for every open page costs little.
    """
    person_id = person_for_token(connection, token)
    if person_id is None:
        return None
    sent = select(func.max(OUTBOX.c.id)).where(OUTBOX.c.person_id == person_id)
    said = (
        select(func.max(INBOUND.c.id))
        .select_from(INBOUND.join(CHANNEL, CHANNEL.c.id == INBOUND.c.channel_id))
        .where(CHANNEL.c.person_id == person_id)
    )
    turns = select(func.sum(SESSION.c.turn)).where(SESSION.c.person_id == person_id)
    row = connection.execute(
        select(sent.scalar_subquery(), said.scalar_subquery(), turns.scalar_subquery())
    ).one()
    return "-".join(str(part or 0) for part in row)
