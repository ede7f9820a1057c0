"""How a written word is meant: text-speak, short forms, drawn-out letters, slips of the fingers.

A word is only ever corrected to a word that a rule uses, and never when it is a word of its own.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from bot.aftercare.triage.folding import visible

MOST_REMEMBERED = 20_000
LEAST_CORRECTED = 4
MOST_CORRECTED = 20
# From this length on two slips in one word are corrected.
LONG = 8
# Words written by ear: from this length on. A third of the letters may be written otherwise.
LEAST_SOUNDED = 5
LEAST_MEANT = 6
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"(.)\1")
_NUMBER = re.compile(r"(\d+)([a-z]{0,4})")
_SHORT = {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'s": "is"}
_NOT = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ers", "ly", "r")

_SPOKEN = tuple(
    (re.compile(written), spoken)
    for written, spoken in (
        (r"(?<=[aeiou])r(?=[^aeiouyr]|$)", ""),
        (r"tch", "C"),
        (r"ch", "C"),
        (r"sh|ti(?=on)|ci(?=al)", "S"),
        (r"ph", "f"),
        (r"ght|gt", "t"),
        (r"^kn", "n"),
        (r"^wr", "r"),
        (r"^wh", "w"),
        (r"mb(?=$|s$|er|ing)", "m"),
        (r"dg|g(?=[eiy])", "j"),
        (r"c(?=[eiy])|sc(?=[eiy])", "s"),
        (r"ck|c|q", "k"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"th(?=$|[aeiou])", "T"),
        (r"ed$|d$", "d"),
        (r"(.)\1+", r"\1"),
    )
)
_VOWELS = re.compile(r"[aeiouywh]")

NUMBER = "#number"
YEAR = "#year"


@cache
def english_counts() -> Mapping[str, int]:
    """How often words stand in English books: the word list that comes with TextBlob.

    Only the file is read (importing TextBlob takes a second). Empty when it is not there: then
    fewer words are known, more are corrected and more texts count as unread.
    """
    spec = importlib.util.find_spec("textblob")
    for folder in (spec.submodule_search_locations if spec else None) or ():
        path = Path(folder) / "en" / "en-spelling.txt"
        if path.is_file():
            lines = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
            pairs = (line for line in lines if len(line) == 2 and line[1].isdigit())
            return {word: int(count) for word, count in pairs if int(count) > 1 or len(word) > 4}
    return {}


class Spelling:
    """Turns one written word into the words it stands for.

    `short` is the phrase file's table of text-speak and frequent misspellings, `before` the first
    year that no longer counts as long ago.
    """

    def __init__(self, short: Mapping[str, tuple[str, ...]], own: Iterable[str], before: int):
        self._short = short
        self._before = before
        self._known = set(english_counts()) | set(own)
        for words in short.values():
            self._known.update(words)
        self._targets: dict[tuple[str, int], list[tuple[str, int]]] = {}
        """Words that slips are corrected to, with their letters, by first letter and length."""
        self._sounds: dict[str, list[str]] = {}
        """The same words by how they sound."""
        self._meant: dict[str, tuple[tuple[str, ...], bool]] = {}

    def learn(self, words: Iterable[str]) -> None:
        """These are the words of the rules: known, and what slips are corrected to."""
        fresh = {word for word in words if word.isalpha()}
        self._known |= fresh
        for word in sorted(fresh):
            if len(word) >= LEAST_CORRECTED and word.isascii():
                place = self._targets.setdefault((word[0], len(word)), [])
                place.append((word, _letters(word)))
            if len(word) >= LEAST_MEANT and word.isascii():
                self._sounds.setdefault(sound(word), []).append(word)
        self._meant.clear()

    def plain(self, raw: str) -> tuple[str, ...]:
        """The words of a pattern: short forms are written out, nothing is corrected."""
        return self._expanded(raw) or (raw,)

    def meant(self, raw: str, name: bool) -> tuple[tuple[str, ...], bool]:
        """The words that `raw` (folded) stands for, and whether they are known.

        A `name` (a capital inside a sentence) is not corrected.
        """
        key = raw.upper() if name else raw
        if (remembered := self._meant.get(key)) is not None:
            return remembered
        if len(self._meant) >= MOST_REMEMBERED:
            self._meant.clear()
        found = self._work_out(visible(raw).replace("*", ""), name)
        self._meant[key] = found
        return found

    def _work_out(self, raw: str, name: bool) -> tuple[tuple[str, ...], bool]:
        if (words := self._expanded(raw)) is not None:
            return words, True
        if self._is_known(raw):
            return (raw,), True
        for tried in (_DRAWN_OUT.sub(r"\1\1", raw), _DRAWN_OUT.sub(r"\1", raw)):
            if tried != raw and ((words := self._expanded(tried)) or self._is_known(tried)):
                return words or (tried,), True
        word = raw + "g" if raw.endswith("in") and self._is_known(raw + "g") else None
        if word is None and not name and raw.isascii():
            word = self._nearest(_DRAWN_OUT.sub(r"\1", raw))
        return ((word or raw,), word is not None)

    def _nearest(self, raw: str) -> str | None:
        """The rules' word that is said or written most like `raw`, if any is near enough."""
        return (
            self._sounding_like(raw, 2)
            or self._corrected(raw)
            or self._sounding_like(raw, (len(raw) + 1) // 3)
        )

    def _expanded(self, raw: str) -> tuple[str, ...] | None:
        """Written out, when it is short for something; None when it is not."""
        if raw in self._short:
            return self._short[raw]
        if raw[:1].isdigit():
            return self._number(raw)
        if "'" not in raw:
            return None
        if raw.endswith("n't"):
            return (_NOT.get(raw[:-3], raw[:-3]), "not")
        base, mark, end = raw.rpartition("'")
        word = _SHORT.get(mark + end)
        if word is None:
            return (raw.replace("'", ""),) if self._is_known(raw.replace("'", "")) else None
        return (*self._short.get(base, (base,)), word)

    def _number(self, raw: str) -> tuple[str, ...] | None:
        if not (parts := _NUMBER.fullmatch(raw)):
            return (NUMBER,) if raw.replace(".", "").replace(":", "").isdecimal() else None
        digits, unit = parts.groups()
        year = len(digits) == 4 and 1900 <= int(digits) < self._before
        return (YEAR if year else NUMBER, *([unit] if unit else []))

    def _is_known(self, word: str) -> bool:
        if word in self._known:
            return True
        return any(
            word.endswith(end) and len(word) - len(end) > 2 and self._stem(word[: -len(end)])
            for end in _ENDINGS
        )

    def _stem(self, stem: str) -> bool:
        return (
            stem in self._known
            or stem + "e" in self._known
            or (_DOUBLED.sub(r"\1", stem[-2:]) != (stem[-2:]) and stem[:-1] in self._known)
        )

    def _sounding_like(self, raw: str, most: int) -> str | None:
        """The rules' word that is said like `raw` and written with `most` other letters."""
        if not LEAST_SOUNDED <= len(raw) <= MOST_CORRECTED:
            return None
        for tried in (raw, raw + "g") if raw.endswith("in") else (raw,):
            found = self._sounds.get(sound(tried), ())
            near = [(edits(tried, word), word) for word in found]
            near = [one for one in near if one[0] <= most]
            if near:
                return min(near)[1]
        return None

    def _corrected(self, raw: str) -> str | None:
        """The rules' word that `raw` is a slip of: one letter, or two in a long word."""
        if not LEAST_CORRECTED <= len(raw) <= MOST_CORRECTED:
            return None
        letters = _letters(raw)
        best: tuple[int, str] | None = None
        for length in range(len(raw) - 2, len(raw) + 3):
            allowed = 2 if min(len(raw), length) >= LONG else 1
            if abs(length - len(raw)) > allowed:
                continue
            for word, others in self._targets.get((raw[0], length), ()):
                if (letters ^ others).bit_count() > 2 * allowed:
                    continue
                if len(raw) == 4 and length != 4 and sorted(raw) != sorted(word):
                    continue
                distance = edits(raw, word, allowed)
                if distance <= allowed and (best is None or (distance, word) < best):
                    best = (distance, word)
        return best[1] if best else None


def sound(word: str) -> str:
    """How a word sounds, roughly: its consonants, each sound always written alike."""
    for written, spoken in _SPOKEN:
        word = written.sub(spoken, word)
    return word[:1] + _VOWELS.sub("", word[1:])


def _letters(word: str) -> int:
    """Which letters the word has, as bits: one letter changed changes two of them at most."""
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) & 31)
    return found


def edits(one: str, other: str, most: int = MOST_CORRECTED) -> int:
    """How many letters to add, drop, change or swap with their neighbour; stops after `most`."""
    start, end = 0, min(len(one), len(other))
    while start < end and one[start] == other[start]:
        start += 1
    while start < end and one[-1] == other[-1]:
        one, other, end = one[:-1], other[:-1], end - 1
    one, other = one[start:], other[start:]
    if not one or not other:
        return len(one) + len(other)
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        two_before, before = before, row
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, two_before[j - 2] + 1)
            row.append(cost)
        # A swap may still reach back one row, and no further.
        if min(row) > most and min(before) > most:
            return most + 1
    return row[-1]
