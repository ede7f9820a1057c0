"""A message that was edited corrects the answer that it gave."""

from __future__ import annotations

from dataclasses import replace

from bot.checkins.conversation import Happened, LiveConversation
from bot.checkins.moment import Moment
from bot.checkins.notices import shortened
from bot.checkins.screen import Facts, answer_words
from flows.events import Answered, CannotCorrect, Unclear
from flows.inputs import Corrected
from storage import answering
from storage.answering import AnsweredBy


def answer_behind(moment: Moment, live: LiveConversation) -> AnsweredBy | None:
    """The answer in this check-in that the edited message gave, if it gave one."""
    message_id = moment.inbound.message_id
    if not message_id:
        return None
    channel_id = moment.contact.channel_id
    found = answering.answered_by(moment.connection, channel_id, message_id)
    return found if found is not None and found.session_id == live.id else None


def was_not_understood(moment: Moment, live: LiveConversation) -> bool:
    """Whether it was the last message, and no answer to the question that stands."""
    if live.session.status != "asking" or not moment.inbound.message_id:
        return False
    return answering.was_last_and_unclear(
        moment.connection,
        moment.contact.channel_id,
        moment.inbound.message_id,
        moment.inbound_id,
        live.id,
    )


def correction(moment: Moment, answer: AnsweredBy) -> Corrected:
    """The whole answer as it is now: it may have been written in several messages."""
    words = answering.words_of_answer(
        moment.connection, answer, moment.inbound.message_id, moment.words
    )
    return Corrected(answer.turn, words)


def note_correction(moment: Moment, answer: AnsweredBy, happened: Happened) -> None:
    """The messages of the answer now belong to the corrected one."""
    new = next((event for event in happened.events if isinstance(event, Answered)), None)
    turn = answer.turn if new is None else new.answer.turn
    if new is not None:
        answering.move_answer(moment.connection, answer, turn)
        answering.note_answer(moment.connection, [moment.inbound_id], happened.session_id, turn)


def step_of(live: LiveConversation, turn: int) -> str:
    """The step whose answer was given at a turn; the one that stands when there is none."""
    answers = live.session.answers.values()
    return next((one.step for one in answers if one.turn == turn), live.session.step)


def corrected_words(moment: Moment, happened: Happened, facts: Facts) -> str:
    """What the answer is now, in a short sentence, or why it is what it was."""
    texts = moment.texts
    for event in happened.events:
        match event:
            case Answered() if event.sensitive:
                return texts.say("I have changed your answer.")
            case Answered(answer):
                question = happened.flow.route.asked(answer.step).question(())
                answer = replace(answer, label=shortened(answer.label))
                said = answer_words(texts, question, answer, facts)
                return texts.say("I have changed your answer.") + " " + said
            case Unclear():
                return texts.say(
                    "I have kept your change, but I could not tell which answer you mean. "
                    "Your answer stays as it was."
                )
            case CannotCorrect():
                return texts.say(
                    "I have kept your change beside what you wrote first. "
                    "To change an answer, write: change an answer."
                )
            case _:
                pass
    if happened.events:
        return ""
    return texts.say("Thank you. Your answer stays as it was.")
