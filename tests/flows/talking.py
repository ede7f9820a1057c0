"""A conversation with the engine, the session stored and reloaded before every input."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from ruamel.yaml import YAML

from flows import engine
from flows.definition import Flow, load_flow
from flows.engine import Context
from flows.events import Asked, Event
from flows.inputs import Commanded, Control, Corrected, Input, Pressed, Typed
from flows.reading import Document, read
from flows.session import Session
from flows.vocabulary import Vocabulary

WORDS: Final = Path(__file__).parents[2] / "locales" / "en" / "words.yaml"
ENGLISH: Final = Vocabulary.from_mapping(YAML(typ="safe", pure=True).load(WORDS))
CONTEXT: Final = Context(
    {
        "name": "Jo",
        "facilitator": "Sam",
        "cohort": "the garden",
        "actions": ("The door was mended", "There is tea"),
    },
    ENGLISH,
    today=date(2027, 3, 30),
    earlier={("past", "mood"): "yes"},
)

_Event = TypeVar("_Event")


class Talk:
    """One participant's run through a flow. Every method returns what happened."""

    def __init__(self, flow: Flow, context: Context = CONTEXT) -> None:
        self.flow = flow
        self.context = context
        sprint = engine.start(flow, context)
        self.session: Session = sprint.session
        self.events: tuple[Event, ...] = sprint.events

    def give(self, given: Input, *, hold: bool = False) -> tuple[Event, ...]:
        stored = Session.from_json(self.session.to_json())
        sprint = engine.resume(self.flow, stored, given, self.context, hold=hold)
        self.session, self.events = sprint.session, sprint.events
        return sprint.events

    def type(self, *texts: str, hold: bool = False) -> tuple[Event, ...]:
        """Each text as a message of its own; the last one's events."""
        for text in texts:
            self.give(Typed(text), hold=hold)
        return self.events

    def press(
        self, choice: str, turn: int | None = None, *, hold: bool = False
    ) -> tuple[Event, ...]:
        """A press of the newest keyboard, or of that of an earlier turn."""
        return self.give(Pressed(self.session.turn if turn is None else turn, choice), hold=hold)

    def command(self, control: Control) -> tuple[Event, ...]:
        return self.give(Commanded(control))

    def correct(self, turn: int, text: str) -> tuple[Event, ...]:
        """The message that gave the answer of that turn now says `text`."""
        return self.give(Corrected(turn, text))

    def hold(self) -> tuple[Event, ...]:
        stored = Session.from_json(self.session.to_json())
        sprint = engine.hold(self.flow, stored, self.context)
        self.session, self.events = sprint.session, sprint.events
        return sprint.events

    @property
    def asked(self) -> Asked:
        """The question that stands."""
        standing = engine.current(self.flow, self.session)
        assert isinstance(standing, Asked), standing
        return standing

    def values(self) -> dict[str, object]:
        return {step: answer.value for step, answer in self.session.answers.items()}


def only(events: tuple[Event, ...], kind: type[_Event]) -> list[_Event]:
    return [event for event in events if isinstance(event, kind)]


def kinds(events: tuple[Event, ...]) -> list[str]:
    """The names of the events, in order."""
    return [type(event).__name__ for event in events]


def flow_of(steps: str, name: str = "a-flow", **others: str) -> Flow:
    """A flow of these steps, written as YAML without indentation; it may call the others."""
    found: Mapping[str, Document] = {
        other: read(_written(text, other), f"{other}.yaml") for other, text in others.items()
    }
    return load_flow(_written(steps, name), f"{name}.yaml", found.get)


def _written(steps: str, name: str) -> str:
    indented = "".join(f"  {line}\n" for line in steps.strip().splitlines())
    return f"flow: {name}\ntitle: A flow\nsteps:\n{indented}"
