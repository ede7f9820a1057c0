"""A text as triage reads it: plain words in a row, sentence edges, commas and quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.aftercare.triage.folding import INVISIBLE, fold, visible
from bot.aftercare.triage.patterns import EDGE, Phrase, Span
from bot.aftercare.triage.sound_alikes import SoundAlikes
from bot.aftercare.triage.spelling import Spelling

# Vowel signs of Indic, Thai and Arabic scripts belong to their words; \w leaves them out.
_LETTER = rf"\w{INVISIBLE}\u0610-\u061a\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e"
_TOKEN = re.compile(
    rf"""
    (?P<spaced>(?<!\w)(?:[a-z][ .*-]){{3,40}}[a-z](?!\w))
    | (?P<number>\d+(?:[.,:]\d+)+)
    | (?P<ideogram>[\u3040-\u30ff\u3400-\u9fff])
    | (?P<word>[{_LETTER}]+(?:['*@$][{_LETTER}]+)*)
    | (?P<face>:'?-?[()])
    | (?P<comma>[,:()]|\.{{2,}}|…|[ ]-+[ ]|[–—])
    | (?P<edge>[.!?;\n|؟。！？]+)
    | (?P<quote>["«»])
    | (?P<emoji>[\u2190-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff])
    """,
    re.VERBOSE,
)
# A single quotation mark opens before a word and closes after one; inside a word it is neither.
_MARK = re.compile(r"(?P<double>\")|(?P<open>«|(?<!\w)'(?=\w))|(?P<close>»|(?<=[\w.,!?])'(?!\w))")
_BETWEEN = re.compile(r"[ .*-]")
_FACES = {"(": ":sad:", ")": ":smile:"}
_ANSWERS = {"no", "nope", "nah", "yes", "yeah"}
_AFTER_ANSWER = {"i", "he", "she", "it", "they", "we", "you", "the", "not", "nobody", "that", "no"}
_SOUNDS = {"2": "to", "4": "for", "n": "and", "b": "be", "r": "are", "@": "at", "c": "see"}


@dataclass(slots=True)
class Reading:
    """Words in a row between edges. `starts` and `ends` are positions in the original text."""

    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    """The indexes of the words that are edges."""
    commas: set[int] = field(default_factory=set)
    """A comma, colon or dash stands before the word of this index."""
    unknown: set[int] = field(default_factory=set)
    names: set[int] = field(default_factory=set)
    twos: list[int] = field(default_factory=list)
    quoted: dict[int, int] = field(default_factory=dict)
    """Which quotation the word of this index is in."""

    def span(self, where: Span) -> Span:
        """From the first word to the last one, edges left out, in the original text."""
        start, end = where
        while start < end - 1 and self.words[start] == EDGE:
            start += 1
        while end - 1 > start and self.words[end - 1] == EDGE:
            end -= 1
        return self.starts[start], self.ends[end - 1]

    def sentence(self, at: int) -> Span:
        """The sentence that the word of index `at` is in: its first word, and after its last."""
        after = bisect_left(self.edges, at)
        start = self.edges[after - 1] + 1 if after else at
        return start, self.edges[after] if after < len(self.edges) else len(self.words)

    def sentences(self) -> tuple[str, ...]:
        whole = " ".join(self.words).split(EDGE)
        return tuple(sentence.strip() for sentence in whole if sentence.strip())


class Reader:
    """Reads texts. `emoji` names pictures; between the `sound_` words, 2 is "to"."""

    def __init__(
        self,
        spelling: Spelling,
        emoji: Mapping[str, Phrase],
        sound_after: Collection[str],
        sound_before: Collection[str],
        alikes: SoundAlikes,
    ) -> None:
        self._spelling = spelling
        self._emoji = emoji
        self._sound_after = frozenset(sound_after)
        self._sound_before = frozenset(sound_before)
        self._alikes = alikes

    def read(self, text: str) -> Reading:
        plain = fold(text)
        capitals = not text.isupper() and not text.islower()
        reading = Reading([EDGE], [0], [0], [0])
        for token in _TOKEN.finditer(plain):
            kind = token.lastgroup
            start, end = token.span()
            if kind == "word":
                self._word(reading, token.group(), text[start:end], start, capitals)
            elif kind == "edge":
                self._edge(reading, start, end)
            elif kind == "comma":
                reading.commas.add(len(reading.words))
            elif kind == "spaced":
                self._word(reading, _BETWEEN.sub("", token.group()), "", start, False, end)
            elif kind == "number":
                self._add(reading, self._spelling.plain(token.group()), start, end)
            elif kind != "quote":
                self._picture(reading, token.group(), start, end)
        self._edge(reading, len(text), len(text))
        self._alikes.correct(reading.words)
        if '"' in plain or "'" in plain or "«" in plain:
            _mark_quotations(reading, plain)
        return reading

    def _word(
        self, reading: Reading, raw: str, written: str, start: int, capitals: bool, end: int = 0
    ) -> None:
        """One word as folded (`raw`) and as `written`, which ends at `end` or at its own length."""
        end = end or start + len(written)
        words = reading.words
        at, last = len(words), words[-1]
        if not visible(raw):
            return
        if len(raw) == 1 and raw in _SOUNDS:
            if last in self._sound_after:
                self._add(reading, (_SOUNDS[raw],), start, end)
                return
            if raw == "2":
                reading.twos.append(at)
        capital = capitals and written[0].isupper()
        name = capital and last != EDGE
        meant, known = self._spelling.meant(raw, name or not written.isascii())
        if reading.twos and meant[0] in self._sound_before and _ends_in_two(reading):
            words[-1] = "to"
        if last in _ANSWERS and words[-2] == EDGE and meant[0] in _AFTER_ANSWER:
            reading.commas.add(at)
        if not known:
            reading.unknown.add(at)
        if capital:
            reading.names.add(at)
        self._add(reading, meant, start, end)

    def _picture(self, reading: Reading, picture: str, start: int, end: int) -> None:
        if picture[0] == ":":
            self._add(reading, (_FACES[picture[-1]],), start, end)
        elif picture in self._emoji:
            self._add(reading, self._emoji[picture], start, end)
        elif not "\u2190" <= picture <= "\u2bff" and picture < "\U0001f000":
            reading.unknown.add(len(reading.words))
            self._add(reading, (picture,), start, end)

    @staticmethod
    def _add(reading: Reading, words: Phrase, start: int, end: int) -> None:
        for word in words:
            reading.words.append(word)
            reading.starts.append(start)
            reading.ends.append(end)

    @staticmethod
    def _edge(reading: Reading, start: int, end: int) -> None:
        if reading.words[-1] != EDGE:
            reading.edges.append(len(reading.words))
            reading.words.append(EDGE)
            reading.starts.append(start)
            reading.ends.append(end)


def _ends_in_two(reading: Reading) -> bool:
    """Whether the last word was written as the digit 2, with a word before it."""
    return reading.twos[-1:] == [len(reading.words) - 1] and reading.words[-2] != EDGE


def _mark_quotations(reading: Reading, plain: str) -> None:
    at = 0
    for number, (start, end) in enumerate(_quotations(plain), 1):
        while at < len(reading.words) and reading.starts[at] < start:
            at += 1
        while at < len(reading.words) and reading.ends[at] <= end:
            reading.quoted[at] = number
            at += 1


def _quotations(plain: str) -> list[Span]:
    """Where quotations begin and end; marks without a partner are left out."""
    found: list[Span] = []
    opened: dict[str, int] = {}
    for mark in _MARK.finditer(plain):
        kind = mark.lastgroup
        if kind == "open":
            opened.setdefault("single", mark.start())
            continue
        pair = "double" if kind == "double" else "single"
        if pair in opened:
            start = opened.pop(pair)
            if not found or start >= found[-1][1]:
                found.append((start, mark.end()))
        elif kind == "double":
            opened["double"] = mark.start()
    return found
