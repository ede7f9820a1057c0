"""One move in a conversation: a session being changed, and what happens on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flows.context import Context, Sprint
from flows.events import (
    Asked,
    Because,
    Ended,
    Event,
    Flagged,
    Held,
    Option,
    Paused,
    Problem,
    Resumed,
    Said,
    Unclear,
    Withdrawn,
    Withheld,
)
from flows.judging import Judge
from flows.route import Route
from flows.session import Session
from flows.standing import question_of
from flows.steps import AnyStep, Branch, End, FlagStep, Review, Say, SetStep
from flows.steps.flag import FlagRule

_STOPS: Final = (Review.kind, End.kind)
_WAIT_FOR: Final = ("urgent", "soon")
"""After a flag of these levels the script does not go on of its own accord."""


class Move:
    """Takes a session and becomes the next one.

    Here is what all moves are made of; flows/steering.py and flows/changing.py make them.
    """

    def __init__(self, route: Route, session: Session, context: Context) -> None:
        self.route = route
        self.context = context
        self.was = session
        self.step = session.step
        self.turn = session.turn
        self.status = session.status
        self.answers = dict(session.answers)
        self.waiting = session.waiting
        self.unsaid = session.unsaid
        self.holding = session.holding
        self.ticks = session.ticks
        self.listing = session.listing
        self.changing = session.changing
        self.named = session.named
        self.spent = session.spent
        self.raised = session.raised
        self.missed = session.missed
        self.events: list[Event] = []
        self.judge = Judge(route, context, self.events)

    def sprint(self) -> Sprint:
        was = self.was
        session = Session(
            was.flow,
            was.version,
            self.step,
            self.turn,
            self.status,
            self.answers,
            self.waiting,
            self.holding,
            self.unsaid,
            self.ticks,
            self.listing,
            self.changing,
            self.named,
            self.spent,
            self.raised,
            self.missed,
        )
        return Sprint(session, tuple(self.events))

    def begin(self) -> None:
        self.walk(self.route.first, came_from=-1)

    def show(self) -> None:
        """Shows again what stands."""
        self.wake()
        if self.waiting and not self.listing:
            self.status = "held"
            self.events.append(Held(self.turn))
        else:
            self.events.append(self.asked())

    def pause(self, until: str) -> None:
        self.status = "paused"
        self.events.append(Paused(until))

    def unclear(
        self,
        problem: Problem,
        candidates: tuple[Option, ...] = (),
        limits: tuple[str, str] = ("", ""),
    ) -> None:
        if not self.waiting or self.listing:
            self.wake()  # but words that fit nothing are no wish to go on after a flag
        self.missed += 1
        self.events.append(Unclear(self.step, self.turn, problem, candidates, limits, self.missed))

    def wait(self) -> None:
        """Makes the script wait for "carry on", in front of the question that stands."""
        self.next_turn()
        self.waiting = self.holding = True
        self.listing = False
        self.status = "held"
        self.events.append(Held(self.turn))

    def wake(self) -> None:
        if self.status == "paused":
            self.status = "held" if self.waiting and not self.listing else "asking"
            self.events.append(Resumed())

    def next_turn(self) -> int:
        """A turn that was never used."""
        self.turn += self.spent + 1
        self.spent = self.missed = 0
        return self.turn

    @property
    def newest_turn(self) -> int:
        """The highest turn that was used, also by a correction."""
        return self.turn + self.spent

    def ask(self, step: str) -> None:
        """Asks the question of that id under a new turn; an answer that it has, stands."""
        if (self.ticks or step in self.answers) and not (self.ticks and step == self.step):
            self.ticks = self._ticked_before(step)  # else something came between two ticks
        self.step = step
        self.next_turn()
        self.status = "asking"
        self.listing = False
        if self.changing:
            place = self.route.place
            self.changing = any(place[step] < place[other] for other in self.answers)
        self.events.append(self.asked())

    def _ticked_before(self, step: str) -> tuple[str, ...]:
        answer = self.answers.get(step)
        return answer.value if answer is not None and isinstance(answer.value, tuple) else ()

    def asked(self) -> Asked:
        question = question_of(self.route, self.step, self.answers, self.ticks, self.listing)
        return Asked(self.step, self.turn, question)

    def go_on(self, step: str) -> None:
        self.walk(self.route.after[step], came_from=self.route.place[step])

    def walk(self, step: str, came_from: int, stands: str = "") -> None:
        """From `step` to the next question or the end; `came_from` is the place it set out at.

        Where it comes to `stands`, which is asked already, it stops without a word.
        """
        route = self.route
        said: list[str] = []
        while True:
            place = route.place[step]
            if place - came_from > 1:
                self._leave_behind(came_from, place)
            here, came_from = route.steps[step], place
            if beyond := self._past(here, stands, said):
                step = beyond
                continue
            if step in route.questions:
                if step == stands or not (self.changing and step in self.answers):
                    break
                self.keep(step)
                said.clear()
            elif here.kind in _STOPS:
                if step == stands or here.kind == End.kind or self.stops_at_review(step):
                    break
            elif here.kind == Say.kind:
                said.append(step)
            step = self._pass(here)
        if step != stands:
            self.arrive(here, said)

    def _past(self, here: AnyStep, stands: str, said: list[str]) -> str:
        """The step after one that is left out; "" for one that is not.

        What stands right before a question that is withheld leads to it, and is not said either.
        """
        place = self.route.place[here.id]
        if here.when is not None and not self.holds(here.id, here.when, otherwise=False):
            self._leave_behind(place - 1, place + 1)
            return self.route.beside[here.id]
        if here.id == stands or not self.is_withheld(here.id):
            return ""
        self._leave_behind(place - 1, place + 1)
        self.events.append(Withheld(here.id))
        while said and self.route.place[said[-1]] == place - 1:
            said.pop()
            place -= 1
        return self.route.after[here.id]

    def is_withheld(self, step: str) -> bool:
        """Whether a question is not to be asked now; one that was answered may be seen again."""
        return step in self.context.withheld and step not in self.answers

    def keep(self, step: str) -> None:
        """Passes over an answer that is kept; its flags were looked at when another changed."""

    def stops_at_review(self, review: str) -> bool:  # noqa: ARG002 - looking ahead needs it
        """Whether the review is shown; one with nothing to show is passed by."""
        return bool(self.answers)

    def _pass(self, here: AnyStep) -> str:
        """Does what a step does that asks nothing; the id of the step after it."""
        if here.kind == Branch.kind and isinstance(here, Branch):
            for way in here.ways:
                if way.when is None or self.holds(here.id, way.when, otherwise=False):
                    return way.to
        elif here.kind == FlagStep.kind and isinstance(here, FlagStep):
            # Raised at once, even when what is said around it has to wait.
            self.flag(here.id, self.newest_turn, here.flags)
        elif here.kind == SetStep.kind and isinstance(here, SetStep):
            found = self.judge.worked_out(here, self.answers, self.named)
            self.named = {**self.named, here.id: found}
            self.judge.forget()
        return self.route.after[here.id]

    def arrive(self, here: AnyStep, said: Sequence[str]) -> None:
        if here.kind == End.kind and isinstance(here, End):
            self._leave_behind(self.route.place[here.id], len(self.route.place))
            self.say(said)
            self._end(here)
        elif self.holding and not self.about_contact(here.id):
            self.step, self.unsaid = here.id, tuple(said)
            self.ticks = ()
            self.wait()
        else:
            self.say(said)
            self.ask(here.id)

    def about_contact(self, step: str | None = None) -> bool:
        """Whether a question, or the one that stands, asks how to be in touch."""
        here = self.route.questions.get(self.step if step is None else step)
        return here is not None and here.contact

    def flag(self, step: str, turn: int, rules: Sequence[FlagRule]) -> None:
        """Raises the flags whose conditions have become true since they were last looked at."""
        before = self.raised.get(step, ())
        found: list[int] = []
        for number, rule in enumerate(rules):
            if rule.when is None or self.holds(step, rule.when, otherwise=True):
                found.append(number)
                if number not in before:
                    self.events.append(Flagged(step, turn, rule.level, rule.topic, rule.reason))
                    self.holding = self.holding or rule.level in _WAIT_FOR
        self.note(step, tuple(found))

    def note(self, step: str, raised: tuple[int, ...]) -> None:
        """Keeps in mind which of the step's flags are raised."""
        if raised != self.raised.get(step, ()):
            others = {one: found for one, found in self.raised.items() if one != step}
            self.raised = {**others, step: raised} if raised else others

    def holds(self, step: str, source: str, *, otherwise: bool) -> bool:
        return self.judge.holds(step, source, self.answers, self.named, otherwise=otherwise)

    def _leave_behind(self, came_from: int, to: int) -> None:
        """Withdraws what is between two places: the path has left it."""
        place = self.route.place
        for step in [step for step in self.answers if came_from < place[step] < to]:
            self.withdraw(step, "path")
        for step in [step for step in self.raised if came_from < place[step] < to]:
            self.note(step, ())
        if any(came_from < place[step] < to for step in self.named):
            self.named = {
                step: values
                for step, values in self.named.items()
                if not came_from < place[step] < to
            }

    def withdraw(self, step: str, because: Because) -> None:
        answer = self.answers.pop(step, None)
        if answer is not None:
            self.judge.forget()
            self.note(step, ())
            self.events.append(Withdrawn(answer, because))

    def say(self, steps: Sequence[str]) -> None:
        for step in steps:
            here = self.route.steps[step]
            if isinstance(here, Say):
                self.events.append(Said(step, here.text))

    def _end(self, end: End) -> None:
        self.step = end.id
        self.status = "finished"
        self.holding = self.changing = False
        self.ticks = ()
        self.events.append(Ended("finished", end.id, end.text))
