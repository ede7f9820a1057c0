"""Words that sound like another one and are written for it: "be hear" is read as "be here".

Both are words of their own, so only the words around tell which one is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.aftercare.triage.patterns import Phrase


@dataclass(frozen=True, slots=True)
class SoundAlike:
    """Read as `meant` after one of `after` and before one of `before`, where there are any.

    Never before one of `not_before`.
    """

    meant: str
    after: frozenset[Phrase] = frozenset()
    before: frozenset[Phrase] = frozenset()
    not_before: frozenset[Phrase] = frozenset()

    def fits(self, words: Sequence[str], at: int) -> bool:
        """Whether the words around `at` say that this one is meant."""
        if self.after and not any(_ends(words, at, phrase) for phrase in self.after):
            return False
        if self.before and not any(_begins(words, at + 1, phrase) for phrase in self.before):
            return False
        return not any(_begins(words, at + 1, phrase) for phrase in self.not_before)


class SoundAlikes:
    """All of one language, by the word as written."""

    def __init__(self, written: Iterable[tuple[str, SoundAlike]] = ()) -> None:
        found: dict[str, list[SoundAlike]] = {}
        for word, alike in written:
            found.setdefault(word, []).append(alike)
        self._written: Mapping[str, list[SoundAlike]] = found

    def correct(self, words: list[str]) -> None:
        """Puts the words that are meant in place of those written, one for one."""
        if self._written.keys().isdisjoint(words):
            return
        for at, word in enumerate(words):
            for alike in self._written.get(word, ()):
                if alike.fits(words, at):
                    words[at] = alike.meant
                    break


def _ends(words: Sequence[str], end: int, phrase: Phrase) -> bool:
    start = end - len(phrase)
    return start >= 0 and tuple(words[start:end]) == phrase


def _begins(words: Sequence[str], start: int, phrase: Phrase) -> bool:
    return tuple(words[start : start + len(phrase)]) == phrase
