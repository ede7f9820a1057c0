"""The conversation engine: a pure step function from a session and an input to the next session.

It never sends, never saves, and reads no clock. For any session of a flow and any input it
returns; it raises ValueError only for a session of another flow or version.
"""

from __future__ import annotations

from typing import Final, assert_never

from flows.definition import Flow
from flows.events import Asked, Held, Stale
from flows.inputs import CONTROL_MARK, Commanded, Control, Input, Pressed, Typed
from flows.meaning import AnswerMeant, ControlMeant, Meaning, UnclearMeant
from flows.move import Context, Move, Sprint
from flows.session import Session
from flows.vocabulary import LONGEST

__all__ = ["Context", "Sprint", "current", "hold", "resume", "start", "understand"]

_BEFORE_ANSWERS: Final = ("stop", "talk")


def start(flow: Flow, context: Context) -> Sprint:
    """A new session, run to its first question (or to its end, when it asks nothing)."""
    blank = Session(flow.name, flow.version, step="", turn=0, status="asking", answers={})
    move = Move(flow.route, blank, context)
    move.begin()
    return move.sprint()


def resume(
    flow: Flow, session: Session, given: Input, context: Context, *, hold: bool = False
) -> Sprint:
    """What the input does. With `hold` the script waits afterwards, as after a flag.

    - An answer is kept, its flags are raised, and the next question is asked. After a flag of
      level urgent or soon only a question marked `contact` is asked; else Held.
    - Going back asks the question before again, under a new turn. Its answer stands until the
      question is answered anew or skipped; then it is Withdrawn, and so are answers that the new
      path leaves out. Until then "carry on" keeps it and goes on.
    - A press of another turn is Stale and changes nothing, except talk and stop.
    - Anything but stop, talk, pause and enough wakes a paused session.
    - A session that is over hears only talk; a press is Stale.
    """
    _check(flow, session)
    if isinstance(given, Pressed) and _is_stale(session, given):
        return Sprint(session, (Stale(given.turn),))
    meaning = _meaning(flow, session, given, context)
    if session.over and not _is_talk(meaning):
        return Sprint(session, ())
    move = Move(flow.route, session, context)
    move.holding = move.holding or (hold and not session.over)
    if isinstance(meaning, AnswerMeant):
        move.answer(meaning)
    elif isinstance(meaning, UnclearMeant):
        move.unclear(meaning.problem, meaning.candidates)
    else:
        _obey(move, meaning)
    if hold:
        move.wait_after()
    return move.sprint()


def hold(flow: Flow, session: Session, context: Context) -> Sprint:
    """Makes the script wait now. One that waits, is paused or is over stays as it is."""
    _check(flow, session)
    if session.status != "asking":
        return Sprint(session, ())
    move = Move(flow.route, session, context)
    move.wait()
    return move.sprint()


def current(flow: Flow, session: Session) -> Asked | Held | None:
    """What stands, to show it again: also while paused. None when the session is over."""
    _check(flow, session)
    if session.over:
        return None
    if session.waiting:
        return Held(session.turn)
    question = flow.route.question(session.step, session.answers)
    return Asked(session.step, session.turn, question)


def understand(flow: Flow, session: Session, text: str, context: Context) -> Meaning:
    """What a typed message would mean, without doing it.

    `resume` takes `help` for talk; a caller with a page of help of its own looks here first.
    """
    _check(flow, session)
    vocabulary = context.vocabulary
    words = vocabulary.normalise(text) if len(text) <= LONGEST else ""
    control = vocabulary.controls.get(words)
    if control is not None and control.control in _BEFORE_ANSWERS:
        return control
    if session.waiting or session.over:
        return control or UnclearMeant("not_a_choice")
    question = flow.route.asked(session.step)
    if words and (exact := question.exact(words, vocabulary)):
        return exact
    if control is not None:
        return control
    return question.read(text, words, vocabulary) if text.strip() else UnclearMeant("empty")


def _meaning(flow: Flow, session: Session, given: Input, context: Context) -> Meaning:
    match given:
        case Typed(text):
            return understand(flow, session, text, context)
        case Commanded(control):
            return ControlMeant(control)
        case Pressed(_, choice):
            return _pressed(flow, session, choice)
        case _:
            assert_never(given)


def _pressed(flow: Flow, session: Session, choice: str) -> Meaning:
    if control := _CONTROL_KEYS.get(choice):
        return ControlMeant(control)
    if session.waiting or session.over:
        return UnclearMeant("not_a_choice")
    return flow.route.asked(session.step).pressed(choice) or UnclearMeant("not_a_choice")


def _is_stale(session: Session, press: Pressed) -> bool:
    if press.choice == _key("talk"):
        return False
    return session.over or (press.turn != session.turn and press.choice != _key("stop"))


def _is_talk(meaning: Meaning) -> bool:
    return isinstance(meaning, ControlMeant) and meaning.control in ("talk", "help")


def _obey(move: Move, meant: ControlMeant) -> None:
    match meant.control:
        case "skip":
            move.skip()
        case "back":
            move.back()
        case "pause":
            move.pause(meant.until)
        case "enough":
            move.pause("")
        case "resume" | "carry_on":
            move.carry_on()
        case "stop":
            move.stop()
        case "talk" | "help":
            move.talk()
        case _:
            assert_never(meant.control)


def _key(control: Control) -> str:
    return CONTROL_MARK + control


_CONTROLS: Final[tuple[Control, ...]] = (
    *("skip", "back", "pause", "resume"),
    *("stop", "talk", "carry_on", "enough"),
)
_CONTROL_KEYS: Final = {_key(control): control for control in _CONTROLS}


def _check(flow: Flow, session: Session) -> None:
    if session.flow != flow.name or session.version != flow.version:
        raise ValueError(f"this session is not of {flow.name} {flow.version}")
