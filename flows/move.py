"""One move in a conversation: a session being changed, and what happens on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flows.events import (
    Answer,
    Answered,
    Asked,
    Ended,
    Event,
    Faulted,
    Flagged,
    Held,
    Option,
    Paused,
    Problem,
    Resumed,
    Said,
    TalkWanted,
    Unclear,
    Withdrawn,
)
from flows.expressions import ConditionError
from flows.meaning import AnswerMeant
from flows.route import Route
from flows.session import Session
from flows.steps import Branch, End, FlagStep, QuestionStep, Say
from flows.steps.flag import FlagRule
from flows.vocabulary import Vocabulary

_WAIT_FOR: Final = ("urgent", "soon")
"""After a flag of these levels the script does not go on of its own accord."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the engine is told: facts about the participant, and the words of their language.

    A flow may name the facts in flows.facts.KNOWN.
    """

    facts: Mapping[str, str | int | bool | None]
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class Sprint:
    """The session as it is now, and what happened, in order."""

    session: Session
    events: tuple[Event, ...]


class Move:
    """Takes a session and becomes the next one. Its methods are what can happen in between."""

    def __init__(self, route: Route, session: Session, context: Context) -> None:
        self._route = route
        self._facts = context.facts
        self._was = session
        self._step = session.step
        self._turn = session.turn
        self._status = session.status
        self._answers = dict(session.answers)
        self._waiting = session.waiting
        self._unsaid = session.unsaid
        self.holding = session.holding
        self.events: list[Event] = []

    def sprint(self) -> Sprint:
        was = self._was
        session = Session(
            flow=was.flow,
            version=was.version,
            step=self._step,
            turn=self._turn,
            status=self._status,
            answers=self._answers,
            waiting=self._waiting,
            holding=self.holding,
            unsaid=self._unsaid,
        )
        return Sprint(session, tuple(self.events))

    def begin(self) -> None:
        self._walk(self._route.first, came_from=-1)

    def answer(self, meant: AnswerMeant) -> None:
        self._wake()
        label = meant.label
        self._settle(Answer(self._step, self._turn, self._kind(), meant.value, label, "answered"))

    def skip(self) -> None:
        """Goes past the question; one that is required stays, and so does a script that waits."""
        if self._waiting or self._route.asked(self._step).required:
            self.unclear("not_a_choice")
            return
        self._wake()
        self._settle(Answer(self._step, self._turn, self._kind(), None, "", "skipped"))

    def back(self) -> None:
        """Asks the question before again; its answer stands until it is answered anew."""
        before = self._route.before(self._step, self._answers)
        if before is None:
            self.show()
            return
        self._wake()
        self._waiting = False
        self._unsaid = ()
        self._ask(before)

    def carry_on(self) -> None:
        """Goes on: after a pause, after waiting, or past an answer that was gone back to."""
        if self._waiting:
            self._wake()
            self._waiting = self.holding = False
            said, self._unsaid = self._unsaid, ()
            self._say(said)
            self._ask(self._step)
        elif self._status == "asking" and self._step in self._answers:
            self._go_on(self._step)
        else:
            self.show()

    def show(self) -> None:
        """Shows again what stands."""
        self._wake()
        if self._waiting:
            self._status = "held"
            self.events.append(Held(self._turn))
        else:
            self.events.append(self._asked())

    def pause(self, until: str) -> None:
        self._status = "paused"
        self.events.append(Paused(until))

    def stop(self) -> None:
        self._status = "stopped"
        self.events.append(Ended("stopped", self._step, ""))

    def talk(self) -> None:
        self.events.append(TalkWanted())

    def unclear(self, problem: Problem, candidates: tuple[Option, ...] = ()) -> None:
        if not self._waiting:  # words that fit nothing are no wish to go on after a flag
            self._wake()
        self.events.append(Unclear(self._step, self._turn, problem, candidates))

    def wait(self) -> None:
        """Makes the script wait for "carry on", in front of the question that stands."""
        self._turn += 1
        self._waiting = self.holding = True
        self._status = "held"
        self.events.append(Held(self._turn))

    def wait_after(self) -> None:
        """Sees to it that nothing is asked but contact, whatever else has just happened.

        For words that somebody must answer: to say that they fit no choice would be unkind.
        """
        misread = any(isinstance(event, Unclear) for event in self.events)
        if self._status in ("finished", "stopped"):
            return
        if self._status == "paused" and not misread:  # nothing will be asked unbidden
            self.holding = self._was.holding
            return
        dropped = (Unclear, Asked, Held, Resumed) if misread else (Asked, Held)
        self.events = [event for event in self.events if not isinstance(event, dropped)]
        self.holding = True
        if self._waiting:
            self._status = "held"
            self.events.append(Held(self._turn))
        elif self._route.asked(self._step).contact:
            self.events.append(self._asked())
        else:
            self.wait()

    def _wake(self) -> None:
        if self._status == "paused":
            self._status = "held" if self._waiting else "asking"
            self.events.append(Resumed())

    def _kind(self) -> str:
        return self._route.asked(self._step).kind

    def _settle(self, answer: Answer) -> None:
        """Takes the answer in, raises its flags, and goes on."""
        step = self._route.asked(answer.step)
        self._withdraw(answer.step)
        self._answers[answer.step] = answer
        keeps, measure = step.keeps or "", step.measure or ""
        self.events.append(Answered(answer, measure, step.sensitive, keeps))
        self._flag(step.id, step.flags)
        self._go_on(step.id)

    def _go_on(self, step: str) -> None:
        self._walk(self._route.after[step], came_from=self._route.place[step])

    def _walk(self, step: str, came_from: int) -> None:
        """From `step` to the next question or the end; `came_from` is the place it set out at."""
        said: list[str] = []
        while True:
            here = self._route.steps[step]
            if isinstance(here, QuestionStep | End):
                break
            if isinstance(here, Say):
                said.append(step)
            elif isinstance(here, FlagStep):
                # Raised at once, even when what is said around it has to wait.
                self._flag(step, here.flags)
            step = self._way(here) if isinstance(here, Branch) else self._route.after[step]
        self._leave_behind(came_from, None if isinstance(here, End) else step)
        if isinstance(here, End):
            self._say(said)
            self._end(here)
        elif self.holding and not here.contact:
            self._step, self._unsaid = step, tuple(said)
            self.wait()
        else:
            self._say(said)
            self._ask(step)

    def _way(self, branch: Branch) -> str:
        for way in branch.ways:
            if way.when is None or self._holds(branch.id, way.when, otherwise=False):
                return way.to
        return self._route.after[branch.id]

    def _flag(self, step: str, rules: Sequence[FlagRule]) -> None:
        for rule in rules:
            if rule.when is None or self._holds(step, rule.when, otherwise=True):
                flag = Flagged(step, self._turn, rule.level, rule.topic, rule.reason)
                self.events.append(flag)
                self.holding = self.holding or rule.level in _WAIT_FOR

    def _holds(self, step: str, source: str, *, otherwise: bool) -> bool:
        """Whether the condition is true; `otherwise` when it cannot be worked out."""
        values = self._route.values(self._answers, self._facts)
        try:
            return self._route.condition(source).holds(values)
        except ConditionError as error:
            self.events.append(Faulted(step, source, str(error)))
            return otherwise

    def _leave_behind(self, came_from: int, to: str | None) -> None:
        """Withdraws the answers between here and the next question: the path has left them."""
        place = self._route.place
        until = len(place) if to is None else place[to]
        passed = [step for step in self._answers if came_from < place[step] < until]
        for step in passed:
            self._withdraw(step)

    def _withdraw(self, step: str) -> None:
        answer = self._answers.pop(step, None)
        if answer is not None:
            self.events.append(Withdrawn(answer))

    def _say(self, steps: Sequence[str]) -> None:
        for step in steps:
            here = self._route.steps[step]
            if isinstance(here, Say):
                self.events.append(Said(step, here.text))

    def _ask(self, step: str) -> None:
        self._step = step
        self._turn += 1
        self._status = "asking"
        self.events.append(self._asked())

    def _asked(self) -> Asked:
        question = self._route.question(self._step, self._answers)
        return Asked(self._step, self._turn, question)

    def _end(self, end: End) -> None:
        self._step = end.id
        self._status = "finished"
        self.holding = False
        self.events.append(Ended("finished", end.id, end.text))
