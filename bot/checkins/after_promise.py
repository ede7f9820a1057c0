"""Questions about getting in touch, after somebody was told already: who reads the answers."""

from __future__ import annotations

from typing import Final

from bot.aftercare.flags import PRESSING
from bot.checkins.conversation import Happened, LiveConversation
from bot.checkins.moment import Moment
from bot.checkins.reading_list import flag_here
from flows.events import Answered, Asked, Flagged
from storage import flags, people
from storage.flag_flows import sessions_of_flag

CONTACT: Final = "contact"
NO: Final = "no"


def words_on_contact(moment: Moment, live: LiveConversation, happened: Happened) -> str:
    """Who can read what they answer to the questions about contact, or that a "no" to being
    contacted does not make the one who was told forget it; "" where neither is called for.

    `live` is the session as it was before.
    """
    came_to = _comes_to_contact(live, happened)
    refused = _refuses(happened)
    if not (came_to or refused):
        return ""
    who = _told(moment, happened.session_id)
    if not who:
        return ""
    if refused:
        return moment.texts.say(
            "That is fine. I had told %(who)s already, so they may still be in touch with you.",
            who=who,
        )
    return moment.texts.say("%(who)s can read what you answer here.", who=who)


def _comes_to_contact(live: LiveConversation, happened: Happened) -> bool:
    """Whether the first of the questions about contact is asked now."""
    questions = happened.flow.route.questions
    asked = next((event for event in happened.events if isinstance(event, Asked)), None)
    if asked is None or asked.step not in questions or not questions[asked.step].contact:
        return False
    before = questions.get(live.session.step)
    return before is None or not before.contact


def _refuses(happened: Happened) -> bool:
    """Whether they said no where they were asked whether somebody should be in touch.

    A "no" that raises a flag itself says something else: that it is not safe to write here.
    """
    questions = happened.flow.route.questions
    raised = {event.step for event in happened.events if isinstance(event, Flagged)}
    for event in happened.events:
        if not isinstance(event, Answered) or event.answer.value != NO:
            continue
        step = questions.get(event.answer.step)
        if step is None or not step.contact or event.answer.step in raised:
            continue
        if any(rule.topic == CONTACT for rule in step.flags):
            return True
    return False


def _told(moment: Moment, session_id: int) -> str:
    """Who was told of something pressing that was said in this session; "" when nobody was."""
    flag_id = flag_here(moment)
    flag = flags.find_flag(moment.connection, flag_id) if flag_id is not None else None
    if flag is None or flag.level not in PRESSING or flag.rung < 0:
        return ""
    if session_id not in sessions_of_flag(moment.connection, flag.id):
        return ""
    told_id = flag.owner_id or flag.promised_id
    told = people.find_person(moment.connection, told_id) if told_id else None
    if told is None:
        return ""
    return told.name or moment.texts.say("a person in the team")
