"""A message that is word for word an answer which the question offers says no more than a press."""

from __future__ import annotations

from typing import Final

from bot.aftercare.flags import PRESSING
from bot.aftercare.triage import Finding
from flows.events import Asked, Held
from flows.meaning import AnswerMeant, Meaning, TickMeant
from flows.vocabulary import Vocabulary

CONTACT: Final = "contact"
CONDUCT: Final = "conduct"


def is_answer(meaning: Meaning | None) -> bool:
    """Whether words are an answer to the question that stands, be it in words of their own."""
    return isinstance(meaning, AnswerMeant | TickMeant)


def chooses(meaning: Meaning | None, standing: Asked | Held | None) -> bool:
    """Whether words choose among the answers that the question offers."""
    return is_answer(meaning) and isinstance(standing, Asked) and bool(standing.question.options)


def finding_beside(
    finding: Finding | None,
    meaning: Meaning,
    standing: Asked | Held | None,
    text: str,
    vocabulary: Vocabulary,
) -> Finding | None:
    """What is left of a finding where the text is one of the answers that the question offers.

    "Up and down" is a button, so it raises nothing routine beside the flow's own flags; "ring me"
    says how to be in touch, and asks for nobody anew. Danger always stays, and so does what is
    about staff.
    """
    if finding is None or not chooses(meaning, standing):
        return finding
    assert isinstance(standing, Asked)
    levels = {(match.level, match.topic) for match in finding.matches}
    if not levels or any(_stays(level, topic) for level, topic in levels):
        return finding
    return None if _word_for_word(meaning, standing, text, vocabulary) else finding


def _stays(level: str, topic: str) -> bool:
    return topic == CONDUCT or (level in PRESSING and topic != CONTACT)


def _word_for_word(meaning: Meaning, standing: Asked, text: str, vocabulary: Vocabulary) -> bool:
    """Whether the text is an option's label or another word for it, or names several options."""
    if isinstance(meaning, TickMeant) or (
        isinstance(meaning, AnswerMeant) and isinstance(meaning.value, tuple)
    ):
        return True  # each part of it was understood
    words = vocabulary.normalise(text)
    return any(
        vocabulary.is_label(words, option.label) or vocabulary.means(words, option.key)
        for option in standing.question.options
    )
