"""What goes on the reading list, and which answer the words of a message gave."""

from __future__ import annotations

from typing import Final

from bot.aftercare.flags import Raised
from bot.checkins.conversation import Happened
from bot.checkins.moment import Moment
from flows.events import Answered, CannotCorrect, Unclear
from storage import updates
from storage.answering import note_answer

READ_BY_A_PERSON: Final = ("text", "photo")
"""Kinds of answer that nobody has understood yet."""


def list_words(moment: Moment, happened: Happened, raised: Raised | None) -> None:
    """Free text goes on the reading list; a typed "7" or a command need not be read."""
    if not (moment.words or moment.inbound.media):
        return
    answers = [event.answer for event in happened.events if isinstance(event, Answered)]
    if answers and moment.inbound.message_id and not moment.correcting:
        turn = answers[-1].turn
        note_answer(moment.connection, moment.inbound_ids, happened.session_id, turn)
    understood = any(answer.kind not in READ_BY_A_PERSON for answer in answers)
    unheard = any(isinstance(event, Unclear | CannotCorrect) for event in happened.events)
    commanded = not answers and not unheard
    if raised is not None or not (understood or commanded):
        updates.mark_reading(
            moment.connection,
            moment.inbound_id,
            happened.session_id,
            raised.flag_id if raised else None,
        )
