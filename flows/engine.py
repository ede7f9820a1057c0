"""The conversation engine: a pure step function from a session and an input to the next session.

It never sends, never saves, and reads no clock. For any session of a flow and any input it
returns; it raises ValueError only for a session of another flow or version.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, assert_never, get_args

from flows import answering, changing, steering
from flows.beginning import beginning
from flows.context import Context, Sprint
from flows.definition import Flow
from flows.events import Asked, Flagged, Held, Kept, Level, Stale, Value
from flows.inputs import CONTROL_MARK, Commanded, Control, Corrected, Input, Pressed, Sent, Typed
from flows.meaning import AnswerMeant, ControlMeant, LineMeant, Meaning, TickMeant, UnclearMeant
from flows.move import Move
from flows.names import inner
from flows.session import Session
from flows.standing import standing
from flows.steps import Photo
from flows.times import When
from flows.understanding import pressed, understood, understood_as

__all__ = [
    "Context",
    "Sprint",
    "begins_with",
    "current",
    "hold",
    "named",
    "resume",
    "start",
    "understand",
]


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
    - Where an answer changes and later ones stand, flags of theirs that have become true are raised
      at once, under the newest turn; those that were true before are not raised again.
    - `~change` shows the answers in place of what stands. The one that is chosen is asked again,
      and those after it are not, as long as the path still asks for them.
    - An edited message corrects its answer (Corrected); what stands then goes on standing, under
      the same turn, unless the path has changed.
    - A photo or voice note that no question asks for is Kept, and its caption is read as words.
    - A press of another turn is Stale and changes nothing, except talk and stop.
    - Anything but stop, talk, pause and enough wakes a paused session.
    - A session that is over hears only talk; a press is Stale, a correction CannotCorrect.
    """
    _check(flow, session)
    if isinstance(given, Pressed) and _is_stale(session, given):
        return Sprint(session, (Stale(given.turn),))
    move = Move(flow.route, session, context)
    move.holding = move.holding or (hold and not session.over)
    if isinstance(given, Corrected):
        _correct(flow, move, given, context)
    elif isinstance(given, Sent):
        _take_media(flow, move, given, context)
    else:
        _do(move, _meaning(flow, session, given, context))
    if hold:
        steering.wait_after(move)
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
    return standing(flow.route, session)


def named(flow: Flow, session: Session) -> dict[str, Value]:
    """The values that were set on the way here, for texts: under the words that Jinja2 takes."""
    place = flow.route.place
    here = place.get(session.step, 0)
    return {
        inner(name): value
        for step in flow.route.sets
        if step in session.named and place[step] < here
        for name, value in session.named[step].items()
    }


def understand(flow: Flow, session: Session, text: str, context: Context) -> Meaning:
    """What a typed message would mean, without doing it.

    `resume` takes `help` for talk; a caller with a page of help of its own looks here first.
    """
    _check(flow, session)
    return understood(flow.route, session, text, context)


def begins_with(flow: Flow, session: Session, text: str, context: Context) -> str:
    """The words at the beginning of an unclear message that answer the question that stands.

    Only an answer for which more, or more pressing, flags are raised than for another one; "" where
    there is none. So nobody is taken to be well by half of what they wrote.
    """
    _check(flow, session)
    here = flow.route.questions.get(session.step)
    if session.status != "asking" or session.listing or here is None or not here.flags:
        return ""
    if not isinstance(understood(flow.route, session, text, context), UnclearMeant):
        return ""
    said = beginning(here, text, context)
    if not said:
        return ""
    raised = _raised(flow, session, Typed(said), context)
    others = [Pressed(session.turn, option.key) for option in here.shown]
    least = min(_raised(flow, session, other, context) for other in others)
    return said if raised > least else ""


def _raised(flow: Flow, session: Session, given: Typed | Pressed, context: Context) -> list[int]:
    """How pressing the flags are that the question raises for an answer, the most so first."""
    events = resume(flow, session, given, context).events
    found = [e.level for e in events if isinstance(e, Flagged) and e.step == session.step]
    return sorted((_URGENCY.index(level) for level in found), reverse=True)


def _meaning(
    flow: Flow, session: Session, given: Typed | Pressed | Commanded, context: Context
) -> Meaning:
    match given:
        case Typed(text):
            return understood(flow.route, session, text, context)
        case Commanded(control):
            return ControlMeant(control)
        case Pressed(_, choice):
            if (key := _CONTROL_KEYS.get(choice)) is not None:
                return ControlMeant(key)
            return pressed(flow.route, session, choice, context)
        case _:
            assert_never(given)


def _correct(flow: Flow, move: Move, given: Corrected, context: Context) -> None:
    old = changing.answer_of(move, given)
    if old is None:
        changing.cannot(move, given)
        return
    meaning = understood_as(flow.route.asked(old.step), given.text, context)
    if isinstance(meaning, ControlMeant) and meaning.control in ("stop", "talk", "help"):
        _obey(move, meaning)
    else:
        changing.correct(move, old, meaning)


def _take_media(flow: Flow, move: Move, given: Sent, context: Context) -> None:
    was = move.was
    here = flow.route.steps.get(was.step)
    asked = not (was.over or was.waiting or was.listing) and isinstance(here, Photo)
    if asked and isinstance(here, Photo) and (meant := here.sent(given)):
        answering.answer(move, meant)
        return
    move.events.append(Kept(given.kind, given.reference, given.caption))
    if given.caption.strip():
        _do(move, understood(flow.route, was, given.caption, context))


def _do(move: Move, meaning: Meaning) -> None:
    if move.was.over:
        if isinstance(meaning, ControlMeant) and meaning.control in ("talk", "help"):
            steering.talk(move)
    elif isinstance(meaning, AnswerMeant):
        answering.answer(move, meaning)
    elif isinstance(meaning, UnclearMeant):
        move.unclear(meaning.problem, meaning.candidates, meaning.limits)
    elif isinstance(meaning, LineMeant):
        changing.choose(move, meaning.step)
    elif isinstance(meaning, TickMeant):
        steering.tick(move, meaning.key)
    else:
        _obey(move, meaning)


def _obey(move: Move, meant: ControlMeant) -> None:
    match meant.control:
        case "pause":
            move.pause(meant.until)
        case "enough":
            # After a flag it does not come back of its own accord.
            move.pause("" if move.waiting else _TOMORROW)
        case "help":
            steering.talk(move)
        case _:
            _DOING[meant.control](move)


def _is_stale(session: Session, press: Pressed) -> bool:
    if press.choice == _key("talk"):
        return False
    return session.over or (press.turn != session.turn and press.choice != _key("stop"))


def _key(control: Control) -> str:
    return CONTROL_MARK + control


def _check(flow: Flow, session: Session) -> None:
    if session.flow != flow.name or session.version != flow.version:
        raise ValueError(f"this session is not of {flow.name} {flow.version}")


_URGENCY: Final[tuple[Level, ...]] = ("routine", "soon", "urgent")
_TOMORROW: Final = When("day", 1).text()
_CONTROL_KEYS: Final[dict[str, Control]] = {_key(control): control for control in get_args(Control)}
_DOING: Final[dict[Control, Callable[[Move], None]]] = {
    "skip": steering.skip,
    "rather_not": steering.rather_not,
    "back": steering.back,
    "change": changing.show_list,
    "done": steering.done,
    "resume": steering.carry_on,
    "carry_on": steering.carry_on,
    "stop": steering.stop,
    "talk": steering.talk,
}
