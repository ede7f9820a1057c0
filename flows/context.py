"""What the engine is told from outside, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from flows.events import Event, Value
from flows.facts import FactValue
from flows.session import Session
from flows.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about the participant, the words of their language, and their day.

    A flow may name the facts in flows.facts.FACTS. `earlier` are the answers, by flow and step, of
    the last session of each flow that they finished: not of one that was stopped, nor of those
    before the last. Without `today` nothing that counts from it, such as "yesterday", can be
    understood.

    `withheld` are questions that are not to be asked now, since nobody could answer what may be
    said to them: the way goes past one as if it had been skipped, and it is Withheld. One that has
    an answer, or is asked already, is not affected.
    """

    facts: Mapping[str, FactValue]
    vocabulary: Vocabulary
    today: date | None = None
    earlier: Mapping[tuple[str, str], Value] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sprint:
    """The session as it is now, and what happened, in order."""

    session: Session
    events: tuple[Event, ...]
