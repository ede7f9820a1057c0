"""Asking whom to tell when somebody wants to talk, and understanding what they choose."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from bot.aftercare.flags import Raised, Signal
from bot.aftercare.hiding import hide_button, is_out_of_sight
from bot.aftercare.promise import promise_words
from bot.aftercare.promising import told_of_promise
from bot.aftercare.signposting import numbers_words
from bot.aftercare.triage import Finding
from bot.aftercare.whom_to_tell import (
    ask_for_talk,
    asked_whom_at,
    choose,
    facilitator_was_told,
    is_choosing,
    lean_to_others,
    may_choose_others,
)
from bot.checkins.aftercare_first import AftercareFirst
from bot.checkins.conversation import LiveConversation
from bot.checkins.how_to_reach import note_how_is_to_be_asked, show_unless_asked_how
from bot.checkins.moment import Moment, OtherThan
from bot.checkins.own_words import chooses, is_answer
from bot.checkins.reading_list import keep_to_read
from bot.checkins.screen import press_of
from bot.checkins.somebody_else import OTHERS, SOMEBODY, called
from bot.checkins.wishes import ONLY_OTHERS, Wishes
from bot.delivery.lanes import Lane
from bot.delivery.screen import Button, Screen
from flows.events import Asked
from flows.meaning import Meaning
from flows.vocabulary import LONGEST, Vocabulary
from storage.flag_texts import question_is_newer

TELL_NAMED: Final = "~tell_named"
TELL_OTHERS: Final = "~tell_others"
PLACES: Final = (TELL_NAMED, TELL_OTHERS)
"""The choices in the order in which they are shown, and may be counted."""


class Whom:
    """ "I want to talk to someone": to the named facilitator, or to somebody else?"""

    def __init__(self, aftercare: AftercareFirst, vocabulary: Callable[[str], Vocabulary]) -> None:
        self._aftercare = aftercare
        self._vocabulary = vocabulary
        self.wishes = Wishes(vocabulary)

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

    def may_mean_others(self, moment: Moment) -> bool:
        """ "Somebody else", and no more: a wish, or the answer to what was just asked."""
        vocabulary = self._vocabulary(moment.contact.locale)
        words = vocabulary.normalise(moment.words[: LONGEST + 1])
        return " " in words and vocabulary.means(words, OTHERS)

    def rather_others(self, moment: Moment) -> bool:
        """The same, where their facilitator was told: no question about other things is meant."""
        return self.may_mean_others(moment) and facilitator_was_told(
            moment.connection, moment.contact
        )

    def ask(self, moment: Moment, session_id: int, turn: int, *, again: bool = False) -> None:
        """Whom to tell, with the numbers for those who want to talk right now.

        `again`: what they wrote named nobody, so that without more it is somebody else.
        """
        texts = moment.texts
        who = self._facilitator(moment)
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
            note_how_is_to_be_asked(moment, raised)
            if not named:
                moment.keep_from_facilitator()
                name = moment.contact.facilitator
                text += " " + texts.say("%(name)s will not see this.", name=name)
        screen = Screen(text=text, controls=(hide_button(texts),), sensitive=True)
        flag_id = raised.flag_id if raised is not None else None
        moment.reply(screen, lane=Lane.ALERT, kind="signpost", flag_id=flag_id)

    def others_offered(self, moment: Moment, raised: Raised | None) -> str:
        """How to have somebody else told, where their facilitator was told without being chosen."""
        contact = moment.contact
        if raised is None or not may_choose_others(moment.connection, contact, raised.flag_id):
            return ""
        return moment.texts.say(
            "If you would rather talk to somebody other than %(who)s, write: not %(first)s.",
            who=self._facilitator(moment),
            first=(contact.facilitator.split() or ["them"])[0],
        )

    def take(
        self,
        moment: Moment,
        live: LiveConversation | None,
        meaning: Meaning | None = None,
        asked: Asked | None = None,
    ) -> bool:
        """Takes in words of somebody who is asked whom to tell; False when they are about another
        thing. Without a clear choice it is somebody else: the words may be about the first.

        `meaning` is what the words are to the question that stands (`asked`), which they answer
        where it came after the one whom to tell.
        """
        if moment.only_asks_for_others:
            choosing = is_choosing(moment.connection, moment.contact)
            answers = chooses(meaning, asked) if choosing else is_answer(meaning)
            return not answers and self._tells_others(moment, live)
        if not is_choosing(moment.connection, moment.contact):
            return not is_answer(meaning) and self._others_after_all(moment, live)
        choice = self._typed(moment)
        if choice is None or self._keeps_quiet(moment):
            return False
        goes_on = is_answer(meaning) and (choice != TELL_OTHERS or chooses(meaning, asked))
        if live is not None and goes_on and self._asked_since(moment, live):
            if not choice:
                self._lean_if_named(moment)
            return False
        if choice:
            self.chosen(moment, choice)
            show_unless_asked_how(moment, live)
            return True
        session_id, turn = (live.id, live.session.turn) if live is not None else (None, 0)
        lean_to_others(moment.connection, moment.contact, moment.now)
        keep_to_read(moment, session_id, None)
        self.ask(moment, session_id or 0, turn, again=True)
        return True

    @staticmethod
    def _keeps_quiet(moment: Moment) -> bool:
        """After the question was hidden nothing is asked again, nor told: it is somebody else."""
        if not is_out_of_sight(moment.connection, moment.contact):
            return False
        lean_to_others(moment.connection, moment.contact, None)
        return True

    def _tells_others(self, moment: Moment, live: LiveConversation | None) -> bool:
        """Somebody else is told, who may have been told before; False when the check-in goes on as
        after anything else that somebody has to be told of.
        """
        choosing = is_choosing(moment.connection, moment.contact)
        kept, told = moment.contact.kept_from_facilitator, self._knows_already(moment)
        if not (choosing or kept or told):
            return False
        session_id = live.id if live is not None else None
        raised = self._aftercare.raise_for_finding(moment, ONLY_OTHERS, session_id, None)
        if raised is None:
            return False
        keep_to_read(moment, session_id, raised)
        if choosing or told:
            self._tell_promise(moment, raised, told=told)
        else:
            self._aftercare.answer_at_once(moment, [raised])
        show_unless_asked_how(moment, live)
        return True

    @staticmethod
    def _knows_already(moment: Moment) -> bool:
        """Whether the one whom they do not want was told of something that presses."""
        contact = moment.contact
        other = moment.other_than
        about_them = other is not None and other.id == contact.facilitator_id
        return about_them and facilitator_was_told(moment.connection, contact)

    def _tell_promise(self, moment: Moment, raised: Raised, *, told: bool) -> None:
        """Who was told instead. The numbers stand just above."""
        texts, name = moment.texts, self._facilitator(moment)
        if told:
            kept = texts.say(
                "%(name)s was told before, and may still be in touch, but will not see what you "
                "write from now on.",
                name=name,
            )
        else:
            kept = texts.say("%(name)s will not see this.", name=name)
        text = promise_words(texts, raised.promise, moment.now) + " " + kept
        told_of_promise(moment.connection, raised.flag_id, moment.now)
        screen = Screen(text=text, controls=(hide_button(texts),), sensitive=True)
        moment.reply(screen, lane=Lane.ALERT, kind="signpost", flag_id=raised.flag_id)
        note_how_is_to_be_asked(moment, raised)

    def _others_after_all(self, moment: Moment, live: LiveConversation | None) -> bool:
        """ "Somebody else", after the facilitator was told: it goes to somebody else."""
        contact = moment.contact
        if contact.facilitator_id is None or not facilitator_was_told(moment.connection, contact):
            return False
        vocabulary = self._vocabulary(contact.locale)
        words = vocabulary.normalise(moment.words[: LONGEST + 1])
        if not self._says_others(moment, words, vocabulary):
            return False
        moment.other_than = OtherThan(contact.facilitator_id, contact.facilitator)
        return self._tells_others(moment, live)

    def _asked_since(self, moment: Moment, live: LiveConversation) -> bool:
        """Whether the check-in asked its question after the one whom to tell."""
        asked_at = asked_whom_at(moment.connection, moment.contact)
        return asked_at is not None and question_is_newer(moment.connection, live.id, asked_at)

    def _lean_if_named(self, moment: Moment) -> None:
        """An answer that speaks of the facilitator may say why they must not be told."""
        vocabulary = self._vocabulary(moment.contact.locale)
        words = f" {vocabulary.normalise(moment.words)} "
        if any(f" {name} " in words for name in self._names(moment, vocabulary)):
            lean_to_others(moment.connection, moment.contact, None)

    def _typed(self, moment: Moment) -> str | None:
        """What a typed message says while the person chooses: a choice, or "" for neither.

        None when the message is a command.
        """
        vocabulary = self._vocabulary(moment.contact.locale)
        if vocabulary.control(moment.words) is not None:
            return None
        words = vocabulary.normalise(moment.words)
        place = vocabulary.number(words)
        if place == 1 or words in self._names(moment, vocabulary) or vocabulary.means(words, "yes"):
            return TELL_NAMED
        if place == len(PLACES) or self._says_others(moment, words, vocabulary):
            return TELL_OTHERS
        return ""

    def _says_others(self, moment: Moment, words: str, vocabulary: Vocabulary) -> bool:
        """Whether normalised words say "somebody else", with the facilitator's name or without."""
        if words == vocabulary.normalise(self._others(moment)):
            return True
        for name in self._names(moment, vocabulary):
            words = re.sub(rf"\b{re.escape(name)}\b", SOMEBODY, words)
        return vocabulary.means(words, OTHERS)

    @staticmethod
    def _names(moment: Moment, vocabulary: Vocabulary) -> list[str]:
        """What the facilitator is called, the whole name first."""
        return list(called(vocabulary, moment.contact.facilitator))

    @staticmethod
    def _facilitator(moment: Moment) -> str:
        return moment.contact.facilitator or moment.texts.say("your facilitator")

    def _others(self, moment: Moment) -> str:
        return moment.texts.say("Someone other than %(who)s", who=self._facilitator(moment))


def calls_only_for(moment: Moment, finding: Finding | None) -> bool:
    """Whether words call for nobody, or for nothing but somebody else: `take` may answer them."""
    return finding is None or moment.only_asks_for_others
