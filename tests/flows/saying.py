"""Saying anything to any flow: what is said becomes inputs where the conversation stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final, cast

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from flows import engine
from flows.definition import Flow
from flows.engine import Sprint
from flows.events import Asked, Held
from flows.inputs import Commanded, Control, Corrected, Input, Pressed, Sent, Typed
from flows.session import Session
from tests.flows.generating import Said, flows, said
from tests.flows.talking import CONTEXT

CONVERSATIONS: Final = 80
SLOW: Final = [HealthCheck.too_slow]
"""Whole flows are made, on machines that others use as well."""
ANYTHING: Final = st.one_of(
    st.lists(said(), max_size=30), st.lists(said(), min_size=12, max_size=30)
)


def step(flow: Flow, session: Session, what: Said) -> Sprint:
    how, text, ago, hold = what
    if how == "hold":
        return engine.hold(flow, session, CONTEXT)
    given: Input
    standing = engine.current(flow, session)
    if how == "answer" and isinstance(standing, Asked) and standing.question.ticked:
        given = Pressed(session.turn, "~done")
    elif how == "answer" and isinstance(standing, Asked) and standing.question.options:
        options = standing.question.options
        given = Pressed(session.turn, options[min(int(text), len(options) - 1)].key)
    elif how == "answer" and isinstance(standing, Held):
        given = Pressed(session.turn, "~carry_on")
    elif how in ("type", "answer"):
        given = Typed(text)
    elif how == "press":
        given = Pressed(session.turn - ago, text)
    elif how == "correct":
        given = Corrected(session.turn + 1 - ago, text)
    elif how == "send":
        given = Sent("photo" if ago % 2 else "voice", f"file{ago}", text)
    else:
        given = Commanded(cast("Control", text))
    return engine.resume(flow, session, given, CONTEXT, hold=hold)


def run(flow: Flow, inputs: list[Said]) -> list[tuple[Session, Sprint]]:
    """Each session before an input, and what the input did, beginning with the start."""
    sprint = engine.start(flow, CONTEXT)
    blank = Session(flow.name, flow.version, "", 0, "asking", {})
    done = [(blank, sprint)]
    for what in inputs:
        done.append((sprint.session, step(flow, sprint.session, what)))
        sprint = done[-1][1]
    return done


def for_any_conversation(check: Callable[[Flow, list[Said]], None]) -> Callable[[], None]:
    """A test of `check` with some conversations, which all such tests of a run share.

    To make a flow takes far longer than to walk it. tests/flows/test_thoroughly.py looks at many
    more, and finds a small one where something is wrong.
    """

    def test() -> None:
        for flow, inputs in conversations():
            try:
                check(flow, inputs)
            except Exception as error:
                error.add_note(f"in this flow: {flow.to_json()}\nafter this was said: {inputs}")
                raise

    test.__name__, test.__doc__ = check.__name__, check.__doc__
    test.check = check  # type: ignore[attr-defined]
    return test


@cache
def conversations() -> list[tuple[Flow, list[Said]]]:
    """Flows, and what is said to each."""
    found: list[tuple[Flow, list[Said]]] = []

    @given(flows(), ANYTHING)
    @settings(
        max_examples=CONVERSATIONS,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=SLOW,
    )
    def take(flow: Flow, inputs: list[Said]) -> None:
        found.append((flow, inputs))

    take()
    return found


def check_of(test: Any) -> Callable[..., None]:
    """What a test looks at, to be done with other examples."""
    made = getattr(test, "hypothesis", None)
    check: Callable[..., None] = test.check if made is None else made.inner_test
    return check
