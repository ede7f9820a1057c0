"""Somebody wants what was said out of sight: pressed, or typed as a whole message."""

from __future__ import annotations

from typing import Final

from bot.aftercare.hiding import HIDE, hide_all
from bot.checkins.conversation import LiveConversation
from bot.checkins.moment import Moment
from bot.delivery.lanes import Lane
from bot.delivery.screen import Screen
from flows.vocabulary import Vocabulary

SAID: Final = "hide"
"""Under this name words.yaml has the ways to say it."""

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
    text = moment.texts.say("That is done.")
    if live is not None:
        text += " " + moment.texts.say("When you want to go on, write: carry on.")
    moment.reply(Screen(text=text), lane=Lane.ALERT, kind="reply")
