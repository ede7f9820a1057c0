"""What somebody has answered or ticked already where the question stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from flows.events import Answer
from flows.session import Session
from storage.sessions import live_session


@dataclass(frozen=True, slots=True)
class Given:
    """`seen` is the `session:turn` of the question that stands, "" when none does.

    `before` is the answer that was given to it, when they have gone back to it; `ticks` are the
    options ticked in it so far.
    """

    seen: str
    before: Answer | None
    ticks: frozenset[str]


NOTHING: Final = Given("", None, frozenset())


def given(connection: Connection, person_id: int) -> Given:
    """What there is to show in the question that stands."""
    live = live_session(connection, person_id)
    if live is None or live.status not in ("asking", "paused"):
        return NOTHING
    session = Session.from_json(live.state)
    seen = f"{live.id}:{session.turn}"
    if session.listing or live.status == "paused":
        return Given(seen, None, frozenset(session.ticks))
    answer = session.answers.get(session.step)
    before = answer if answer is not None and answer.status == "answered" else None
    return Given(seen, before, frozenset(session.ticks))
