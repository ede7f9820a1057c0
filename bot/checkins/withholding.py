"""Before a sensitive question: could anybody answer in time what may be said to it?

When nobody could, the question is left out, which the participant is told plainly, and so are the
coordinators, once an hour at most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.deadlines import Limits
from bot.aftercare.duty import somebody_there, tell_nobody_there
from bot.aftercare.flags import URGENCY
from bot.aftercare.promise import Nobody
from flows.context import Context
from flows.definition import Flow
from flows.engine import Sprint
from flows.events import Asked
from flows.steps import QuestionStep
from storage.contacts import Contact

_delicate: Final[dict[str, Mapping[str, str]]] = {}


def delicate(flow: Flow) -> Mapping[str, str]:
    """The sensitive questions that somebody must be there for, each with its most pressing level.

    Those about how to be in touch are asked in any case. Remembered by the flow's version.
    """
    found = _delicate.get(flow.version)
    if found is None:
        found = _delicate[flow.version] = dict(_levels(flow))
    return found


def _levels(flow: Flow) -> Iterator[tuple[str, str]]:
    for step in flow.route.questions.values():
        if not isinstance(step, QuestionStep):
            continue
        if step.sensitive and step.flags and not (step.contact or step.required):
            yield step.id, min((rule.level for rule in step.flags), key=lambda one: URGENCY[one])


def asked_if_somebody_is_there(
    connection: Connection,
    contact: Contact,
    flow: Flow,
    limits: Limits,
    context: Context,
    now: datetime,
    move: Callable[[Context], Sprint],
) -> Sprint:
    """What a move comes to, without the questions that nobody could answer in time.

    `move` is done again, from the same session, where it would have asked one of them.
    """
    sprint = move(context)
    levels = delicate(flow)
    asked = {event.step for event in sprint.events if isinstance(event, Asked)}
    if asked.isdisjoint(levels):
        return sprint
    nobody: dict[str, Nobody] = {}
    for level in set(levels.values()):
        there = somebody_there(connection, contact, level, limits, now)
        if isinstance(there, Nobody):
            nobody[level] = there
    withheld = frozenset(step for step, level in levels.items() if level in nobody)
    if asked.isdisjoint(withheld):
        return sprint
    tell_nobody_there(connection, contact, nobody[levels[min(asked & withheld)]], now)
    return move(replace(context, withheld=withheld))
