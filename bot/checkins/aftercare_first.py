"""Before anything else: does what was said need a person, and what is answered at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.deadlines import Limits
from bot.aftercare.flags import URGENCY, Raised, Signal, raise_flag, reason_for
from bot.aftercare.help_numbers import HelpNumbers
from bot.aftercare.promise import promise_words
from bot.aftercare.signposting import numbers_words, signpost
from bot.aftercare.triage import Finding, Triage
from bot.aftercare.whom_to_tell import ask_for_talk, choose
from bot.checkins.moment import Moment
from bot.checkins.screen import press_of
from bot.delivery.lanes import Lane
from bot.delivery.screen import Button, Screen
from flows.events import Flagged
from storage import people
from storage.people import Contact

PRESSING: Final = ("urgent", "soon")
TELL_NAMED: Final = "~tell_named"
TELL_OTHERS: Final = "~tell_others"


class AftercareFirst:
    """Triages texts, raises flags, and answers urgent and soon ones with the numbers to call."""

    def __init__(
        self,
        triage: Callable[[str], Triage],
        numbers: Callable[[str], HelpNumbers],
        limits: Limits,
    ) -> None:
        self._triage = triage
        self.numbers = numbers
        self._limits = limits

    def triage(self, connection: Connection, contact: Contact, words: str) -> Finding | None:
        """What the words call for; None when they call for nothing."""
        if not words.strip():
            return None
        names = _first_names(connection, contact) if len(words.split()) > 2 else ()
        finding = self._triage(contact.locale).triage(words, names)
        return None if finding.level == "none" else finding

    def raise_for_finding(
        self, moment: Moment, finding: Finding, session_id: int | None, step: str | None
    ) -> Raised | None:
        """A flag for words that matched a rule.

        If any part of them is about staff, the whole is kept from those whom it is about.
        """
        topics = {match.topic for match in finding.matches}
        topic = "conduct" if "conduct" in topics else finding.topic or "unread"
        signal = Signal(
            level=finding.level,
            topic=topic,
            rule=finding.rule or "",
            reason=reason_for(topic),
            step=step,
            words=moment.words,
            span=finding.span,
        )
        return self.raise_signal(moment, signal, session_id)

    def raise_for_answer(self, moment: Moment, flagged: Flagged, session_id: int) -> Raised | None:
        """A flag that the flow itself asks for."""
        signal = Signal(
            level=flagged.level,
            topic=flagged.topic,
            rule=f"answer:{flagged.step}",
            reason=moment.texts.flow(flagged.reason),
            step=flagged.step,
            words=moment.words,
        )
        return self.raise_signal(moment, signal, session_id)

    def raise_signal(self, moment: Moment, signal: Signal, session_id: int | None) -> Raised | None:
        """A flag for any signal; about those members of staff whom the words name."""
        about = frozenset[int]()
        if signal.topic == "conduct":
            about = _named_in(moment.connection, moment.contact, signal.words)
        return raise_flag(
            moment.connection,
            self._limits,
            moment.contact,
            signal,
            session_id,
            moment.now,
            about,
        )

    def talk(self, moment: Moment, session_id: int | None) -> tuple[Raised | None, bool]:
        """ "I want to talk to someone". True when the person is still to say to whom."""
        reason = moment.texts.say("asked to talk to someone")
        signal = Signal("soon", "contact", "talk", reason, None, moment.words)
        return ask_for_talk(
            moment.connection, self._limits, moment.contact, signal, session_id, moment.now
        )

    def ask_whom(self, moment: Moment, session_id: int, turn: int) -> None:
        """Whom to tell, with the numbers for those who want to talk right now."""
        texts, name = moment.texts, moment.contact.facilitator
        who = name or texts.say("your facilitator")
        text = texts.say(
            "Yes, you can talk to a person. Who should I tell? If you do not choose, I will tell "
            "%(who)s in two minutes.",
            who=who,
        )
        numbers = numbers_words(self.numbers(moment.contact.locale), moment.contact.nation, "")
        now = texts.say("If you want to talk to somebody now, you can call:")
        screen = Screen(
            text=f"{text}\n\n{now}\n\n{numbers}",
            choices=(
                Button(who, press_of(session_id, turn, TELL_NAMED)),
                Button(
                    texts.say("Someone other than %(who)s", who=who),
                    press_of(session_id, turn, TELL_OTHERS),
                ),
            ),
            sensitive=True,
            kind="question",
        )
        moment.reply(
            screen,
            lane=Lane.ALERT,
            kind="question",
            session_id=session_id or None,
            turn=turn,
        )

    def chosen(self, moment: Moment, choice: str) -> None:
        """Who was chosen is told, and the person hears it."""
        named = choice == TELL_NAMED
        raised = choose(
            moment.connection, self._limits, moment.contact, named=named, now=moment.now
        )
        texts = moment.texts
        if raised is None:
            text = texts.say("That is settled already.")
        else:
            text = promise_words(texts, raised.promise, moment.now)
            if not named:
                name = moment.contact.facilitator
                text += " " + texts.say("%(name)s will not see this.", name=name)
        moment.reply(Screen(text=text, sensitive=True), lane=Lane.ALERT, kind="signpost")

    def answer_at_once(self, moment: Moment, raised: list[Raised | None]) -> bool:
        """Answers the most pressing of the flags; False when none is urgent or soon."""
        pressing = [one for one in raised if one is not None and one.level in PRESSING]
        if not pressing:
            return False
        first = min(pressing, key=lambda one: (URGENCY[one.level], one.topic == "contact"))
        hidden = next((one for one in pressing if one.conduct), None)
        screen = signpost(
            moment.texts,
            self.numbers(moment.contact.locale),
            level=first.level,
            topic=first.topic,
            nation=moment.contact.nation,
            promise=(hidden or first).promise,
            not_seen_by=moment.contact.facilitator if hidden else "",
            now=moment.now,
        )
        moment.reply(screen, lane=Lane.ALERT, kind="signpost", flag_id=first.flag_id)
        return True

    def raise_unread(
        self, connection: Connection, contact: Contact, reason: str, level: str, now: datetime
    ) -> Raised | None:
        """A flag for something that could not be read at all."""
        signal = Signal(level, "unread", "unread", reason)
        return raise_flag(connection, self._limits, contact, signal, None, now)


def _first_names(connection: Connection, contact: Contact) -> list[str]:
    """Of the project's staff: harm that is said of one of them is about the conduct of staff."""
    if contact.project_id is None:
        return []
    staff = people.staff_of(connection, contact.project_id)
    return [one.name.split()[0] for one in staff if one.name.strip()]


def _named_in(connection: Connection, contact: Contact, words: str) -> frozenset[int]:
    """Staff of the project whose first or whole name stands in the words."""
    if contact.project_id is None:
        return frozenset()
    said = {word.strip(".,;:!?'\u2019\"()").removesuffix("'s").casefold() for word in words.split()}
    named = set()
    for one in people.staff_of(connection, contact.project_id):
        parts = one.name.casefold().split()
        if parts and parts[0] in said:
            named.add(one.id)
    return frozenset(named)
