"""A flow made ready for walking: what follows what, questions as shown, conditions compiled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from flows.events import Answer, Question
from flows.expressions import UNANSWERED, Condition, condition
from flows.inputs import Control
from flows.steps import AnyStep, Branch, End, FlagStep, QuestionStep

KEEP: Final[Control] = "carry_on"
"""The control that keeps an earlier answer when the participant has gone back to it."""


class Route:
    """Everything about a flow that a conversation asks for, worked out once."""

    __slots__ = ("_conditions", "_questions", "_unanswered", "after", "first", "place", "steps")

    def __init__(self, steps: Sequence[AnyStep]) -> None:
        self.steps: Mapping[str, AnyStep] = {step.id: step for step in steps}
        self.place: Mapping[str, int] = {step.id: place for place, step in enumerate(steps)}
        self.first = steps[0].id
        self.after: Mapping[str, str] = {
            step.id: _next(step) or following.id for step, following in pairwise(steps)
        }
        questions = [step for step in steps if isinstance(step, QuestionStep)]
        self._unanswered: Mapping[str, object] = {step.id: UNANSWERED for step in questions}
        self._questions = {
            (step.id, back, keep): step.question(_controls(step, back=back, keep=keep))
            for step in questions
            for back in (False, True)
            for keep in (False, True)
        }
        self._conditions = {source: condition(source) for source in _conditions(steps)}

    def asked(self, step: str) -> QuestionStep:
        """The question of that id; ValueError when the flow has none, which is another flow."""
        found = self.steps.get(step)
        if not isinstance(found, QuestionStep):
            raise ValueError(f"this flow asks no question {step!r}")  # noqa: TRY004
        return found

    def question(self, step: str, answers: Mapping[str, Answer]) -> Question:
        """The question with the controls that it has at this point of the conversation."""
        return self._questions[step, self.before(step, answers) is not None, step in answers]

    def before(self, step: str, answers: Mapping[str, Answer]) -> str | None:
        """The question that was asked before this one, or None for the first.

        Answers off the path are withdrawn, so it is the last one answered further up.
        """
        place, found = self.place[step], -1
        previous: str | None = None
        for answered in answers:
            other = self.place[answered]
            if found < other < place:
                found, previous = other, answered
        return previous

    def condition(self, source: str) -> Condition:
        return self._conditions[source]

    def values(
        self, answers: Mapping[str, Answer], facts: Mapping[str, str | int | bool | None]
    ) -> dict[str, object]:
        """What conditions see: facts, and answers under their steps' ids."""
        values: dict[str, object] = {**facts, **self._unanswered}
        for step, answer in answers.items():
            if answer.value is not None:
                values[step] = answer.value
        return values


def jumps(step: AnyStep) -> list[tuple[str, tuple[str | int, ...]]]:
    """The ids that a step names as coming next, and where in the step they stand."""
    if isinstance(step, Branch):
        return [(way.to, ("branch", number, "to")) for number, way in enumerate(step.ways)]
    named = _next(step)
    return [] if named is None else [(named, ("next",))]


def _next(step: AnyStep) -> str | None:
    return None if isinstance(step, Branch | End) else step.next


def _controls(step: QuestionStep, *, back: bool, keep: bool) -> tuple[Control, ...]:
    kept: tuple[Control, ...] = (KEEP,) if keep else ()
    skipped: tuple[Control, ...] = () if step.required else ("skip",)
    gone_back: tuple[Control, ...] = ("back",) if back else ()
    return (*kept, *skipped, *gone_back, "pause", "talk", "stop")


def _conditions(steps: Sequence[AnyStep]) -> set[str]:
    found: set[str | None] = set()
    for step in steps:
        if isinstance(step, Branch):
            found.update(way.when for way in step.ways)
        elif isinstance(step, QuestionStep | FlagStep):
            found.update(rule.when for rule in step.flags)
    return {source for source in found if source is not None}
