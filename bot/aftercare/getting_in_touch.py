"""How a participant wants to be reached: what they answered to the questions about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.asked import QuestionShown
from bot.texts import Texts
from storage import flags
from storage.contacts import Contact
from storage.flag_flows import answers_in
from storage.rows import AnyRow

SAFE_HERE: Final = "safe_here"
"""The preference that says whether it is safe to write to somebody where they write to us."""

NOT_SAFE: Final = "no"
SOMETIMES: Final = "times"


@dataclass(frozen=True, slots=True)
class ContactAnswer:
    """One answer about getting in touch, with its question."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class GettingInTouch:
    """`caution` comes before everything else: where it may not be safe to write; else ""."""

    caution: str = ""
    answers: tuple[ContactAnswer, ...] = ()


def getting_in_touch(
    connection: Connection,
    contact: Contact,
    viewer_id: int,
    asked: Mapping[int, Mapping[str, QuestionShown]],
    texts: Texts,
) -> GettingInTouch:
    """What they said in the sessions `asked`, the newest answer to each question.

    Nothing for staff from whom the participant's words are kept.
    """
    if contact.person_id is None or viewer_id in flags.kept_from(connection, contact.person_id):
        return GettingInTouch()
    answers: dict[str, ContactAnswer] = {}
    safe: set[object] = {contact.preferences.get(SAFE_HERE)}
    for session_id, questions in sorted(asked.items()):
        steps = [step for step, question in questions.items() if question.contact]
        for row, words in answers_in(connection, session_id, steps):
            question = questions[row.step]
            if question.keeps == SAFE_HERE:
                safe.add(row.value)
            said = _said(texts, row, words, question)
            if said:
                # Put in anew, so that they stand in the order in which they were answered last.
                answers.pop(question.text, None)
                answers[question.text] = ContactAnswer(question.text, said)
    return GettingInTouch(_caution(texts, safe), tuple(answers.values()))


def _said(texts: Texts, row: AnyRow, words: str, question: QuestionShown) -> str:
    """An answer as staff read it; "" for a question that was skipped."""
    if row.status == "rather_not":
        return texts.say("They would rather not say.")
    if row.status != "answered":
        return ""
    if words:
        return words
    keys = (row.value or "").split(",")
    if all(key in question.labels for key in keys):
        return ", ".join(question.labels[key] for key in keys)
    return str(row.label or row.value or "")


def _caution(texts: Texts, safe: set[object]) -> str:
    """The most careful of all that was said: a newer answer elsewhere makes no older one unsaid."""
    if NOT_SAFE in safe:
        return texts.say("It is not safe to write to them in their chat.")
    if SOMETIMES in safe:
        return texts.say("It is only safe to write to them in their chat at some times.")
    return ""
