"""What goes back after a step: the echo on the pressed message, and the next screen."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.aftercare.help_numbers import WhomToCall
from bot.aftercare.hiding import is_out_of_sight
from bot.checkins.conversation import Happened, LiveConversation
from bot.checkins.correcting import corrected_words
from bot.checkins.knowing import said_facts
from bot.checkins.moment import Moment
from bot.checkins.notices import (
    dropped_text,
    enough_text,
    paused_text,
    shortened,
    unclear_text,
)
from bot.checkins.screen import (
    Facts,
    compose,
    control_label,
    echo_screen,
    press_of,
    rendered,
    said_words,
)
from bot.checkins.standing import kept_words, seen_once, stop
from bot.delivery.lanes import Lane
from bot.delivery.screen import Button, Screen
from flows import engine
from flows.events import (
    Answered,
    Asked,
    Ended,
    Event,
    Held,
    Paused,
    Question,
    Stale,
    Ticked,
    Unclear,
    Withdrawn,
)
from flows.inputs import Control
from storage import updates

TICKED: Final = "many"
"""The kind of question whose message may be changed many times, by quick presses."""

TOO_PRIVATE: Final = "\u2022\u2022\u2022"
"""Stands on the chat page for an answer that somebody looking over a shoulder should not see."""


def show(moment: Moment, happened: Happened, lane: Lane = Lane.REPLY, before: str = "") -> None:
    """Sends the next screen of a session.

    Ticks change the message that they were made on, where that can be changed.
    """
    events = happened.events
    asks_again = not moment.correcting and any(isinstance(e, Unclear | Stale) for e in events)
    if asks_again and not any(isinstance(event, Asked | Held) for event in events):
        standing = engine.current(happened.flow, happened.session)
        events = (*events, standing) if standing is not None else events
    if moment.ask_how_for is not None:
        # That the script waits is said after the questions that come first.
        events = tuple(event for event in events if not isinstance(event, Held))
    facts = facts_at(moment, happened)
    screen = compose(moment.texts, happened.session_id, events, facts, before)
    if screen is None:
        return
    if any(isinstance(event, Held) for event in events) and is_out_of_sight(
        moment.connection, moment.contact
    ):
        screen = replace(screen, controls=())  # they speak of what was hidden
    if happened.session.status == "paused":
        screen = paused_screen(moment, happened, screen.text)
    asks = screen.kind == "question"
    session_id, turn = happened.session_id, happened.session.turn if asks else None
    if not before and moment.inbound.bot == "web" and _only_ticks(events):
        return  # the page shows the ticks that stand by itself
    if not before and _can_be_changed(moment, events):
        moment.echo(screen, kind="question", session_id=session_id, turn=turn, supersedes=True)
        return
    kind = "question" if asks else "reply"
    moment.reply(screen, lane=lane, kind=kind, session_id=session_id, turn=turn)


def facts_at(moment: Moment, happened: Happened) -> Facts:
    """What the flow's texts may name at this point of a session."""
    return said_facts(
        moment.connection,
        moment.contact,
        moment.texts,
        happened.flow,
        happened.session_id,
        happened.session,
    )


def _can_be_changed(moment: Moment, events: tuple[Event, ...]) -> bool:
    """Whether only ticks were changed, on a message that can be changed, too."""
    inbound = moment.inbound
    pressed = inbound.kind == "press" and inbound.message_id and inbound.bot != "web"
    return bool(pressed) and _only_ticks(events)


def _only_ticks(events: tuple[Event, ...]) -> bool:
    ticked = any(isinstance(event, Ticked) for event in events)
    return ticked and not any(isinstance(event, Asked | Held) for event in events)


def paused_screen(moment: Moment, happened: Happened, text: str) -> Screen:
    """A check-in that waits, with a button to go on."""
    carry_on = Button(
        control_label(moment.texts, "resume"),
        press_of(happened.session_id, happened.session.turn, "~resume"),
    )
    return Screen(text=text, choices=(carry_on,), kind="question")


