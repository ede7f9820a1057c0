"""Asking whom to tell when somebody wants to talk, and understanding what they choose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.aftercare.flags import Raised, Signal
from bot.aftercare.hiding import hide_button
from bot.aftercare.promise import promise_words
from bot.aftercare.promising import told_of_promise
from bot.aftercare.signposting import numbers_words
from bot.aftercare.whom_to_tell import ask_for_talk, choose, is_choosing, lean_to_others
from bot.checkins.aftercare_first import AftercareFirst
from bot.checkins.conversation import LiveConversation
from bot.checkins.moment import Moment
from bot.checkins.screen import press_of
from bot.checkins.showing import show_again
from bot.delivery.lanes import Lane
from bot.delivery.screen import Button, Screen
from flows.vocabulary import Vocabulary
from storage import updates

TELL_NAMED: Final = "~tell_named"
TELL_OTHERS: Final = "~tell_others"
OTHERS: Final = "others"
"""Under this name words.yaml has the ways to say "somebody else"."""


class Whom:
    """ "I want to talk to someone": to the named facilitator, or to somebody else?"""

    def __init__(self, aftercare: AftercareFirst, vocabulary: Callable[[str], Vocabulary]) -> None:
        self._aftercare = aftercare
        self._vocabulary = vocabulary

    def wanted(self, moment: Moment, session_id: int | None) -> tuple[Raised | None, bool]:
        """Raises the flag. True when the person is still to say whom to tell."""
        reason = moment.texts.say("asked to talk to someone")
        signal = Signal("soon", "contact", "talk", reason, None, moment.words)
        return ask_for_talk(
            moment.connection,
            self._aftercare.limits,
            moment.contact,
            signal,
            session_id,
            moment.now,
        )

    def ask(self, moment: Moment, session_id: int, turn: int, *, again: bool = False) -> None:
        """Whom to tell, with the numbers for those who want to talk right now.

        `again`: what they wrote named nobody, so that without more it is somebody else.
        """
        texts = moment.texts
        who = moment.contact.facilitator or texts.say("your facilitator")
        if again:
            text = texts.say(
                "I have kept what you wrote, and %(who)s cannot see it. I am not sure who I "
                "should tell. If you do not choose, I will tell somebody other than %(who)s in "
                "two minutes.",
                who=who,
            )
        else:
            text = texts.say(
                "Yes, you can talk to a person. Who should I tell? If you do not choose, I will "
                "tell %(who)s in two minutes.",
                who=who,
            )
        numbers = self._aftercare.numbers(moment.connection, moment.contact)
        now = texts.say("If you want to talk to somebody now, you can call:")
        lines = numbers_words(numbers, moment.contact.nation, "")
        screen = Screen(
            text=f"{text}\n\n{now}\n\n{lines}",
            choices=(
                Button(who, press_of(session_id, turn, TELL_NAMED)),
                Button(self._others(moment), press_of(session_id, turn, TELL_OTHERS)),
            ),
            controls=(hide_button(texts),),
            sensitive=True,
            kind="question",
        )
        moment.reply(
            screen, lane=Lane.ALERT, kind="question", session_id=session_id or None, turn=turn
        )

    def chosen(self, moment: Moment, choice: str) -> None:
        """Who was chosen is told, and the person hears it."""
        named = choice == TELL_NAMED
        raised = choose(
            moment.connection,
            self._aftercare.limits,
            moment.contact,
            named=named,
            now=moment.now,
        )
        texts = moment.texts
        if raised is None:
            text = texts.say("That is settled already.")
        else:
            text = promise_words(texts, raised.promise, moment.now)
            told_of_promise(moment.connection, raised.flag_id, moment.now)
            if not named:
                moment.keep_from_facilitator()
                name = moment.contact.facilitator
                text += " " + texts.say("%(name)s will not see this.", name=name)
        screen = Screen(text=text, controls=(hide_button(texts),), sensitive=True)
        moment.reply(screen, lane=Lane.ALERT, kind="signpost")

    def take(self, moment: Moment, live: LiveConversation | None) -> bool:
        """Takes in words of somebody who is asked whom to tell; False when they are about another
        thing. Without a clear choice it is somebody else: the words may be about the first.
        """
        choice = self._typed(moment)
        if choice is None:
            return False
        if choice:
            self.chosen(moment, choice)
            if live is not None:
                show_again(moment, live, lane=Lane.ALERT)
            return True
        session_id, turn = (live.id, live.session.turn) if live is not None else (None, 0)
        lean_to_others(moment.connection, moment.contact, moment.now)
        updates.mark_reading(moment.connection, moment.inbound_id, session_id, None)
        self.ask(moment, session_id or 0, turn, again=True)
        return True

    def _typed(self, moment: Moment) -> str | None:
        """What a typed message says while the person chooses: a choice, or "" for neither.

        None when they are not choosing, or when the message is a command.
        """
        if not is_choosing(moment.connection, moment.contact):
            return None
        vocabulary = self._vocabulary(moment.contact.locale)
        if vocabulary.control(moment.words) is not None:
            return None
        words = vocabulary.normalise(moment.words)
        name = moment.contact.facilitator
        first = name.split()[0] if name.strip() else ""
        named = {vocabulary.normalise(one) for one in (name, first) if one}
        if words in named or vocabulary.means(words, "yes"):
            return TELL_NAMED
        if words == vocabulary.normalise(self._others(moment)) or vocabulary.means(words, OTHERS):
            return TELL_OTHERS
        return ""

    @staticmethod
    def _others(moment: Moment) -> str:
        who = moment.contact.facilitator or moment.texts.say("your facilitator")
        return moment.texts.say("Someone other than %(who)s", who=who)
