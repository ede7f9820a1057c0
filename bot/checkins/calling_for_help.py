"""Calls for help by name: the numbers to call, and "I want to talk to someone"."""

from __future__ import annotations

from bot.aftercare.signposting import help_screen
from bot.checkins.aftercare_first import AftercareFirst
from bot.checkins.conversation import LiveConversation
from bot.checkins.moment import Moment
from bot.checkins.showing import show_again
from bot.checkins.whom import Whom
from bot.delivery.lanes import Lane
from bot.delivery.screen import Screen
from storage import sessions


def show_help(moment: Moment, aftercare: AftercareFirst, live: LiveConversation | None) -> None:
    """The numbers to call and what can be written here, then the question that stands."""
    contact = moment.contact
    numbers = aftercare.numbers(moment.connection, contact)
    moment.reply(
        help_screen(moment.texts, numbers, contact.nation, contact.reader, joined=True),
        lane=Lane.ALERT,
        kind="signpost",
    )
    if live is not None:
        show_again(moment, live, lane=Lane.ALERT)


def call_somebody(moment: Moment, aftercare: AftercareFirst, whom: Whom) -> None:
    """ "I want to talk to someone" outside any session."""
    person_id = moment.contact.person_id
    last = sessions.last_session_id(moment.connection, person_id) if person_id else None
    raised, ask_whom = whom.wanted(moment, last)
    if ask_whom:
        whom.ask(moment, last or 0, 0)
        return
    aftercare.answer_at_once(moment, [raised])
    if offer := whom.others_offered(moment, raised):
        moment.reply(Screen(text=offer, sensitive=True), lane=Lane.ALERT)
