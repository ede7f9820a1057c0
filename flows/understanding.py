"""What a typed message means where a conversation stands."""

from __future__ import annotations

from typing import Final

from flows.context import Context
from flows.events import Option
from flows.good_times import good_time
from flows.meaning import AnswerMeant, ControlMeant, LineMeant, Meaning, TickMeant, UnclearMeant
from flows.route import Route
from flows.session import Session
from flows.standing import lines_of, options_of
from flows.steps import Many, Photo, QuestionStep, Text
from flows.steps.options import exact_option, meant, pressed_option, read_option
from flows.vocabulary import LONGEST, Vocabulary

_MARKS: Final = ("?", "??", "???")
_BEFORE_ANSWERS: Final = ("stop", "talk")
_NO_CHOICE: Final = UnclearMeant("not_a_choice")


def understood(route: Route, session: Session, text: str, context: Context) -> Meaning:
    """What a typed message means to what stands."""
    vocabulary = context.vocabulary
    words = vocabulary.normalise(text) if len(text) <= LONGEST else ""
    control = vocabulary.command(words)
    asks = not (session.over or session.waiting or session.listing)
    here = route.questions.get(session.step)
    if control is not None and control.control in _BEFORE_ANSWERS:
        own = _own_words(here, words, control, vocabulary) if asks and here is not None else None
        return own or control
    if session.over or (session.waiting and not session.listing):
        return _to_go_on(control)
    if words in vocabulary.sentences.puzzled or text.strip() in _MARKS:
        return UnclearMeant("puzzled")
    if session.listing or here is None:
        return _line(route, session, words, control, vocabulary)
    if session.status == "paused" and here.kind == Text.kind and _no_text(words, vocabulary):
        return _NO_CHOICE
    return _answer(here, text, words, control, context)


def understood_as(here: QuestionStep, text: str, context: Context) -> Meaning:
    """What a message means as an answer to one question, whatever stands."""
    vocabulary = context.vocabulary
    words = vocabulary.normalise(text) if len(text) <= LONGEST else ""
    control = vocabulary.command(words)
    if control is not None and control.control in _BEFORE_ANSWERS:
        return _own_words(here, words, control, vocabulary) or control
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


def _own_words(
    here: QuestionStep, words: str, control: ControlMeant, vocabulary: Vocabulary
) -> AnswerMeant | None:
    """The option that is named by somebody who seems to ask for a person: "ring me" is a way.

    Only by its label or another word for it; nothing goes before "stop".
    """
    if control.control != "talk" or here.kind == Many.kind:
        return None
    named = [
        option
        for option in here.shown
        if vocabulary.is_label(words, option.label) or vocabulary.means(words, option.key)
    ]
    return meant(named[0]) if len(named) == 1 else None


def _to_go_on(control: ControlMeant | None) -> Meaning:
    """What words mean to a script that waits, or is over: who skips what is to come has had enough.

    "Yes" and "no" may mean either, to leave it there or to carry on.
    """
    if control is None:
        return _NO_CHOICE
    return ControlMeant("enough") if control.control == "skip" else control


def _no_text(words: str, vocabulary: Vocabulary) -> bool:
    """Whether words are none to answer an open question with, after a while without one."""
    sentences = vocabulary.sentences
    known = sentences.greeting | sentences.parting
    return words in known or vocabulary.means(words, "yes")


def _answer(
    here: QuestionStep, text: str, words: str, control: ControlMeant | None, context: Context
) -> Meaning:
    if words and (exact := here.exact(words, context.vocabulary, context.today)):
        return exact
    if at := good_time(here, text, words, control, context):
        return at
    if control is not None and (control.control != "done" or here.kind == Many.kind):
        return control
    if not text.strip():
        return UnclearMeant("empty")
    if here.kind == Photo.kind and context.vocabulary.means(words, "no"):
        return ControlMeant("skip")
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
    if isinstance(found, UnclearMeant):
        found = _named(route, session, words, vocabulary) or found
    if not isinstance(found, UnclearMeant):
        return _chosen(route, session, found)
    return ControlMeant("change") if vocabulary.means(words, "no") else found


def _named(
    route: Route, session: Session, words: str, vocabulary: Vocabulary
) -> AnswerMeant | UnclearMeant | None:
    """The line that "change the bus" names, by its question or by the answer that is shown."""
    named = vocabulary.sentences.to_change(words) or words
    before = None if session.listing else route.place[session.step]
    lines = lines_of(route, session.answers, before)
    said = [Option(str(at), f"{line.text} {line.label}") for at, line in enumerate(lines, start=1)]
    label = vocabulary.normaliser.label
    found = [one.key for one in said if vocabulary.sentences.says_part(named, label(one.label))]
    options = tuple(option for option in options_of(lines) if option.key in found)
    if len(options) > 1:
        return UnclearMeant("two_meanings", options)
    return meant(options[0]) if options else None


def _lines(route: Route, session: Session) -> tuple[Option, ...]:
    before = None if session.listing else route.place[session.step]
    return options_of(lines_of(route, session.answers, before))


def _chosen(route: Route, session: Session, found: AnswerMeant | None) -> Meaning:
    if found is None:
        return _NO_CHOICE
    before = None if session.listing else route.place[session.step]
    lines = lines_of(route, session.answers, before)
    return LineMeant(lines[int(str(found.value)) - 1].step)
