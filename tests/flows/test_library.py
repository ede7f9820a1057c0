"""The check-ins that come with it: what is promised in them, and how they read."""

from __future__ import annotations

import re

import pytest

from flows import engine
from flows.definition import Flow
from flows.library import library
from flows.meaning import AnswerMeant
from flows.measures import measures
from flows.session import Session
from flows.steps import Choice, End, QuestionStep, Rating, Say
from tests.flows.talking import CONTEXT, Talk

FLOWS = sorted(library())
QUESTIONS = [
    (flow, step)
    for flow in library().values()
    for step in flow.steps
    if isinstance(step, QuestionStep)
]


def texts(flow: Flow) -> list[str]:
    return [step.text for step in flow.steps if isinstance(step, Say | QuestionStep | End)]


def test_there_is_a_welcome_and_a_check_in_after_a_session() -> None:
    assert {"welcome", "after-session"} <= set(library())


def test_after_a_session_every_item_of_the_session_measure_is_rated() -> None:
    asked = [step.measure for step in library()["after-session"].steps if isinstance(step, Rating)]
    assert asked == [f"session.{item}" for item in measures()["session"].items]


def test_after_a_session_the_steps_that_exports_and_alerts_know_keep_their_names() -> None:
    steps = library()["after-session"].route.steps
    options = {step.id: list(step.options) for step in steps.values() if isinstance(step, Choice)}
    assert options == {
        "upset": ["no", "bit", "yes"],
        "safe": ["yes", "unsure", "no"],
        "talk": ["no", "week", "today", "now"],
    }
    assert {"heard", "safe_to_speak", "influence", "fair", "message", "thanks"} <= set(steps)


@pytest.mark.parametrize(
    ("step", "option", "levels"),
    [
        ("upset", "yes", ["routine"]),
        ("upset", "bit", []),
        ("safe", "no", ["urgent"]),
        ("safe", "unsure", ["soon"]),
        ("safe", "yes", []),
        ("talk", "no", []),
        ("talk", "week", ["soon"]),
        ("talk", "today", ["soon"]),
        ("talk", "now", ["urgent"]),
    ],
)
def test_after_a_session_each_answer_raises_its_flag(
    step: str, option: str, levels: list[str]
) -> None:
    talk = Talk(library()["after-session"])
    while talk.asked.step != step:
        talk.type("skip")
    events = talk.press(option)
    assert [getattr(event, "level", None) for event in events if hasattr(event, "level")] == levels


def test_who_reads_it_is_said_before_a_sensitive_question() -> None:
    for flow in library().values():
        for place, step in enumerate(flow.steps):
            if isinstance(step, QuestionStep) and step.sensitive:
                before = flow.steps[place - 1]
                assert isinstance(before, Say)
                assert "will be read by {{ facilitator }}" in before.text


def test_the_welcome_tells_the_limits_before_it_asks_for_consent() -> None:
    steps = library()["welcome"].steps
    consent = next(place for place, step in enumerate(steps) if step.id == "consent")
    told = " ".join(step.text for step in steps[:consent] if isinstance(step, Say))
    for said in (
        "computer program",
        "read by {{ facilitator }}",
        "worried about somebody's safety",
        "We have to act on it",
        "We will talk to you first, unless that would put somebody in more danger",
        "somebody other than {{ facilitator }}",
        "write “help”",
    ):
        assert said in told
    asked = library()["welcome"].route.asked("consent")
    assert (asked.required, asked.keeps) == (True, "consent.check_ins")


def test_the_welcome_asks_nothing_else_of_somebody_who_says_no() -> None:
    talk = Talk(library()["welcome"])
    talk.type("no thank you")
    assert (talk.session.status, talk.session.step) == ("finished", "goodbye")


def test_the_welcome_keeps_consent_name_and_times() -> None:
    kept = {step.id: step.keeps for flow, step in QUESTIONS if flow.name == "welcome"}
    assert kept == {"consent": "consent.check_ins", "call_me": "name", "times": "times"}


@pytest.mark.parametrize("name", FLOWS)
def test_it_reads_plainly_aloud(name: str) -> None:
    for text in texts(library()[name]):
        assert "!" not in text
        assert not re.search(r"\b(please note|concern|appropriate|regarding|utilise)\b", text, re.I)
        for sentence in re.split(r"[.?:]\s", text):
            assert len(sentence.split()) <= 20, sentence


@pytest.mark.parametrize("name", FLOWS)
def test_no_sentence_begins_with_a_fact(name: str) -> None:
    """Facts may be words such as "the team", which would stand there without a capital."""
    for text in texts(library()[name]):
        assert not re.search(r"(^|[.?]\s+|\n)\{\{", text)


@pytest.mark.parametrize(
    ("flow", "step"), QUESTIONS, ids=[f"{flow.name}:{step.id}" for flow, step in QUESTIONS]
)
def test_every_button_can_be_typed(flow: Flow, step: QuestionStep) -> None:
    session = Session(flow.name, flow.version, step.id, 1, "asking", {})
    for place, option in enumerate(step.shown, start=1):
        number = str(place) if isinstance(step, Choice) else option.label
        for text in (option.key, option.label, option.label.upper() + ".", number):
            meant = engine.understand(flow, session, text, CONTEXT)
            assert isinstance(meant, AnswerMeant), text
            assert meant.label == option.label
        pressed = step.pressed(option.key)
        assert pressed is not None
        assert pressed.label == option.label
