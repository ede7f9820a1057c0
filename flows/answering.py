"""Taking an answer in: it is kept, flags are raised, and the conversation goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from typing_extensions import override

from flows.events import Answer, Answered, Faulted, Flagged, Status, Value
from flows.meaning import AnswerMeant
from flows.move import Move
from flows.steps import AnyStep

_TOLD: Final = (Flagged, Faulted)


def answer(move: Move, meant: AnswerMeant) -> None:
    move.wake()
    _answered(move, meant.value, meant.label, "answered")


def unanswered(move: Move, status: Status) -> None:
    """Goes past the question; one that is required stays, and so does a script that waits."""
    here = move.route.questions.get(move.step)
    if move.waiting or move.listing or here is None or here.required:
        move.unclear("not_a_choice")
        return
    move.wake()
    _answered(move, None, "", status)


def settle(move: Move, given: Answer) -> None:
    """Takes the answer in, in place of the one before, and raises its flags."""
    step = move.route.asked(given.step)
    if given.step in move.answers:
        move.withdraw(given.step, "changed")
    move.answers[given.step] = given
    move.judge.forget()
    move.events.append(Answered(given, step.measure or "", step.sensitive, step.keeps or ""))
    if step.flags:
        move.flag(step.id, given.turn, step.flags)


def look_ahead(move: Move, step: str) -> None:
    """Raises the flags that this answer makes true further on, where it leads over answers.

    At once: nobody knows whether the participant will come as far as that again.
    """
    ahead = _Looking(move)
    ahead.go_on(step)
    move.events += [event for event in ahead.events if isinstance(event, _TOLD)]
    move.holding = ahead.holding
    for other, raised in ahead.looked.items():
        move.note(other, raised)


def _answered(move: Move, value: Value, label: str, status: Status) -> None:
    kind = move.route.asked(move.step).kind
    move.ticks = ()
    settle(move, Answer(move.step, move.turn, kind, value, label, status))
    place = move.route.place
    here = place[move.step]
    if any(place[other] > here for other in move.answers):
        look_ahead(move, move.step)
    move.go_on(move.step)


class _Looking(Move):
    """Walks a copy of a conversation over all answers that stand, to see which flags are raised.

    It stops where something would have to be asked; `looked` has the flags of each step on the way.
    """

    def __init__(self, move: Move) -> None:
        super().__init__(move.route, move.sprint().session, move.context)
        self.changing = True
        self.looked: dict[str, tuple[int, ...]] = {}

    @override
    def keep(self, step: str) -> None:
        if flags := self.route.asked(step).flags:
            self.flag(step, self.newest_turn, flags)

    @override
    def stops_at_review(self, review: str) -> bool:
        """A review is passed by if somebody has gone on from it before."""
        place = self.route.place
        return all(place[step] < place[review] for step in self.answers)

    @override
    def note(self, step: str, raised: tuple[int, ...]) -> None:
        super().note(step, raised)
        self.looked[step] = raised

    @override
    def arrive(self, here: AnyStep, said: Sequence[str]) -> None:
        """Says and asks nothing: this is not the conversation itself."""
