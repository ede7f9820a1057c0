"""A flow made ready for walking: what follows what, questions as shown, conditions compiled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from flows.context import Context
from flows.events import Answer, Question, Value
from flows.expressions import UNANSWERED, Condition, condition
from flows.facts import KNOWN, LISTS
from flows.inputs import Control
from flows.names import earlier_of, inner
from flows.steps import AnyStep, Branch, End, FlagStep, Many, QuestionStep, SetStep

KEEP: Final[Control] = "carry_on"
"""The control that keeps an earlier answer when the participant has gone back to it."""


class Route:
    """Everything about a flow that a conversation asks for, worked out once.

    `after` is the step that comes after each, `beside` the one that stands after it in the file,
    which comes where a step is passed by.
    """

    __slots__ = (
        "_conditions",
        "_names",
        "_nothing",
        "_questions",
        "after",
        "beside",
        "first",
        "place",
        "questions",
        "sets",
        "steps",
    )

    def __init__(self, steps: Sequence[AnyStep]) -> None:
        self.steps: Mapping[str, AnyStep] = {step.id: step for step in steps}
        self.place: Mapping[str, int] = {step.id: place for place, step in enumerate(steps)}
        self.first = steps[0].id
        self.beside: Mapping[str, str] = {one.id: other.id for one, other in pairwise(steps)}
        self.after: Mapping[str, str] = {
            step: _next(self.steps[step]) or following for step, following in self.beside.items()
        }
        self.questions: Mapping[str, QuestionStep] = {
            step.id: step for step in steps if isinstance(step, QuestionStep)
        }
        self.sets = tuple(step.id for step in steps if isinstance(step, SetStep))
        self._questions = {
            (step.id, back, keep): step.question(_controls(step, back=back, keep=keep))
            for step in self.questions.values()
            for back in (False, True)
            for keep in (False, True)
        }
        self._conditions = {source: condition(source) for source in set(_conditions(steps))}
        names = {name for one in self._conditions.values() for name in one.names}
        self._names = tuple((name, inner(name), name in self.questions) for name in sorted(names))
        nameable = {name for step in steps if isinstance(step, SetStep) for name in step.named}
        self._nothing: Mapping[str, object] = {
            word: UNANSWERED
            for name, word, asked in self._names
            if asked or name in nameable or name in KNOWN or earlier_of(name) or _item(name)
        }

    def asked(self, step: str) -> QuestionStep:
        """The question of that id; ValueError when the flow has none, which is another flow."""
        found = self.questions.get(step)
        if found is None:
            raise ValueError(f"this flow asks no question {step!r}")
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

    @property
    def names(self) -> frozenset[str]:
        """All that its conditions, and the values that it sets, can read."""
        return frozenset(name for name, _, _ in self._names)

    def condition(self, source: str) -> Condition:
        return self._conditions[source]

    def values(
        self,
        answers: Mapping[str, Answer],
        named: Mapping[str, Mapping[str, Value]],
        context: Context,
        before: int,
    ) -> dict[str, object]:
        """What conditions at a place of the flow see, under the words that Jinja2 takes.

        Answers, values that were set before that place, facts, and earlier sessions' answers.
        """
        values: dict[str, object] = {**self._nothing}
        for name, word, asked in self._names:
            value: object
            if asked:
                answer = answers.get(name)
                value = None if answer is None else answer.value
            else:
                value = _told(name, context)
            if value is not None:
                values[word] = value
        for step in self.sets:
            if step in named and self.place[step] < before:
                found = named[step].items()
                values.update((inner(name), value) for name, value in found if value is not None)
        return values

    def leads_to(self, step: str) -> tuple[str, ...]:
        """All steps that can come after this one, without looking at conditions."""
        here = self.steps[step]
        found = [target for target, _ in jumps(here)]
        always = isinstance(here, Branch) and any(way.when is None for way in here.ways)
        if not found or (isinstance(here, Branch) and not always) or here.when is not None:
            found += [] if isinstance(here, End) and here.when is None else [self.beside[step]]
        return tuple(dict.fromkeys(found))


def jumps(step: AnyStep) -> list[tuple[str, tuple[str | int, ...]]]:
    """The ids that a step names as coming next, and where in the step they stand."""
    if isinstance(step, Branch):
        return [(way.to, ("branch", number, "to")) for number, way in enumerate(step.ways)]
    named = _next(step)
    return [] if named is None else [(named, ("next",))]


def _next(step: AnyStep) -> str | None:
    return None if isinstance(step, Branch | End) else step.next


def _told(name: str, context: Context) -> object:
    """A fact, one thing of a fact that is a list, or an answer of an earlier session."""
    if name in context.facts:
        return context.facts[name]
    if past := earlier_of(name):
        return context.earlier.get(past)
    if item := _item(name):
        fact, place = item
        things = context.facts.get(fact)
        if isinstance(things, tuple | list) and place < len(things):
            return things[place]
    return None


def _item(name: str) -> tuple[str, int] | None:
    fact, _, place = name.partition(".")
    return (fact, int(place)) if fact in LISTS and place.isdecimal() and len(place) < 4 else None


def _controls(step: QuestionStep, *, back: bool, keep: bool) -> tuple[Control, ...]:
    done: tuple[Control, ...] = ("done",) if isinstance(step, Many) else ()
    kept: tuple[Control, ...] = (KEEP,) if keep else ()
    skipped: tuple[Control, ...] = () if step.required else ("skip",)
    offered = step.sensitive if step.rather_not is None else step.rather_not
    unsaid: tuple[Control, ...] = ("rather_not",) if offered and not step.required else ()
    gone_back: tuple[Control, ...] = ("back",) if back else ()
    return (*done, *kept, *skipped, *unsaid, *gone_back, "pause", "talk", "stop")


def _conditions(steps: Sequence[AnyStep]) -> Iterator[str]:
    """All conditions, and the values to be worked out."""
    for step in steps:
        found: list[object] = [step.when]
        if isinstance(step, Branch):
            found += [way.when for way in step.ways]
        elif isinstance(step, QuestionStep | FlagStep):
            found += [rule.when for rule in step.flags]
        elif isinstance(step, SetStep):
            found += step.named.values()
        yield from (source for source in found if isinstance(source, str))
