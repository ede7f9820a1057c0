"""How, when and where somebody wants to be reached: asked once, right after the numbers to call.

A flow that asks it itself goes first. A check-in that waits is shown again when this is answered.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from bot.aftercare.flags import Raised
from bot.checkins.conversation import Conversations, LiveConversation
from bot.checkins.moment import Moment
from bot.checkins.showing import show, show_again
from bot.delivery.lanes import Lane
from flows import engine
from flows.events import Asked
from flows.meaning import ControlMeant, Meaning, UnclearMeant
from storage import flag_flows, relay

HOW: Final = "how-to-reach-you"
WAY: Final = "way"
"""The preference that says how somebody wants to be reached."""

LEAVE: Final = ("carry_on", "enough", "resume", "pause")
"""What is written by somebody who has enough of these questions."""

STOP: Final = "stop"
"""It ends the check-in beneath, as well."""

WAITS: Final = timedelta(hours=12)
"""Nobody is asked for longer than this what they have not answered."""


def note_how_is_to_be_asked(moment: Moment, raised: Raised) -> None:
    """They are asked once for a flag, and not when they said it before, or are in a chat."""
    contact = moment.contact
    known = raised.joined and WAY in contact.preferences
    if contact.person_id is None or contact.project_id is None or contact.stopped_at or known:
        return
    if relay.relay_with(moment.connection, contact.person_id, contact.channel_id) is not None:
        return
    if flag_flows.asked_how_in(moment.connection, raised.flag_id) is None:
        moment.ask_how_for = raised.flag_id


def ask_how(moment: Moment, conversations: Conversations) -> None:
    """Asks, when it is to be asked and the flow that they are in does not ask by itself."""
    if moment.ask_how_for is None:
        return
    live = conversations.live(moment.connection, moment.contact)
    if live is not None and _asks_itself(live):
        return
    happened = conversations.start(moment.connection, moment.contact, moment.texts, HOW, moment.now)
    flag_flows.note_asked_how(moment.connection, moment.ask_how_for, happened.session_id)
    show(moment, happened, Lane.ALERT)


def show_unless_asked_how(moment: Moment, live: LiveConversation | None) -> None:
    """The question that stands, once more, where the one how to reach them does not come first."""
    if live is not None and (moment.ask_how_for is None or _asks_itself(live)):
        show_again(moment, live, lane=Lane.ALERT)


def then_the_check_in(moment: Moment, conversations: Conversations, ended: str) -> None:
    """After the last of these questions: the check-in that has been waiting meanwhile."""
    live = conversations.live(moment.connection, moment.contact) if ended == HOW else None
    if live is not None:
        show_again(moment, live, lane=Lane.ALERT)


def in_the_way(
    moment: Moment, live: LiveConversation, meaning: Callable[[LiveConversation], Meaning]
) -> bool:
    """Whether what was written is none of these questions' business.

    They are never put in the way of somebody who wants to go on telling what happened, or to leave
    it there for today, and end when a person has been in touch or they stood for too long.
    """
    if live.flow.name != HOW:
        return False
    if _is_stop(moment):
        _end(moment)
        return True
    if flag_flows.is_asked_for_long(moment.connection, live.id, moment.now - WAITS):
        _end(moment)
        return True
    if moment.inbound.kind != "text" or not moment.words:
        return False
    meant = meaning(live)
    if isinstance(meant, ControlMeant) and meant.control in (*LEAVE, STOP):
        _end(moment)
        return True
    return isinstance(meant, UnclearMeant) and meant.problem == "not_a_choice"


def _is_stop(moment: Moment) -> bool:
    inbound = moment.inbound
    pressed = inbound.kind == "press" and inbound.press.endswith(f":~{STOP}")
    return pressed or (inbound.kind == "command" and inbound.text == STOP)


def _end(moment: Moment) -> None:
    assert moment.contact.person_id is not None
    flag_flows.end_asking(moment.connection, moment.contact.person_id, moment.now)


def _asks_itself(live: LiveConversation) -> bool:
    standing = engine.current(live.flow, live.session)
    question = live.flow.route.questions.get(live.session.step or "")
    return isinstance(standing, Asked) and question is not None and question.contact
