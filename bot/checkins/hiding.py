"""Somebody wants what was said out of sight: pressed, or typed as a whole message."""

from __future__ import annotations

from typing import Final

from bot.aftercare.hiding import HIDE, hide_all, hide_button, is_out_of_sight
from bot.aftercare.triage import Finding
from bot.checkins.conversation import LiveConversation
from bot.checkins.moment import Moment
from bot.checkins.standing import seen_by
from bot.delivery.lanes import Lane
from bot.delivery.screen import Screen
from flows.vocabulary import Vocabulary
from storage import flag_flows, relay

SAID: Final = "hide"
SHOW: Final = "show_me"
"""Under these names words.yaml has the ways to say it, and to ask for what was hidden."""

_LONGEST: Final = 60


def wants_to_hide(moment: Moment, vocabulary: Vocabulary) -> bool:
    """A press, or one of the known ways to say it as the whole message: more words are no such."""
    inbound = moment.inbound
    if inbound.kind == "press":
        return inbound.press.endswith(f":{HIDE}")
    if inbound.kind != "text" or inbound.media:
        return False
    words = moment.words
    return len(words) <= _LONGEST and vocabulary.means(vocabulary.normalise(words), SAID)


def hide(moment: Moment, live: LiveConversation | None) -> None:
    """Hides it, and says so in words that give nothing away. A check-in waits where it is."""
    hide_all(moment.connection, moment.contact, moment.now)
    if moment.contact.person_id is not None:
        flag_flows.end_asking(moment.connection, moment.contact.person_id, moment.now)
    text = moment.texts.say("That is done.")
    talking = relay.is_talking(moment.connection, moment.contact.person_id or 0)
    if live is not None and not talking:
        text += " " + moment.texts.say("When you want to go on, write: carry on.")
    moment.reply(Screen(text=text), lane=Lane.ALERT, kind="reply")


def show_hidden(moment: Moment, finding: Finding | None, vocabulary: Vocabulary) -> bool:
    """After it was hidden they ask: what there is to tell is told. False when they do not ask."""
    if finding is not None or moment.inbound.kind != "text" or moment.contact.person_id is None:
        return False
    words = moment.words
    if len(words) > _LONGEST or not vocabulary.means(vocabulary.normalise(words), SHOW):
        return False
    if not is_out_of_sight(moment.connection, moment.contact):
        return False
    text = seen_by(moment) or moment.texts.say("There is nothing waiting for an answer.")
    screen = Screen(text=text, controls=(hide_button(moment.texts),), sensitive=True)
    moment.reply(screen, lane=Lane.ALERT)
    return True
