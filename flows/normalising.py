"""Messages made comparable: whatever their case, punctuation, signs and politeness."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

_APOSTROPHES: Final = re.compile(
    "['`\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}]"
)
_NOT_A_WORD: Final = re.compile(r"[\W_]+")
_MARKS: Final = ("Cf", "Me", "Sk")  # direction marks and joiners, a key cap, a skin tone
_EMOJI_MARK: Final = "\N{VARIATION SELECTOR-16}"
_FRACTIONS: Final = {
    ord("\N{VULGAR FRACTION ONE QUARTER}"): " 1/4 ",
    ord("\N{VULGAR FRACTION ONE HALF}"): " 1/2 ",
    ord("\N{VULGAR FRACTION THREE QUARTERS}"): " 3/4 ",
    ord("\N{FRACTION SLASH}"): "/",
    ord("\N{EN DASH}"): "-",
    ord("\N{MINUS SIGN}"): "-",
}
_BETWEEN_FIGURES: Final = re.compile(r"(?<=\d)\s*([/.:-])\s*(?=\d)")


class Normaliser:
    """What one language says out of politeness (`polite`), and in two ways (`same`)."""

    __slots__ = ("_labels", "_polite", "_same")

    def __init__(self, polite: Iterable[str], same: Mapping[str, str]) -> None:
        longest_first = sorted({fold(text) for text in polite}, key=len, reverse=True)
        either = "|".join(re.escape(text) for text in longest_first)
        self._polite = re.compile(rf"\b(?:{either})\b") if either else None
        self._same = {fold(one): fold(other) for one, other in same.items()}
        self._labels: dict[str, str] = {}

    def normalise(self, text: str) -> str:
        """The message's bare words: lower case, no punctuation, no please, nothing said twice."""
        words = fold(text)
        words = self.same(" ".join(self.without_politeness(words).split()) or words)
        first, _, rest = words.partition(" ")
        return first if rest and not set(rest.split()) - {first} else words

    def without_politeness(self, words: str) -> str:
        """`words`, in lower case, without please and thank you; it may be empty."""
        return words if self._polite is None else self._polite.sub(" ", words)

    def same(self, words: str) -> str:
        """`words`, in lower case, each in the one of its ways to be written that is known."""
        if not self._same:
            return words
        return " ".join([self._same.get(word, word) for word in words.split()])

    def figures(self, text: str) -> str:
        """`normalise` for a text with dates: what stands between figures stays ("3/4/27")."""
        parts = _BETWEEN_FIGURES.split(self.without_politeness(bare(text)))
        joined = [part if place % 2 else fold(part) for place, part in enumerate(parts)]
        return self.same("".join(joined))

    def label(self, label: str) -> str:
        """`normalise` for the texts of a flow, which come again and again; no message's."""
        known = self._labels.get(label)
        if known is None:
            known = self._labels[label] = self.normalise(label)
        return known


def bare(text: str) -> str:
    """`text` in lower case, with the marks gone that change how it looks and not what it says.

    Figures of every script become those of ASCII.
    """
    text = _APOSTROPHES.sub("", text)
    if text.isascii():
        return text.lower()
    kept = [
        _figure(character)
        for character in unicodedata.normalize("NFKC", text.translate(_FRACTIONS))
        if character != _EMOJI_MARK and unicodedata.category(character) not in _MARKS
    ]
    return "".join(kept).casefold()


def _figure(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def fold(text: str) -> str:
    """The words of `text` parted by single spaces; of a message of signs alone, the signs."""
    text = bare(text)
    if text.isascii():
        return _NOT_A_WORD.sub(" ", text).strip()
    kinds = [(character, unicodedata.category(character)) for character in text]
    # Python's \w leaves out the vowel signs of many scripts, so the categories are looked at.
    words = "".join([character if kind[0] in "LMN" else " " for character, kind in kinds]).split()
    return " ".join(words) or _once([character for character, kind in kinds if kind == "So"])


def _once(signs: list[str]) -> str:
    return signs[0] if len(set(signs)) == 1 else "".join(signs)
