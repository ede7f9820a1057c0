"""Brings up texts that no rule has matched but that are full of telling words.

Two lists of words and word pairs: those that stand mostly in messages about harm, and those that
stand mostly in ordinary feedback. Where the first outnumber the second by enough, somebody should
read the text soon. Every word counts alike and nothing is kept of the count.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from bot.aftercare.triage.finding import Considered, Reason
from bot.aftercare.triage.patterns import EDGE
from bot.aftercare.triage.reading import Reading

RULE = "words.telling"
_WHY = "many words together that people use about harm; please read"


@dataclass(frozen=True, slots=True)
class TellingWords:
    """The two lists, and by how many words the telling ones must lead (`lead`; 0 is never).

    A text with a word of `praise` is never brought up by single words.
    """

    telling: frozenset[str]
    ordinary: frozenset[str]
    lead: int
    praise: frozenset[str] = frozenset()

    def look(self, reading: Reading, harmless: set[int]) -> Considered | None:
        """A finding with the words that led to it; words of harmless phrases are left out."""
        if not self.lead or not self.praise.isdisjoint(reading.words):
            return None
        found: dict[str, int] = {}
        usual: set[str] = set()
        for at, phrase in _phrases(reading):
            if phrase in self.ordinary:
                usual.add(phrase)
            elif phrase in self.telling and at not in harmless:
                found.setdefault(phrase, at)
        if len(found) - len(usual) < self.lead:
            return None
        places = sorted(found.values())
        span = (reading.starts[places[0]], reading.ends[places[-1]])
        words = ", ".join(sorted(found, key=lambda phrase: found[phrase]))
        return Considered(RULE, "soon", "soon", "unread", span, _WHY, (Reason("telling", words),))


def _phrases(reading: Reading) -> list[tuple[int, str]]:
    """Every word, and every two in a row of the same sentence, with the index of the first."""
    words = reading.words
    single = [(at, word) for at, word in enumerate(words) if word != EDGE]
    pairs = [
        (at, f"{one} {other}")
        for at, (one, other) in enumerate(pairwise(words))
        if EDGE not in (one, other)
    ]
    return single + pairs
