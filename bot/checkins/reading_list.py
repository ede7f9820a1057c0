"""What goes on the reading list, and which answer the words of a message gave."""

from __future__ import annotations

from typing import Final

from bot.aftercare.flags import Raised
from bot.checkins.conversation import Happened
from bot.checkins.moment import Moment
from flows.events import Answered, CannotCorrect, Unclear
from storage import updates
from storage.answering import note_answer
from storage.flag_texts import flag_to_write_to

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
        asked = happened.flow.route.questions
        steps = [asked.get(answer.step) for answer in answers]
        # How to be in touch stands on the flag by itself.
        touch = bool(steps) and all(step is not None and step.contact for step in steps)
        keep_to_read(moment, happened.session_id, raised, beside_flag=not touch)


def keep_to_read(
    moment: Moment, session_id: int | None, raised: Raised | None, *, beside_flag: bool = True
) -> None:
    """Puts the words on the reading list, with the flag that they raised or that is open.

    Whoever sees that flag sees what was written since (`beside_flag`), without another alert.
    """
    flag_id = raised.flag_id if raised else flag_here(moment) if beside_flag else None
    for inbound_id in moment.inbound_ids or (moment.inbound_id,):
        updates.mark_reading(moment.connection, inbound_id, session_id, flag_id)


def flag_here(moment: Moment) -> int | None:
    """The open flag that what is said now belongs to: never one whose words would be read by a
    facilitator from whom they are kept."""
    contact = moment.contact
    if contact.person_id is None:
        return None
    kept_from = contact.facilitator_id if contact.kept_from_facilitator else None
    return flag_to_write_to(moment.connection, contact.person_id, kept_from)
