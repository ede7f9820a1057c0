"""What is known about a participant: for the conditions of a flow, and for its texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.aftercare.safe_to_message import SAFE_WHEN
from bot.checkins.screen import Facts
from bot.texts import Texts
from flows import engine
from flows.context import Context
from flows.definition import Flow
from flows.events import Value
from flows.facts import FactValue
from flows.lists import lists_in
from flows.names import earlier_of
from flows.session import Session
from flows.vocabulary import Vocabulary
from storage.contacts import Contact
from storage.earlier_answers import last_answers
from storage.project_lists import lists_of
from storage.projects import under_18s_of

PREFERENCES: Final = {
    "way": "preferred_way",
    "times": "preferred_times",
    "language": "language",
    "easy_read": "easy_read",
    "access_needs": "access_needs",
    "supporter": "supporter",
    "safe_here": "safe_to_write",
}
"""What an answer is kept as, and the fact that it then is."""

KEPT: Final = frozenset({*PREFERENCES, SAFE_WHEN})
"""All that an answer can be kept as; when it is safe to write is no fact that a flow names."""

UNDER_18S: Final = "under_18s"
"""A fact about the project."""

MANY: Final = "many"
NUMBERS: Final = ("rating", "number")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a flow names of a project's lists and settings, and of answers in earlier check-ins."""

    lists: frozenset[str]
    under_18s: bool
    earlier: frozenset[tuple[str, str]]


_wanted: Final[dict[str, Wanted]] = {}


def wanted_by(flow: Flow) -> Wanted:
    """Remembered by the version, which is the flow's content."""
    found = _wanted.get(flow.version)
    if found is None:
        earlier = {past for name in flow.route.names if (past := earlier_of(name))}
        found = _wanted[flow.version] = Wanted(
            frozenset(lists_in(flow)), UNDER_18S in flow.route.names, frozenset(earlier)
        )
    return found


def facts_of(contact: Contact, texts: Texts) -> dict[str, FactValue]:
    """What is known without a look at the project's lists; None for what is not known."""
    facts: dict[str, FactValue] = {
        "name": contact.name or None,
        "facilitator": contact.reader or texts.say("a person in the team"),
        "cohort": contact.cohort,
        "nation": contact.nation.replace("-", "_"),
        "language": contact.locale.partition("@")[0],
    }
    for kept, fact in PREFERENCES.items():
        if kept in contact.preferences:
            facts[fact] = contact.preferences[kept]
    return facts


def context_of(
    connection: Connection,
    contact: Contact,
    texts: Texts,
    flow: Flow,
    vocabulary: Vocabulary,
    now: datetime,
    session_id: int | None,
) -> Context:
    """What this flow's conditions may name, and the person's own day.

    `session_id` is None before there is a session.
    """
    facts = facts_of(contact, texts)
    wanted = wanted_by(flow)
    if wanted.lists and contact.project_id is not None:
        facts.update(lists_of(connection, contact.project_id, wanted.lists, session_id))
    if wanted.under_18s and contact.project_id is not None:
        take_part = under_18s_of(connection, contact.project_id)
        facts[UNDER_18S] = None if take_part is None else "yes" if take_part else "no"
    earlier: dict[tuple[str, str], Value] = {}
    if wanted.earlier and contact.person_id is not None:
        for row, text in last_answers(connection, contact.person_id, wanted.earlier):
            earlier[row.flow, row.step] = _value(row.kind, row.value, text)
    today = now.astimezone(ZoneInfo(contact.timezone)).date()
    return Context(facts=facts, vocabulary=vocabulary, today=today, earlier=earlier)


def said_facts(
    connection: Connection,
    contact: Contact,
    texts: Texts,
    flow: Flow,
    session_id: int,
    session: Session | None = None,
) -> Facts:
    """What the flow's texts may name, with the values that it has set on the way."""
    facts: dict[str, object] = {**facts_of(contact, texts)}
    lists = wanted_by(flow).lists
    if lists and contact.project_id is not None:
        facts.update(lists_of(connection, contact.project_id, lists, session_id))
    if session is not None and flow.route.sets:
        facts.update(engine.named(flow, session))
    return {name: "" if value is None else value for name, value in facts.items()}


def _value(kind: str, value: str | None, text: str | None) -> Value:
    """An answer as the engine had it, from its row."""
    if value is None:
        return text
    if kind == MANY:
        return tuple(value.split(",")) if value else ()
    if kind in NUMBERS:
        return int(value) if value.lstrip("-").isdecimal() else float(value)
    return value
