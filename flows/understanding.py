"""What a typed message means where a conversation stands."""

from __future__ import annotations

from typing import Final

from flows.context import Context
from flows.events import Option
from flows.meaning import AnswerMeant, ControlMeant, LineMeant, Meaning, TickMeant, UnclearMeant
from flows.route import Route
from flows.session import Session
from flows.standing import lines_of, options_of
from flows.steps import Many, QuestionStep
from flows.steps.options import exact_option, meant, pressed_option, read_option
from flows.vocabulary import LONGEST, Vocabulary

_BEFORE_ANSWERS: Final = ("stop", "talk")
_NO_CHOICE: Final = UnclearMeant("not_a_choice")


def understood(route: Route, session: Session, text: str, context: Context) -> Meaning:
    """What a typed message means to what stands."""
    vocabulary = context.vocabulary
    words = vocabulary.normalise(text) if len(text) <= LONGEST else ""
    control = vocabulary.command(words)
    if control is not None and control.control in _BEFORE_ANSWERS:
        return control
    if session.over or (session.waiting and not session.listing):
        return control or _NO_CHOICE
    here = route.questions.get(session.step)
    if session.listing or here is None:
        return _line(route, session, words, control, vocabulary)
    return _answer(here, text, words, control, context)


def understood_as(here: QuestionStep, text: str, context: Context) -> Meaning:
    """What a message means as an answer to one question, whatever stands."""
    vocabulary = context.vocabulary
    words = vocabulary.normalise(text) if len(text) <= LONGEST else ""
    control = vocabulary.command(words)
    if control is not None and control.control in _BEFORE_ANSWERS:
        return control
    return _answer(here, text, words, control, context)


def pressed(route: Route, session: Session, choice: str, context: Context) -> Meaning:
    """What a press of something else than a control means to what stands."""
    if session.over or (session.waiting and not session.listing):
        return _NO_CHOICE
    here = route.questions.get(session.step)
    if session.listing or here is None:
        return _chosen(route, session, pressed_option(_lines(route, session), choice))
    if here.kind == Many.kind:
        return TickMeant(choice)
    return here.pressed(choice, context.today) or _NO_CHOICE


def _answer(
    here: QuestionStep, text: str, words: str, control: ControlMeant | None, context: Context
) -> Meaning:
    if words and (exact := here.exact(words, context.vocabulary, context.today)):
        return exact
    if control is not None and (control.control != "done" or here.kind == Many.kind):
        return control
    if not text.strip():
        return UnclearMeant("empty")
    return here.read(text, words, context.vocabulary, context.today)


def _line(
    route: Route,
    session: Session,
    words: str,
    control: ControlMeant | None,
    vocabulary: Vocabulary,
) -> Meaning:
    """A line of the answers that are shown, or that they are right.

    A line's number goes before all else: a question's text may hold any number.
    """
    lines = _lines(route, session)
    number = vocabulary.number(words) or vocabulary.picking.place(words, len(lines))
    if number is not None and 1 <= number <= len(lines):
        return _chosen(route, session, meant(lines[number - 1]))
    if words and (exact := exact_option(lines, words, vocabulary)):
        return _chosen(route, session, exact)
    if control is not None:
        return control
    if vocabulary.means(words, "yes"):
        return ControlMeant("done")
    found = read_option(lines, words, vocabulary)
    if not isinstance(found, UnclearMeant):
        return _chosen(route, session, found)
    return ControlMeant("change") if vocabulary.means(words, "no") else found


def _lines(route: Route, session: Session) -> tuple[Option, ...]:
    before = None if session.listing else route.place[session.step]
    return options_of(lines_of(route, session.answers, before))


def _chosen(route: Route, session: Session, found: AnswerMeant | None) -> Meaning:
    if found is None:
        return _NO_CHOICE
    before = None if session.listing else route.place[session.step]
    lines = lines_of(route, session.answers, before)
    return LineMeant(lines[int(str(found.value)) - 1].step)
