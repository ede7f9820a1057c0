"""Words and the question that stands: which were written before it, and which part answers it."""

from __future__ import annotations

from dataclasses import replace

from bot.aftercare.flags import PRESSING
from bot.aftercare.triage import Finding
from bot.checkins.conversation import LiveConversation
from bot.checkins.moment import Moment
from flows import engine
from flows.engine import Context
from flows.meaning import ControlMeant, Meaning, UnclearMeant
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


def words_that_answer(
    moment: Moment,
    live: LiveConversation,
    finding: Finding | None,
    meaning: Meaning,
    context: Context,
) -> str:
    """The part of a message that answers the question, or else the whole; `meaning` is that of it.

    Of a burst it is the only line that does. Where something presses in the words, it may be their
    beginning, if that raises a flag: "no not really, he hit me again".
    """
    if not isinstance(meaning, UnclearMeant):
        return moment.words
    said = _one_clear_line(moment, live, context) if moment.inbound.burst else ""
    presses = finding is not None and finding.level in PRESSING and not moment.only_asks_for_others
    if not said and presses:
        said = engine.begins_with(live.flow, live.session, moment.words, context)
    return said or moment.words


def _one_clear_line(moment: Moment, live: LiveConversation, context: Context) -> str:
    """The only line of a burst that answers the question; "" when there is none, or two."""
    clear = {
        line
        for line in moment.words.splitlines()
        if not isinstance(
            engine.understand(live.flow, live.session, line, context), UnclearMeant | ControlMeant
        )
    }
    return clear.pop() if len(clear) == 1 else ""
