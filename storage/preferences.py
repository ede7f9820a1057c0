"""How and when people like to be written to, and what helps them to take part: sealed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, TypeAlias

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.prepared import Prepared
from storage.sealing import Sealer, sealer_of

PERSON: Final = SQLModel.metadata.tables["person"]
PREFERENCES: Final = "person.preferences"

Preference: TypeAlias = str | tuple[str, ...]
Preferences: TypeAlias = Mapping[str, Preference]

NONE: Final[Preferences] = MappingProxyType({})

_FIND: Final = Prepared(
    select(PERSON.c.preferences_sealed).where(PERSON.c.id == bindparam("person_id"))
)


def preferences_in(sealer: Sealer, sealed: bytes | None) -> Preferences:
    """The preferences in a sealed value, by name; several things that were ticked are a tuple."""
    if sealed is None:
        return NONE
    kept = json.loads(sealer.unseal(sealed, PREFERENCES))
    return {name: tuple(one) if isinstance(one, list) else one for name, one in kept.items()}


def preferences_of(connection: Connection, person_id: int) -> Preferences:
    """All that a person has told us of what they prefer."""
    row = _FIND.one_or_none(connection, {"person_id": person_id})
    return preferences_in(sealer_of(connection), row.preferences_sealed if row else None)


def note_safe_here(connection: Connection, person_id: int, at: datetime) -> None:
    """They said whether it is safe to write to them."""
    connection.execute(update(PERSON).where(PERSON.c.id == person_id).values(safe_here_at=at))


def keep_preference(
    connection: Connection, person_id: int, name: str, value: Preference | None
) -> None:
    """Keeps one preference in place of the one before; None takes it away."""
    kept = {**preferences_of(connection, person_id)}
    if value is None:
        kept.pop(name, None)
    else:
        kept[name] = value
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    sealed = sealer_of(connection).seal(text, PREFERENCES) if kept else None
    connection.execute(
        update(PERSON).where(PERSON.c.id == person_id).values(preferences_sealed=sealed)
    )
