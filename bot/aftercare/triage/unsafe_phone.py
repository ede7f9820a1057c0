"""Hears that somebody else reads a phone, so that it is not safe to write there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bot.aftercare.triage.loading import UNSAFE_PHONE
from bot.aftercare.triage.patterns import Span
from bot.aftercare.triage.phrasebook import PhraseBook
from bot.aftercare.triage.telling import TellingWords
from bot.aftercare.triage.triage import Triage

NO_ANSWER: Final = "no_answer"
"""Ends the ids of rules for words that ask that nothing comes back."""
_ON_ITS_OWN: Final = "soon"
_NOTHING_TELLING: Final = TellingWords(frozenset(), frozenset(), 0)


@dataclass(frozen=True, slots=True)
class UnsafePhone:
    """It is not safe to write there. `silent`: not even to answer. `span`: the words that say so"""

    rule: str
    span: Span
    silent: bool


class PhoneListener:
    """Looks for the rules of `unsafe_phone.yaml`. Safe to share between threads."""

    def __init__(self, book: PhraseBook) -> None:
        self._triage = Triage(only_unsafe_phone(book), sentiment=False)
        self._ids = {rule.id for rule in book.unsafe_phone}

    def listen(self, text: str) -> UnsafePhone | None:
        """What a text says of the phone that it was written on. Never raises."""
        found = [one for one in self._triage.triage(text).matches if one.rule in self._ids]
        first = next((one for one in found if one.level == _ON_ITS_OWN), None)
        if first is None:
            return None
        silent = any(one.rule.endswith(NO_ANSWER) for one in found)
        return UnsafePhone(first.rule, first.span, silent)


def only_unsafe_phone(book: PhraseBook) -> PhraseBook:
    """The same book with none but these rules, which stand by themselves."""
    return replace(
        book,
        file=str(Path(book.file).with_name(UNSAFE_PHONE)),
        rules=book.unsafe_phone,
        harmless=(),
        raises=(),
        lowers=(),
        telling=_NOTHING_TELLING,
        unsafe_phone=(),
    )
