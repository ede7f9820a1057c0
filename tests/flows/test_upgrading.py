"""Flows and sessions of older formats: they are read, and mean what they meant."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from flows import engine
from flows.definition import Flow, load_flow
from flows.inputs import Pressed
from flows.problems import FlowError
from flows.session import Session
from flows.upgrading import NEWEST, UPGRADES, flags_in_lists, upgraded
from tests.flows.talking import CONTEXT

FIRST: dict[str, Any] = {
    "flow": "trial",
    "title": "Trial",
    "steps": [
        {
            "id": "safe",
            "yes_no": "Safe?",
            "flag": {"level": "soon", "topic": "danger", "reason": "r", "when": "safe == 'no'"},
        },
        {"id": "bye", "end": "Bye."},
    ],
}
STORED = json.dumps(FIRST)


def test_there_is_an_upgrade_from_every_format_before_the_newest() -> None:
    assert sorted(UPGRADES) == list(range(1, NEWEST))


def test_one_flag_becomes_a_list_of_one_and_nothing_else_changes() -> None:
    found = flags_in_lists(json.loads(STORED))
    assert found["format"] == 2
    assert found["steps"][0]["flag"] == [FIRST["steps"][0]["flag"]]
    assert found["steps"][1] == FIRST["steps"][1]
    assert json.loads(STORED) == FIRST


def test_upgrading_twice_is_upgrading_once() -> None:
    once = upgraded(json.loads(STORED))
    assert upgraded(once) == once


@pytest.mark.parametrize("data", [None, 3, [], {"format": "2"}, {"format": 99}, {"steps": [5]}])
def test_what_is_no_flow_is_left_for_others_to_name(data: object) -> None:
    found = upgraded(data)
    assert found == data or isinstance(found, dict)


def test_a_session_goes_on_in_a_flow_that_was_stored_in_the_first_format() -> None:
    flow = Flow.from_json(STORED)
    assert flow.version == hashlib.sha256(STORED.encode()).hexdigest()[:12]
    session = Session("trial", flow.version, "safe", 1, "asking", {})
    events = engine.resume(flow, session, Pressed(1, "no"), CONTEXT).events
    assert [type(event).__name__ for event in events] == ["Answered", "Flagged", "Ended"]


def test_a_file_may_say_its_format_and_one_to_come_is_refused() -> None:
    steps = "title: Trial\nsteps:\n  - id: bye\n    end: Bye.\n"
    for number in ("1", "2"):
        assert load_flow(f"flow: trial\nformat: {number}\n{steps}", "trial.yaml").format == 2
    with pytest.raises(FlowError) as caught:
        load_flow(f"flow: trial\nformat: 3\n{steps}", "trial.yaml")
    assert [(one.line, one.what) for one in caught.value.problems] == [
        (2, "`format:` is not one that is known")
    ]


def test_a_session_of_the_first_format_is_read() -> None:
    stored = (
        '{"v":1,"f":"trial","r":"0123456789ab","s":"bye","t":3,"q":"a",'
        '"a":[["safe",1,"yes_no","no","No"],["more",2,"text",null]],"h":1}'
    )
    session = Session.from_json(stored)
    assert [(a.step, a.value, a.status) for a in session.answers.values()] == [
        ("safe", "no", "answered"),
        ("more", None, "skipped"),
    ]
    assert (session.holding, session.ticks, session.listing) == (True, (), False)
    assert Session.from_json(session.to_json()) == session
