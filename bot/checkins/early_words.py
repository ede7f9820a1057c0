"""Words that were written before their writer saw the question that stands."""

from __future__ import annotations

from dataclasses import replace

from bot.checkins.conversation import Conversations, LiveConversation
from bot.checkins.moment import Moment
from flows import engine
from flows.meaning import ControlMeant, UnclearMeant
from storage import sessions
from storage.asked import Shown, question_shown


def came_before(moment: Moment, live: LiveConversation) -> bool:
    """Whether these words were written before their writer could see the question there."""
    if moment.inbound.seen:
        return moment.inbound.seen != f"{live.id}:{live.session.turn}"
    if moment.inbound.bot == "web" or live.session.status != "asking":
        return False
    return _shown(moment, live) != "here"


def _shown(moment: Moment, live: LiveConversation) -> Shown:
    return question_shown(moment.connection, moment.contact.channel_id, live.id, live.session.turn)


def added_to_last(moment: Moment, live: LiveConversation) -> tuple[LiveConversation, str] | None:
    """The session with these words added to its last answer, and that answer's step.

    None when the last answer was not in words, or the question was never asked in this channel:
    then its writer cannot know of that answer, either.
    """
    if moment.inbound.bot != "web" and _shown(moment, live) == "elsewhere":
        return None
    answers = live.session.answers.values()
    last = max(answers, key=lambda answer: answer.turn, default=None)
    if last is None or last.kind != "text" or last.status != "answered":
        return None
    whole = f"{last.value}\n{moment.words}"
    longer = replace(last, value=whole, label=whole)
    session = replace(live.session, answers={**live.session.answers, last.step: longer})
    sessions.replace_text(moment.connection, live.id, last.turn, whole)
    sessions.save_session(
        moment.connection,
        live.id,
        status=session.status,
        turn=session.turn,
        state=session.to_json(),
        now=moment.now,
        resume_at=live.resume_at,
    )
    return LiveConversation(live.id, live.flow, session, live.resume_at), last.step


def one_clear_line(
    conversations: Conversations, moment: Moment, live: LiveConversation
) -> str | None:
    """The only line of a burst that answers the question; None when there is none, or two."""
    context = conversations.context(
        moment.connection, moment.contact, moment.texts, live.flow, moment.now, live.id
    )
    clear = {
        line
        for line in moment.words.splitlines()
        if not isinstance(
            engine.understand(live.flow, live.session, line, context), UnclearMeant | ControlMeant
        )
    }
    return clear.pop() if len(clear) == 1 else None
