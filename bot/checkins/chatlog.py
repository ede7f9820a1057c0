"""A participant's conversation as the chat page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Connection

from bot.delivery.screen import Screen
from storage import chat, relay, sessions, updates

BOTS: Final = ("participant", "web")
SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One message. `id` is stable and fit for a page; `current` says that this question stands
    and its buttons work."""

    id: str
    who: Literal["wesaid", "you"]
    text: str
    at: datetime
    screen: Screen | None
    current: bool


def chat_lines(connection: Connection, person_id: int) -> list[Line]:
    """The latest messages of a person, whatever channel they came by, oldest first."""
    live = sessions.live_session(connection, person_id)
    # While a member of staff is talking with them, nothing is asked.
    asking = live is not None and not relay.is_talking(connection, person_id)
    standing = (live.id, live.turn) if live is not None and asking else None
    lines: list[tuple[datetime, int, Line]] = []
    current_found = False
    for row, raw in chat.sent_screens(connection, person_id, BOTS, SHOWN):
        screen = Screen.from_json(raw)
        asks = screen.kind == "question" and (row.session_id, row.turn) == standing
        current = asks and not current_found
        current_found = current_found or asks
        line = Line(f"w{row.id}", "wesaid", screen.text, row.created_at, screen, current)
        lines.append((row.created_at, 1, line))
    for row, text in updates.texts_of_person(connection, person_id, BOTS, SHOWN):
        line = Line(f"y{row.id}", "you", text, row.received_at, None, False)
        lines.append((row.received_at, 0, line))
    # What was said comes before its answer, also when both bear the same time.
    lines.sort(key=lambda entry: (entry[0], entry[1], int(entry[2].id[1:])))
    return [line for _, _, line in lines][-SHOWN:]
