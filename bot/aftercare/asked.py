"""The questions that a participant was asked, as staff read them beside what was answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Connection

from bot.texts import Texts
from storage.contacts import Contact


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question in the reader's language. `labels` are the words of its options, by key.

    `contact`: it asks how to be in touch. `keeps` names the preference that its answer is kept as.
    """

    text: str
    labels: Mapping[str, str]
    contact: bool
    keeps: str


AskedIn: TypeAlias = Callable[[Connection, Contact, int, Texts], Mapping[str, QuestionShown]]
"""The questions, by step, of the flow version that a session (its id) runs on."""
