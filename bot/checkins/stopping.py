"""Somebody who stops right after a question about something private: a person hears of it."""

from __future__ import annotations

from bot.aftercare.deadlines import Limits
from bot.aftercare.signals import raise_for_stopping
from bot.checkins.conversation import Happened, LiveConversation
from bot.checkins.moment import Moment
from flows.events import Ended


def note_stopping(
    moment: Moment, limits: Limits, live: LiveConversation, happened: Happened
) -> None:
    """Raises the flag after the goodbye was said: that speaks of what the person knows of.

    `live` is the session as it was before. The question that stood counts, or the one before it.
    """
    if not any(isinstance(e, Ended) and e.status == "stopped" for e in happened.events):
        return
    questions = live.flow.route.questions
    answers = live.session.answers.values()
    last = max(answers, key=lambda answer: answer.turn, default=None)
    for step in (live.session.step, last.step if last is not None else ""):
        if step in questions and questions[step].sensitive:
            raise_for_stopping(moment.connection, limits, moment.contact, step, live.id, moment.now)
            return
