"""Working out conditions and values for the answers that stand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from flows.context import Context
from flows.events import Answer, Event, Faulted, Value
from flows.expressions import ConditionError
from flows.route import Route
from flows.steps import SetStep

_LONGEST: Final = 10_000
_Named = Mapping[str, Mapping[str, Value]]


class Judge:
    """Works conditions out; what cannot be worked out becomes a Faulted event, never an error."""

    __slots__ = ("_context", "_events", "_route", "_values")

    def __init__(self, route: Route, context: Context, events: list[Event]) -> None:
        self._route = route
        self._context = context
        self._events = events
        self._values: dict[str, object] | None = None

    def forget(self) -> None:
        """The answers have changed."""
        self._values = None

    def holds(
        self,
        step: str,
        source: str,
        answers: Mapping[str, Answer],
        named: _Named,
        *,
        otherwise: bool,
    ) -> bool:
        """Whether the step's condition is true; `otherwise` when it cannot be worked out."""
        try:
            return self._route.condition(source).holds(self._seen(step, answers, named))
        except ConditionError as error:
            self._events.append(Faulted(step, source, str(error)))
            return otherwise

    def worked_out(
        self, step: SetStep, answers: Mapping[str, Answer], named: _Named
    ) -> dict[str, Value]:
        """The values that a step sets; None for one that cannot be worked out."""
        found: dict[str, Value] = {}
        for name, source in step.named.items():
            if not isinstance(source, str):
                found[name] = source
                continue
            try:
                value = self._route.condition(source).value(self._seen(step.id, answers, named))
            except ConditionError as error:
                self._events.append(Faulted(step.id, source, str(error)))
                value = None
            found[name] = as_value(value)
        return found

    def _seen(self, step: str, answers: Mapping[str, Answer], named: _Named) -> dict[str, object]:
        if self._values is None or self._route.sets:  # what was set depends on the place, too
            place = self._route.place[step]
            self._values = self._route.values(answers, named, self._context, place)
        return self._values


def as_value(found: object) -> Value:
    """What an expression came to, as an answer could be.

    A comparison is yes or no, and what could not be stored is nothing.
    """
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, int):
        return found if abs(found) < 10**15 else None
    if isinstance(found, float):
        return round(found, 6) if math.isfinite(found) else None
    if isinstance(found, str):
        return found if len(found) <= _LONGEST else None
    if isinstance(found, tuple) and all(isinstance(part, str) for part in found):
        return found if len(found) <= _LONGEST else None
    return None
