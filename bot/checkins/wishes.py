"""Hearing that somebody would rather have another person, whatever else they say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.aftercare.flags import PRESSING
from bot.aftercare.triage import Finding
from bot.aftercare.whom_to_tell import is_choosing
from bot.checkins.aftercare_first import ASKED_FOR_OTHERS, CONTACT
from bot.checkins.moment import Moment, OtherThan
from bot.checkins.somebody_else import PRONOUNS, SomebodyElse
from flows.vocabulary import Vocabulary
from storage.people import Someone

ONLY_OTHERS: Final = Finding("soon", ASKED_FOR_OTHERS, CONTACT)
"""What it calls for when somebody asks for another person, and says nothing else."""


class Wishes:
    """Made once: what each language says is made ready when it is first heard."""

    def __init__(self, vocabulary: Callable[[str], Vocabulary]) -> None:
        self._vocabulary = vocabulary
        self._known: dict[str, SomebodyElse] = {}

    def hear(
        self, moment: Moment, finding: Finding | None, talking_with: Someone | None = None
    ) -> Finding | None:
        """Notes when the words ask for somebody other than the facilitator, or than the one whom
        they are `talking_with`; then they call for a person.
        """
        contact = moment.contact
        if contact.person_id is None or not moment.words or moment.inbound.kind == "group":
            return finding
        wishes = self._wishes(contact.locale)
        other: tuple[int | None, str]
        if talking_with is not None and wishes.is_asked_for(
            moment.words, talking_with.name, pronouns=True
        ):
            other = (talking_with.id, talking_with.name)
        elif self._not_the_facilitator(moment, wishes):
            other = (contact.facilitator_id, contact.facilitator)
        else:
            return finding
        only = finding is None or finding.level != "urgent"
        only = only and (finding is None or _topics(finding) <= {CONTACT, ""})
        if other[0] is not None:
            moment.other_than = OtherThan(other[0], other[1], only=only)
        return ONLY_OTHERS if finding is None or only else _with_wish(finding)

    def _not_the_facilitator(self, moment: Moment, wishes: SomebodyElse) -> bool:
        """ "Him" is the facilitator where it was just asked whether to tell them."""
        contact = moment.contact
        if wishes.is_asked_for(moment.words, contact.facilitator):
            return True
        if not PRONOUNS.search(moment.words.casefold()):
            return False
        asked = wishes.is_asked_for(moment.words, contact.facilitator, pronouns=True)
        return asked and is_choosing(moment.connection, contact)

    def _wishes(self, locale: str) -> SomebodyElse:
        if locale not in self._known:
            self._known[locale] = SomebodyElse(self._vocabulary(locale))
        return self._known[locale]


def _topics(finding: Finding) -> set[str]:
    return {finding.topic or "", *(match.topic for match in finding.matches)}


def _with_wish(finding: Finding) -> Finding:
    """A finding with a wish for somebody else beside it, so that it is soon at least."""
    if finding.level in PRESSING:
        return finding
    return replace(finding, level="soon")
