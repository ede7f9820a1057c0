"""How old a reader must be for an English text, by the Flesch-Kincaid grade.

J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, "Derivation of new readability
formulas (Automated Readability Index, Fog Count and Flesch Reading Ease Formula) for Navy enlisted
personnel", Research Branch Report 8-75, Naval Technical Training Command, Memphis, 1975:

    grade = 0.39 * words per sentence + 11.8 * syllables per word - 15.59

A grade is a year of school in the United States; its pupils are five years older than its number.
The formula is made for running text. On a few words it says little, so those get no age.
"""

from __future__ import annotations

import re
from typing import Final

LIMIT: Final = 11
"""Years. A text for older readers than these is hard work for many."""

YOUNGEST: Final = 5
FEWEST_WORDS: Final = 5

_NAME: Final = "Sam"
_BRACES: Final = re.compile(r"\{\{.*?\}\}")
_SENTENCE_END: Final = re.compile("[.!?\u2026:;]+(?=[\\s\"')\u201d\u2019]|$)|\n\\s*\n")
_WORD: Final = re.compile("[a-z]+(?:['\u2019][a-z]+)*", re.IGNORECASE)

_VOWELS: Final = re.compile(r"[aeiouy]+")
_APART: Final = re.compile(
    # Vowels side by side that are two sounds, as in: diary, radio, video, museum, usual, fluent,
    # ruin, quiet, society, create, idea, poem, going, easier, employer; and rhythm hides one.
    "|".join(
        (
            *("(?<![cgst])ia(?!ge)", "(?<![cglnstx])io|^lion", "eo(?![pu])", "eum", "(?<![gq])ua"),
            *("(?<![gq])ue[lnt]", "(?<![gq])ui(?=n|d$|ty)", "(?<![ct])ie(?=t|n[ct])|scie|ciet"),
            *("[ct]iat[ei]", "crea[^mks]|theat|^react", "dea$", "oe(?=[mt])", "[aeiouy]ing"),
            *("(?<=..)ier$|iest$", "[aeo]ye[re]", "[aeiou]yo", "thm$", "[^s]sm$"),
        )
    )
)
_SILENT_END: Final = re.compile(r"(?<=[^aeiouy])e$|(?<=[^aeiouytd])ed$|(?<=[^aeioucgsxyz])es$")
_SOUNDED_END: Final = re.compile(r"[^aeiouyl]les?$|[^aeiouyr]res?$")
_SILENT_INSIDE: Final = re.compile(r"(?<=[^aeiou])e(?=(?:ful|less|ly|ment|ness|where)|times?$)")
_BY_HEART: Final = {
    1: "does goes hour hours our use used whole",
    2: "being business couldn't didn't doesn't every facebook goodbye guidelines homework isn't "
    "lifetime maybe people people's quiet really science shouldn't someday someone something "
    "sometimes wasn't wednesday whatsapp worthwhile wouldn't",
    3: "anyone area different everyone everything everywhere idea ideas loneliness recipe "
    "safeguarding somebody",
    4: "everybody",
}
_EXCEPTIONS: Final = {word: count for count, words in _BY_HEART.items() for word in words.split()}


def reading_age(text: str) -> float | None:
    """The age in years that a reader must have; None when there are too few words to tell."""
    plain = _BRACES.sub(_NAME, text)
    words = _WORD.findall(plain)
    if len(words) < FEWEST_WORDS:
        return None
    sentences = sum(bool(_WORD.search(part)) for part in _SENTENCE_END.split(plain))
    sounds = sum(syllables(word) for word in words)
    grade = 0.39 * len(words) / sentences + 11.8 * sounds / len(words) - 15.59
    return round(max(YOUNGEST, grade + 5), 1)


def syllables(word: str) -> int:
    """How many syllables an English word has, by its spelling: right for nearly all words."""
    letters = word.lower().replace("\u2019", "'")
    if letters in _EXCEPTIONS:
        return _EXCEPTIONS[letters]
    letters = letters.replace("'", "")
    short = _SILENT_INSIDE.sub("", letters)
    if not _SOUNDED_END.search(short):
        short = _SILENT_END.sub("", short)
    found = len(_VOWELS.findall(short)) + len(_APART.findall(letters))
    return max(1, found)