def show_again(
    moment: Moment, live: LiveConversation, before: str = "", lane: Lane = Lane.REPLY
) -> None:
    """The question that stands, once more; for a paused session, that it waits."""
    standing = engine.current(live.flow, live.session)
    events: tuple[Event, ...] = (standing,) if standing is not None else ()
    if live.session.status == "paused":
        events = ()
        before = before or moment.texts.say("Your check-in is waiting for you.")
    show(moment, Happened(live.id, live.flow, live.session, events), lane, before)


def echo(moment: Moment, happened: Happened, asked: Asked | None) -> None:
    """After a press: the message shows the answer, unless the step is sensitive."""
    events = happened.events
    answered = next((event for event in events if isinstance(event, Answered)), None)
    if answered is None or moment.inbound.kind != "press" or asked is None:
        return
    if moment.inbound.bot == "web":
        words = _words_on_page(moment, happened, asked.question, answered)
        updates.keep_text(moment.connection, moment.inbound_id, words)
    elif not answered.sensitive and moment.inbound.message_id:
        facts = facts_at(moment, happened)
        screen = echo_screen(moment.texts, asked.question, answered.answer, facts)
        moment.echo(screen, supersedes=asked.question.kind == TICKED)


def _words_on_page(
    moment: Moment, happened: Happened, question: Question, answered: Answered
) -> str:
    """What stands on the chat page as said by the person: the answer, or the button's words."""
    if answered.sensitive:
        return TOO_PRIVATE
    if answered.answer.status != "answered":
        control: Control = "rather_not" if answered.answer.status == "rather_not" else "skip"
        return control_label(moment.texts, control)
    return said_words(moment.texts, question, answered.answer, facts_at(moment, happened))


def words_before(
    moment: Moment,
    happened: Happened,
    asked: Asked | None,
    numbers: WhomToCall,
    *,
    quiet: bool,
) -> str:
    """What is said before the next screen: why a question comes again, or what was done.

    And which answers were taken out, because what was answered now leads another way.

    With `quiet` (something pressing was said) there is no word about not having understood.
    """
    said = ""
    if moment.correcting and not quiet:
        said = corrected_words(moment, happened, facts_at(moment, happened))
    if not said:
        found = (
            _word_for(moment, happened, event, asked, numbers, quiet=quiet)
            for event in happened.events
        )
        said = next((words for words in found if words), "")
    return "\n\n".join(part for part in (said, _dropped_words(moment, happened)) if part)


def _dropped_words(moment: Moment, happened: Happened) -> str:
    gone = [e for e in happened.events if isinstance(e, Withdrawn) and e.because == "path"]
    if not gone:
        return ""
    facts, questions = facts_at(moment, happened), happened.flow.route.questions
    asked = [questions[event.answer.step].text for event in gone if event.answer.step in questions]
    return dropped_text(
        moment.texts, [shortened(rendered(moment.texts, text, facts)) for text in asked]
    )


def _word_for(
    moment: Moment,
    happened: Happened,
    event: Event,
    asked: Asked | None,
    numbers: WhomToCall,
    *,
    quiet: bool,
) -> str:
    texts = moment.texts
    match event:
        case Unclear():
            return "" if quiet else _not_taken(moment, happened, event, asked, numbers)
        case Stale():
            return texts.say("That button belongs to an earlier question.")
        case Paused():
            if happened.resume_at is None:
                return enough_text(texts)
            zone = moment.contact.timezone
            return paused_text(texts, happened.resume_at, moment.now, zone)
        case Ended() if event.status == "stopped":
            return stop(moment)
    return ""


def _not_taken(
    moment: Moment,
    happened: Happened,
    unclear: Unclear,
    asked: Asked | None,
    numbers: WhomToCall,
) -> str:
    if happened.session.waiting:
        return kept_words(moment, numbers)
    facts = facts_at(moment, happened)
    kind = asked.question.kind if asked is not None else ""
    text = unclear_text(moment.texts, unclear, facts, kind)
    # Somebody who waits for a person is told first where that stands, once.
    return "\n\n".join(part for part in (seen_once(moment), text) if part)
