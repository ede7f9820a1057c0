"""Changing an earlier answer: from the list of answers, or by editing the message it was in."""

from __future__ import annotations

from flows.answering import look_ahead, settle
from flows.events import Answer, CannotCorrect, Status, Unclear, Value
from flows.inputs import Corrected
from flows.meaning import AnswerMeant, ControlMeant, Meaning, UnclearMeant
from flows.move import Move
from flows.steering import go_to


def show_list(move: Move) -> None:
    """Shows all answers in place of what stands, to choose the one that is to be changed."""
    if not move.answers:
        move.show()
        return
    move.listing = True
    move.wake()
    move.next_turn()
    move.status = "asking"
    move.events.append(move.asked())


def choose(move: Move, step: str) -> None:
    """Asks the question of a line again; answers after it are kept where they still apply."""
    move.listing = False
    move.changing = True
    go_to(move, step)


def answer_of(move: Move, given: Corrected) -> Answer | None:
    """The answer that the edited message gave, if it still stands."""
    found = (answer for answer in move.answers.values() if answer.turn == given.turn)
    return None if move.was.over else next(found, None)


def cannot(move: Move, given: Corrected) -> None:
    move.events.append(CannotCorrect(given.turn))


def correct(move: Move, old: Answer, meaning: Meaning) -> None:
    """Takes a corrected answer in; what stands is asked anew only if the path has changed.

    The corrected answer has a turn of its own. A correction that is not understood, or that says
    the same again, changes nothing.
    """
    match meaning:
        case AnswerMeant(value, label):
            _replace(move, old, value, label, "answered")
        case ControlMeant("skip") if not _required(move, old):
            _replace(move, old, None, "", "skipped")
        case ControlMeant("rather_not") if not _required(move, old):
            _replace(move, old, None, "", "rather_not")
        case UnclearMeant(problem, candidates):
            move.events.append(Unclear(old.step, old.turn, problem, candidates))
        case _:
            move.events.append(Unclear(old.step, old.turn, "not_a_choice", ()))


def _required(move: Move, old: Answer) -> bool:
    return move.route.asked(old.step).required


def _replace(move: Move, old: Answer, value: Value, label: str, status: Status) -> None:
    if (old.value, old.status) == (value, status):
        return
    move.spent += 1
    turn = move.turn + move.spent
    held = move.holding
    settle(move, Answer(old.step, turn, old.kind, value, label, status))
    look_ahead(move, old.step)
    if move.route.place[old.step] < move.route.place[move.step]:
        _walk_again(move, old.step)
    if move.holding and not held:
        _wait_at_once(move)


def _walk_again(move: Move, step: str) -> None:
    """From the corrected answer on, over those that the path still asks for."""
    changing, move.changing = move.changing, True
    stood, turn = move.step, move.turn
    move.walk(move.route.after[step], move.route.place[step], stands=stood)
    if move.turn == turn:
        move.changing = changing


def _wait_at_once(move: Move) -> None:
    """A flag that somebody must answer was raised: what stands waits, unless it is contact."""
    if move.status == "asking" and not move.waiting and not move.about_contact():
        move.wait()
