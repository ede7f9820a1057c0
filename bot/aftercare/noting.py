"""Notes of staff on a flag, sealed like the participant's words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.acting import Result, begin
from storage import flags


def note(connection: Connection, flag_id: int, staff_id: int, words: str, now: datetime) -> Result:
    """Adds a note to the flag's history. It changes nothing else, so nobody can be late with it."""
    begun = begin(connection, "note", flag_id, None, staff_id)
    if isinstance(begun, Result):
        return begun
    if not words.strip():
        return Result(False, "note")
    flags.add_event(connection, flag_id, "note", now, staff_id, words=words.strip())
    return Result(True, who=begun.staff.name)
