"""Which conversation a flag was raised in."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up

_TABLES = SQLModel.metadata.tables
FLAG: Final = _TABLES["flag"]
SESSION: Final = _TABLES["session"]
FLOW_VERSION: Final = _TABLES["flow_version"]


def flow_of_flag(connection: Connection, flag_id: int) -> str | None:
    """The definition, as JSON, of the flow that the flag's session runs on.

    None for a flag that was raised outside a session.
    """
    return connection.execute(
        select(FLOW_VERSION.c.definition)
        .join(SESSION, SESSION.c.flow_version_id == FLOW_VERSION.c.id)
        .join(FLAG, FLAG.c.session_id == SESSION.c.id)
        .where(FLAG.c.id == flag_id)
    ).scalar()
