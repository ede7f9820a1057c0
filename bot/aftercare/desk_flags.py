"""A flag's buttons in the staff bot: what is done at once, what is chosen, what is typed.

Each answer shows the flag as it stands then, with what can be done to it then.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.alerts import STAFF_LOCALE
from bot.aftercare.deadlines import Limits
from bot.aftercare.desk_choices import close_choices, colleagues, snooze_choices, state_screen
from bot.aftercare.doing import NOTHING, Needs, Press, do, outcome_of
from bot.aftercare.done_words import result_words
from bot.aftercare.flag_cards import FlagCard, flag_card
from bot.aftercare.life import FROM, Act, needs_second_person
from bot.aftercare.relay_desk import message_prompt, say
from bot.aftercare.typed_times import read_time
from bot.delivery.screen import Button, Screen
from bot.texts import texts_for
from storage.staff_asked import ask_for, asked_for, asked_no_more

PRESS: Final = re.compile(r"f:(\d{1,18}):(\d{1,9}):([a-z_]{2,12})(?::([a-z_0-9]{1,18}))?")
"""A flag's button: `f:FLAG:VERSION:act`, some with what was chosen."""

MEANT: Final = timedelta(minutes=30)
"""What is typed longer after it was asked for may be meant for something else."""

_ACTS: Final[Mapping[str, Act]] = {act: act for act in FROM} | {"ack": "acknowledge"}
"""What stands in a button's data, and the act that it is."""


@dataclass(frozen=True, slots=True)
class FlagDesk:
    """One member of staff at one flag. `channel_id` is the chat that they write in."""

    connection: Connection
    limits: Limits
    channel_id: int
    staff_id: int
    now: datetime

    def pressed(self, press: str) -> Screen | None:
        """The answer to a button; None when it is none of a flag's, or the one to open it."""
        found = PRESS.fullmatch(press)
        if found is None or found.group(3) == "open":
            return None
        self._forget()
        at = Press(int(found.group(1)), int(found.group(2)), self.staff_id)
        what, chosen = found.group(3), found.group(4) or ""
        card = self._card(at.flag_id)
        if card is None:
            return self._not_there()
        if what == "say":
            return self._ask_for_message(at)
        if what in ("snooze", "hand_over", "close", "note", "shut"):
            return self._chosen(at, card, what, chosen)
        act = _ACTS.get(what)
        return self._do(at, act) if act else state_screen(texts_for(STAFF_LOCALE), card)

    def typed(self, words: str) -> Screen | None:
        """The answer to what was typed; None when nothing was asked for."""
        asked = asked_for(self.connection, self.channel_id)
        if asked is None:
            return None
        self._forget()
        if self.now - asked.at > MEANT:
            return None
        at = Press(asked.flag_id, asked.version, self.staff_id)
        what, _, outcome = asked.what.partition(":")
        if what == "say":
            return say(
                self.connection, self.limits, at.flag_id, self.staff_id, words, self.now
            ).screen
        if what == "note":
            return self._do(at, "note", Needs(words=words))
        if what == "close":
            return self._do(at, "close", Needs(outcome=outcome, words=words))
        return self._snooze_typed(at, words)

    def _forget(self) -> None:
        asked_no_more(self.connection, self.channel_id)

    def _ask(self, at: Press, what: str, text: str, *choices: Button) -> Screen:
        ask_for(self.connection, self.channel_id, at.flag_id, at.version, what, self.now)
        stop = Button(
            texts_for(STAFF_LOCALE).say("Never mind"), f"f:{at.flag_id}:{at.version}:show"
        )
        return Screen(text=text, choices=(*choices, stop))

    def _ask_for_message(self, at: Press) -> Screen:
        said = message_prompt(self.connection, at.flag_id, self.staff_id, self.now)
        return self._ask(at, "say", said.screen.text) if said.sent else said.screen

    def _chosen(self, at: Press, card: FlagCard, what: str, chosen: str) -> Screen:
        """Acts that need something: what was chosen for them, or else what there is to choose."""
        if what == "shut":
            return self._do(at, "close", Needs(outcome=chosen))
        if what == "snooze" and chosen.isdigit():
            until = self.now + timedelta(minutes=min(int(chosen), 100_000))
            return self._do(at, "snooze", Needs(until=until))
        if what == "hand_over" and chosen.isdigit():
            return self._do(at, "hand_over", Needs(to_id=int(chosen)))
        if what == "close" and outcome_of(chosen):
            return self._ask_how_it_went(at, card, chosen)
        return self._choices(at, card, what)

    def _choices(self, at: Press, card: FlagCard, what: str) -> Screen:
        texts = texts_for(STAFF_LOCALE)
        if what == "note":
            return self._ask(at, "note", texts.say("Write your note now, and send it."))
        if what not in card.acts:
            # Somebody was first: doing it says who.
            return self._do(at, _ACTS[what])
        if what == "snooze":
            text, choices = snooze_choices(texts, card, self.now)
            return self._ask(at, "snooze", text, *choices)
        if what == "hand_over":
            return colleagues(self.connection, texts, card, self.staff_id)
        return close_choices(texts, card)

    def _ask_how_it_went(self, at: Press, card: FlagCard, outcome: str) -> Screen:
        texts = texts_for(STAFF_LOCALE)
        if needs_second_person(card.level, outcome):
            text = texts.say(
                "Write down what was done: a welfare check, a call to 999, or what the council "
                "was told. Then I ask a second person to agree."
            )
            return self._ask(at, f"close:{outcome}", text)
        without = Button(
            texts.say("Close it without a note"), f"f:{at.flag_id}:{at.version}:shut:{outcome}"
        )
        text = texts.say("Write a note on how it went, and send it.")
        return self._ask(at, f"close:{outcome}", text, without)

    def _snooze_typed(self, at: Press, words: str) -> Screen:
        texts = texts_for(STAFF_LOCALE)
        card = self._card(at.flag_id)
        if card is None:
            return self._not_there()
        until = read_time(words, self.now, card.zone)
        if until is None:
            text = texts.say("I do not know that time. For example: 3 pm, or 20 minutes.")
            return self._ask(at, "snooze", text)
        return self._do(at, "snooze", Needs(until=until))

    def _do(self, at: Press, act: Act, needs: Needs = NOTHING) -> Screen:
        result = do(self.connection, self.limits, at, act, self.now, needs)
        texts = texts_for(STAFF_LOCALE)
        card = self._card(at.flag_id)
        if card is None:
            return self._not_there()
        words = result_words(texts, act, result, card.zone, self.now)
        if result.problem == "note" and act == "close":
            return self._ask(at, f"close:{needs.outcome}", words)
        return state_screen(texts, card, words)

    def _card(self, flag_id: int) -> FlagCard | None:
        return flag_card(self.connection, flag_id, self.staff_id, texts_for(STAFF_LOCALE), self.now)

    def _not_there(self) -> Screen:
        text = texts_for(STAFF_LOCALE).say("That flag is not there. /flags shows the open ones.")
        return Screen(text=text)
