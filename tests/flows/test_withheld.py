"""Questions that are not asked now, since nobody could answer what may be said to them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows import engine
from flows.definition import load_flow
from flows.events import Answered, Asked, Ended, Event, Flagged, Said, Withheld
from flows.inputs import Pressed
from flows.library import library
from flows.session import Session
from tests.flows.talking import CONTEXT

FLOW = load_flow(
    """
flow: delicate
title: A delicate flow
steps:
  - id: hello
    say: Hello.
  - id: heard
    yes_no: Were you heard?
  - id: kept
    say: Thank you for that.
  - id: rest
    yes_no: Did you rest?
  - id: before
    say: The next question is about home.
  - id: more
    say: Sam reads it.
  - id: home
    yes_no: Is home safe?
    sensitive: true
    flag: {when: "home == 'no'", level: urgent, topic: danger, reason: does not feel safe}
    next: tea
  - id: never
    when: "heard == 'no'"
    yes_no: Why not?
  - id: tea
    when: "home is none or home == 'yes'"
    yes_no: Was there tea?
  - id: bye
    end: Bye.
""",
    "delicate.yaml",
)
NOBODY = replace(CONTEXT, withheld=frozenset({"home"}))


def press(session: Session, choice: str, context: engine.Context = NOBODY) -> engine.Sprint:
    session = Session.from_json(session.to_json())
    return engine.resume(FLOW, session, Pressed(session.turn, choice), context)


def kinds(events: tuple[Event, ...]) -> list[tuple[str, str]]:
    return [
        (type(one).__name__, one.step)
        for one in events
        if isinstance(one, Asked | Said | Withheld | Ended | Answered) and hasattr(one, "step")
    ]


def to_home(context: engine.Context) -> engine.Sprint:
    sprint = press(engine.start(FLOW, context).session, "yes", context)
    return press(sprint.session, "yes", context)


def test_the_way_goes_past_it_without_what_leads_to_it() -> None:
    sprint = to_home(NOBODY)
    assert kinds(sprint.events) == [("Withheld", "home"), ("Asked", "tea")]
    assert sprint.session.step == "tea"
    assert "home" not in sprint.session.answers


def test_it_is_asked_when_somebody_is_there() -> None:
    steps = kinds(to_home(CONTEXT).events)
    assert steps == [("Said", "before"), ("Said", "more"), ("Asked", "home")]


def test_one_that_stands_is_not_taken_away() -> None:
    sprint = to_home(CONTEXT)
    assert engine.current(FLOW, sprint.session) is not None
    said = press(sprint.session, "no")
    assert [one.level for one in said.events if isinstance(one, Flagged)] == ["urgent"]


def test_going_on_after_waiting_goes_past_it() -> None:
    rest = press(engine.start(FLOW, CONTEXT).session, "yes", CONTEXT)
    held = engine.resume(FLOW, rest.session, Pressed(rest.session.turn, "yes"), CONTEXT, hold=True)
    assert held.session.status == "held"
    sprint = press(held.session, "~carry_on")
    assert sprint.session.step == "tea"
    assert any(isinstance(one, Withheld) for one in sprint.events)


def test_one_that_has_an_answer_can_be_gone_back_to() -> None:
    sprint = press(to_home(CONTEXT).session, "yes")
    sprint = press(sprint.session, "~back")
    assert sprint.session.step == "home"
    sprint = press(sprint.session, "~carry_on")
    assert sprint.session.step == "tea"
    assert sprint.session.answers["home"].value == "yes"


@pytest.mark.parametrize("name", sorted(library()))
def test_every_flow_of_the_library_ends_without_its_sensitive_questions(name: str) -> None:
    flow = library()[name]
    withheld = frozenset(
        step.id
        for step in flow.route.questions.values()
        if step.sensitive and not step.contact and not step.required
    )
    context = replace(CONTEXT, facts={"name": "Jo", "facilitator": "Sam"}, withheld=withheld)
    sprint = engine.start(flow, context)
    for _ in range(200):
        session = sprint.session
        if session.over:
            break
        assert session.step not in withheld
        asked = flow.route.questions.get(session.step)
        choice = "yes" if asked is not None and asked.required else "~skip"
        sprint = engine.resume(flow, session, Pressed(session.turn, choice), context)
    assert sprint.session.over
