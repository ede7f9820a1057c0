"""Whether somebody's own words ask for another person than the one who would be told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from flows.vocabulary import Vocabulary

OTHERS: Final = "others"
"""Under this name words.yaml has the ways to say "somebody else" as a whole message."""
WITHIN: Final = "others_within"
"""Those that count within a longer message."""
BESIDE: Final = "others_beside"
REACHING: Final = "reaching"
"""Ways that count within a message that also speaks of reaching somebody."""
FACILITATORS: Final = "facilitators"
"""What a facilitator is called without a name."""
SOMEBODY: Final = "them"
"""Stands in words.yaml for whoever is named."""

_NAMED: Final = "\N{BULLET}"
"""Stands for a name in what is looked through, where "them" may be anybody."""
PRONOUNS: Final = re.compile(r"\b(?:them|him|her)\b")
_WAS_NOT: Final = re.compile(rf"\b(?:is|was|were|am|are) not {_NAMED}")
""" "It was not Sam who shouted" asks for nobody."""


class SomebodyElse:
    """How one language asks for somebody other than a person."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._whole = self._phrases(OTHERS)
        self._within = _Phrases(self._phrases(WITHIN))
        self._beside = _Phrases(self._phrases(BESIDE))
        self._reaching = vocabulary.synonyms.get(REACHING, frozenset())
        self._titles = tuple(vocabulary.synonyms.get(FACILITATORS, ()))

    def is_asked_for(self, text: str, name: str, *, pronouns: bool = False) -> bool:
        """Whether the text asks for somebody other than the one of this name, or for "somebody
        else" in plain words.

        With `pronouns` "him" and "her" are they, too, for it is plain whom the talk is of.
        """
        said = self._vocabulary.normalise(text)
        if pronouns:
            said = PRONOUNS.sub(_NAMED, said)
        for one in (*called(self._vocabulary, name), *self._titles):
            said = re.sub(rf"\b{re.escape(one)}\b", _NAMED, said)
        if _NAMED in said and said in self._whole:
            return True
        words = _WAS_NOT.sub(" ", said).split()
        if self._within.stand_in(words):
            return True
        return not self._reaching.isdisjoint(words) and self._beside.stand_in(words)

    def _phrases(self, key: str) -> frozenset[str]:
        known = self._vocabulary.synonyms.get(key, frozenset())
        return frozenset(re.sub(rf"\b{SOMEBODY}\b", _NAMED, words) for words in known)


class _Phrases:
    """Thousands of phrases, found in a message without looking for each of them."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._all = frozenset(tuple(words.split()) for words in phrases)
        self._sizes = sorted({len(words) for words in self._all})
        self._firsts = {words[0] for words in self._all}

    def stand_in(self, words: Sequence[str]) -> bool:
        """Whether any of them stands among the words."""
        return any(
            tuple(words[at : at + size]) in self._all
            for at, word in enumerate(words)
            if word in self._firsts
            for size in self._sizes
        )


def called(vocabulary: Vocabulary, name: str) -> Iterable[str]:
    """What somebody of this name is called, the whole name first."""
    return [vocabulary.normalise(one) for one in (name, *name.split()[:1]) if one.strip()]
