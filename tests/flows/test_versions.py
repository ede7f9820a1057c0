"""A flow that is edited while people are in the middle of it."""

from __future__ import annotations

import pytest

from flows import engine
from flows.definition import Flow
from flows.inputs import Pressed
from flows.session import Session
from tests.flows.talking import CONTEXT, Talk, flow_of

BEFORE = """
- id: came
  yes_no: Did you come?
- id: liked
  yes_no: Did you like it?
- id: bye
  end: Goodbye.
"""
EDITED = BEFORE.replace("id: liked", "id: enjoyed").replace("like it", "enjoy it")


def test_a_session_ends_on_the_version_it_began_though_the_flow_was_edited() -> None:
    """(seen in rapidpro 827: editing a live flow lost earlier replies)"""
    began, edited = flow_of(BEFORE), flow_of(EDITED)
    assert began.version != edited.version
    talk = Talk(began)
    talk.press("yes")
    stored_flow, stored = began.to_json(), talk.session.to_json()

    later = Talk(Flow.from_json(stored_flow))
    later.session = Session.from_json(stored)
    later.press("no")
    assert later.session.over
    assert later.values() == {"came": "yes", "liked": "no"}
    assert later.session.version == began.version


def test_a_session_is_never_walked_on_in_another_version() -> None:
    talk = Talk(flow_of(BEFORE))
    with pytest.raises(ValueError, match="not of a-flow"):
        engine.resume(flow_of(EDITED), talk.session, Pressed(1, "yes"), CONTEXT)
