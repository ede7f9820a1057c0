"""An impatient finger: a press that says again what it has just said."""

from __future__ import annotations

from bot.checkins.conversation import LiveConversation


def is_double(live: LiveConversation, turn: int, choice: str) -> bool:
    """Whether the press says again what it has just said: an impatient finger, and no question."""
    for answer in live.session.answers.values():
        if answer.turn == turn:
            if answer.kind == "many" and choice == "~done":
                return True
            controls = {"skipped": "~skip", "rather_not": "~rather_not"}
            return controls.get(answer.status, str(answer.value)) == choice
    return False
