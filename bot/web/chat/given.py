"""What somebody answered before, when they have gone back to the question."""

from __future__ import annotations

from sqlalchemy import Connection

from flows.events import Answer
from flows.session import Session
from storage.sessions import live_session


def answer_before(connection: Connection, person_id: int) -> Answer | None:
    """The answer to the question that stands; None when there is none, or it was skipped."""
    live = live_session(connection, person_id)
    if live is None or live.status != "asking":
        return None
    session = Session.from_json(live.state)
    answer = session.answers.get(session.step)
    return answer if answer is not None and answer.status == "answered" else None
