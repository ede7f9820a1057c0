"""Before anything else: does what was said need a person, and what is answered at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.chosen_times import Chosen, chosen_time, reason_with
from bot.aftercare.deadlines import Limits
from bot.aftercare.flags import PRESSING, URGENCY, Raised, Signal, raise_flag, reason_for
from bot.aftercare.help_numbers import HelpNumbers, ProjectNumbers, WhomToCall
from bot.aftercare.promise import Promise
from bot.aftercare.promising import told_of_promise
from bot.aftercare.signals import Rated, raise_for_rating
from bot.aftercare.signposting import added, added_too, asked_again, signpost
from bot.aftercare.told import seen_words
from bot.aftercare.triage import Finding, PhoneListener, Triage, UnsafePhone
from bot.aftercare.whom_to_tell import tell_others_than
from bot.aftercare.young_people import at_least_soon
from bot.checkins.how_to_reach import note_how_is_to_be_asked
from bot.checkins.moment import Moment, OtherThan
from bot.delivery.lanes import Lane
from bot.texts import Texts
from flows.events import Answered, Event, Flagged
from storage import flags, people, promises
from storage.contacts import Contact
from storage.flag_texts import times_answered
from storage.projects import under_18s_take_part

CONTACT: Final = "contact"
"""The topic of a wish to be contacted."""
LATELY: Final = timedelta(hours=1)
ANSWERED_ENOUGH: Final = 2
"""After so many answers about a flag within so long, with no news, it is not said once more."""
ASKED_FOR_OTHERS: Final = "talk:others"
"""The rule of a wish for somebody other than the one who would be told."""


def other_than_words(texts: Texts, name: str) -> str:
    """Why a flag is there that they wanted somebody else for."""
    who = name or texts.say("their facilitator")
    return texts.say("asked for somebody other than %(who)s", who=who)


class AftercareFirst:
    """Triages texts, raises flags, and answers urgent and soon ones with the numbers to call."""

    def __init__(
        self,
        triage: Callable[[str], Triage],
        numbers: Callable[[str], HelpNumbers],
        limits: Limits,
    ) -> None:
        self._triage = triage
        self._numbers = numbers
        self._listeners: dict[str, PhoneListener] = {}
        self.limits = limits

    def numbers(self, connection: Connection, contact: Contact) -> WhomToCall:
        """Whom somebody can call: in their language, with those that their project added."""
        return ProjectNumbers(self._numbers(contact.locale), connection, contact.project_id)

    def triage(self, connection: Connection, contact: Contact, words: str) -> Finding | None:
        """What the words call for; None when they call for nothing."""
        if not words.strip():
            return None
        names = _first_names(connection, contact) if len(words.split()) > 2 else ()
        finding = self._triage(contact.locale).triage(words, names)
        finding = at_least_soon(connection, contact.project_id, finding)
        return None if finding.level == "none" else finding

    def listen(self, contact: Contact, words: str) -> UnsafePhone | None:
        """Whether the words say that somebody else reads the phone; None when they do not."""
        if not words.strip():
            return None
        listener = self._listeners.get(contact.locale)
        if listener is None:
            listener = PhoneListener(self._triage(contact.locale).book)
            self._listeners[contact.locale] = listener
        return listener.listen(words)

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

    def raise_for_answer(
        self, moment: Moment, flagged: Flagged, events: Sequence[Event], session_id: int
    ) -> Raised | None:
        """A flag that the flow itself asks for, with the time that they chose to be contacted."""
        answers = (e.answer for e in events if isinstance(e, Answered))
        said = (one.value for one in answers if one.step == flagged.step)
        chosen = chosen_time(said) if flagged.topic == CONTACT else ""
        signal = Signal(
            level=flagged.level,
            topic=flagged.topic,
            rule=f"answer:{flagged.step}",
            reason=reason_with(moment.texts, moment.texts.flow(flagged.reason), chosen),
            step=flagged.step,
            words=moment.words,
            chosen=chosen,
        )
        return self.raise_signal(moment, signal, session_id)

    def raise_signal(self, moment: Moment, signal: Signal, session_id: int | None) -> Raised | None:
        """A flag for any signal; about those members of staff whom the words name."""
        about = frozenset[int]()
        if signal.topic == "conduct":
            about = _named_in(moment.connection, moment.contact, signal.words)
            moment.keep_from_facilitator()
        if moment.other_than is not None:
            return self._raise_for_others(moment, moment.other_than, signal, session_id, about)
        return raise_flag(
            moment.connection,
            self.limits,
            moment.contact,
            signal,
            session_id,
            moment.now,
            about,
        )

    def _raise_for_others(
        self,
        moment: Moment,
        other: OtherThan,
        signal: Signal,
        session_id: int | None,
        about: frozenset[int],
    ) -> Raised | None:
        """A flag for somebody other than this member of staff; it says so if they asked for it."""
        if other.id == moment.contact.facilitator_id:
            moment.keep_from_facilitator()
        wish = other_than_words(moment.texts, other.name)
        if other.said and signal.topic == CONTACT:
            signal = replace(signal, reason=wish)
        raised = tell_others_than(
            moment.connection,
            self.limits,
            moment.contact,
            signal,
            session_id,
            moment.now,
            other.id,
            about,
            asked=other.said,
        )
        if raised is not None and other.said and signal.topic != CONTACT:
            flags.add_signal(
                moment.connection,
                raised.flag_id,
                level="soon",
                topic=CONTACT,
                rule=ASKED_FOR_OTHERS,
                reason=wish,
                session_id=session_id,
                step=None,
                words="",
                span=None,
                now=moment.now,
            )
        return raised

    def raise_for_ratings(
        self, moment: Moment, events: Sequence[Event], session_id: int
    ) -> list[Raised | None]:
        """Flags for ratings that fell or are low again, where the flow itself raised none."""
        contact, flagged = moment.contact, {e.step for e in events if isinstance(e, Flagged)}
        answered = (e for e in events if isinstance(e, Answered) and e.measure)
        return [
            raise_for_rating(
                moment.connection,
                self.limits,
                contact,
                Rated(one.measure, one.answer.step, session_id),
                moment.now,
            )
            for one in answered
            if one.answer.status == "answered" and one.answer.step not in flagged
        ]

    def answer_at_once(self, moment: Moment, raised: list[Raised | None]) -> bool:
        """Answers the most pressing of the flags; False when none is urgent or soon."""
        pressing = [one for one in raised if one is not None and one.level in PRESSING]
        if not pressing:
            return False
        first = min(pressing, key=lambda one: (URGENCY[one.level], one.topic == CONTACT))
        kept = next((one for one in pressing if one.kept), None)
        not_seen_by = moment.contact.facilitator if kept else ""
        told = kept or first
        promise = told.promise
        not_then: Chosen = next((one.not_then for one in pressing if one.not_then), "")
        if not not_then and all(is_known(moment, one) for one in pressing):
            self._told_before(moment, told, not_seen_by)
            return True
        told_of_promise(moment.connection, told.flag_id, moment.now)
        if first.joined and not moment.words:
            # The numbers stand just above: saying them again would bury what is new.
            screen = added(moment.texts, promise, not_seen_by, moment.now, not_then)
        else:
            screen = signpost(
                moment.texts,
                self.numbers(moment.connection, moment.contact),
                level=first.level,
                topic=first.topic,
                nation=moment.contact.nation,
                promise=promise,
                not_seen_by=not_seen_by,
                now=moment.now,
                not_then=not_then,
                under_18s=under_18s_take_part(moment.connection, moment.contact.project_id),
            )
        moment.reply(screen, lane=Lane.ALERT, kind="signpost", flag_id=first.flag_id)
        note_how_is_to_be_asked(moment, first)
        return True

    def _told_before(self, moment: Moment, raised: Raised, not_seen_by: str) -> None:
        """They ask once more for somebody, who was told already: where that stands."""
        flag = flags.find_flag(moment.connection, raised.flag_id)
        assert flag is not None
        zone = moment.contact.timezone
        since = max(moment.now - LATELY, flag.acknowledged_at or flag.opened_at)
        if times_answered(moment.connection, flag.id, since) >= ANSWERED_ENOUGH:
            screen = added_too(moment.texts, not_seen_by)
        else:
            seen = seen_words(moment.connection, moment.texts, flag, zone, moment.now)
            screen = asked_again(moment.texts, seen, not_seen_by)
        moment.reply(screen, lane=Lane.ALERT, kind="signpost", flag_id=raised.flag_id)

    def raise_unread(
        self, connection: Connection, contact: Contact, reason: str, level: str, now: datetime
    ) -> Raised | None:
        """A flag for something that could not be read at all."""
        signal = Signal(level, "unread", "unread", reason)
        return raise_flag(connection, self.limits, contact, signal, None, now)


def is_known(moment: Moment, raised: Raised) -> bool:
    """Whether it is one more wish for somebody, and all that can be said of it was said before.

    Something urgent is answered in full each time.
    """
    if not raised.joined or raised.topic != CONTACT or raised.level != "soon":
        return False
    standing = promises.live_promise(moment.connection, raised.flag_id)
    return (
        isinstance(raised.promise, Promise)
        and standing is not None
        and standing.told_at is not None
    )


def _first_names(connection: Connection, contact: Contact) -> list[str]:
    """Of the project's staff: harm that is said of one of them is about the conduct of staff."""
    if contact.project_id is None:
        return []
    names = people.staff_names(connection, contact.project_id)
    return [name.split()[0] for name in names if name.strip()]


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
