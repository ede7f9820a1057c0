"""What a participant wrote while a flag was open, read beside the signals that raised it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.texts import Texts
from storage import flags
from storage.flag_texts import texts_of_flag
from storage.rows import AnyRow

_CHOSE: Final = "chose the facilitator"


@dataclass(frozen=True, slots=True)
class Written:
    """It needed nobody by itself: no rule matched, and nobody was alerted."""

    at: datetime
    reason: str
    session_id: int = 0
    level: str = "routine"
    topic: str = ""
    rule: str = ""
    step: str = ""
    span_start: None = None
    span_end: None = None


def all_that_was_said(
    connection: Connection, flag_id: int, texts: Texts
) -> list[tuple[AnyRow | Written, str]]:
    """The signals of a flag and what was written while it was open, in order.

    What somebody wrote before they chose their facilitator stays out: they were told that the
    facilitator cannot see it.
    """
    signals = flags.signals_of(connection, flag_id)
    raised_at = {row.at for row, _ in signals}
    chosen = [e.at for e in flags.events_of(connection, flag_id) if e.kind == _CHOSE]
    reason = texts.say("wrote this afterwards")
    written = [
        (Written(row.received_at, reason), words)
        for row, words in texts_of_flag(connection, flag_id, max(chosen, default=None))
        if row.received_at not in raised_at
    ]
    return sorted([*signals, *written], key=lambda said: said[0].at)
