"""Before anything else: does what was said need a person, and what is answered at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.deadlines import Limits
from bot.aftercare.flags import PRESSING, URGENCY, Raised, Signal, raise_flag, reason_for
from bot.aftercare.help_numbers import HelpNumbers, ProjectNumbers, WhomToCall
from bot.aftercare.promising import told_of_promise
from bot.aftercare.signals import Rated, raise_for_rating
from bot.aftercare.signposting import added, signpost
from bot.aftercare.triage import Finding, Triage
from bot.checkins.moment import Moment
from bot.delivery.lanes import Lane
from flows.events import Answered, Event, Flagged
from storage import people
from storage.contacts import Contact


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
            moment.keep_from_facilitator()
        return raise_flag(
            moment.connection,
            self.limits,
            moment.contact,
            signal,
            session_id,
            moment.now,
            about,
        )

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
        first = min(pressing, key=lambda one: (URGENCY[one.level], one.topic == "contact"))
        kept = next((one for one in pressing if one.kept), None)
        not_seen_by = moment.contact.facilitator if kept else ""
        told = kept or first
        promise = told.promise
        told_of_promise(moment.connection, told.flag_id, moment.now)
        if first.joined and not moment.words:
            # The numbers stand just above: saying them again would bury what is new.
            screen = added(moment.texts, promise, not_seen_by, moment.now)
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
            )
        moment.reply(screen, lane=Lane.ALERT, kind="signpost", flag_id=first.flag_id)
        return True

    def raise_unread(
        self, connection: Connection, contact: Contact, reason: str, level: str, now: datetime
    ) -> Raised | None:
        """A flag for something that could not be read at all."""
        signal = Signal(level, "unread", "unread", reason)
        return raise_flag(connection, self.limits, contact, signal, None, now)


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
