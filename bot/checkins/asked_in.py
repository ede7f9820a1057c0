"""The questions of a session, put into words for those who read its answers."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from bot.aftercare.asked import QuestionShown
from bot.checkins.knowing import said_facts
from bot.checkins.screen import Facts, rendered
from bot.texts import Texts
from flows.definition import Flow
from flows.problems import FlowError
from flows.steps.question import QuestionStep
from storage.contacts import Contact
from storage.flag_flows import flow_of_session


def asked_in(
    connection: Connection, contact: Contact, session_id: int, texts: Texts
) -> Mapping[str, QuestionShown]:
    """The questions, by step, of the flow version that the session itself runs on."""
    definition = flow_of_session(connection, session_id)
    if definition is None:
        return {}
    try:
        flow = Flow.from_json(definition)
    except FlowError:
        # What was said is to be read, also where nobody can say any more what was asked.
        return {}
    facts = said_facts(connection, contact, texts, flow, session_id)
    return {step: _shown(texts, asks, facts) for step, asks in flow.route.questions.items()}


def _shown(texts: Texts, asks: QuestionStep, facts: Facts) -> QuestionShown:
    return QuestionShown(
        text=rendered(texts, asks.text, facts),
        labels={option.key: rendered(texts, option.label, facts) for option in asks.shown},
        contact=asks.contact,
        keeps=asks.keeps or "",
    )
