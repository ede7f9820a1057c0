"""The questions that a flag's words answered, as the participant read them."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.checkins.knowing import said_facts
from bot.checkins.screen import rendered
from bot.texts import Texts
from flows.definition import Flow
from flows.steps.question import QuestionStep
from storage import contacts, flags
from storage.flag_flows import flow_of_flag


def questions(connection: Connection, flag_id: int, texts: Texts) -> dict[str, str]:
    """The words of each question, by step, of the flow version that the flag was raised in."""
    definition = flow_of_flag(connection, flag_id)
    flag = flags.find_flag(connection, flag_id)
    if definition is None or flag is None or flag.channel_id is None:
        return {}
    contact = contacts.contact_of(connection, flag.channel_id)
    flow = Flow.from_json(definition)
    facts = said_facts(connection, contact, texts, flow)
    return {
        step.id: rendered(texts, step.text, facts)
        for step in flow.steps
        if isinstance(step, QuestionStep)
    }
