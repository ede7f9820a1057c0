"""The small language of phrase files, and finding its patterns in the words of a text.

A pattern is words in a row. `hit~` is any form of a verb, `a/b` one or the other, `<part>` any
phrase of a named part, `[by him/by her]` a choice of phrases, `(very)` may be missing, `...` up to
three words between (`...5` up to five), `|` the edge of a sentence; `a & b` is `a` in a sentence
that also has `b`. Nothing in it repeats without a limit, so the work grows with the length of the
text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TypeAlias

Phrase: TypeAlias = tuple[str, ...]
Span: TypeAlias = tuple[int, int]

EDGE = "|"
MASKED = "·"
MOST_PHRASES = 20_000
_TOKEN = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]|(\.\.\.)(\d?)(?=\s|$)|([^\s()\[\]]+)")
_ITEM = re.compile(r"\(([^()]*)\)|(<[\w-]+>)|([^\s()<>]+)")


class PatternError(ValueError):
    """The pattern cannot be read. The message says what is wrong and how to mend it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One place in a pattern: phrases that may stand there, or a gap of at most `gap` words."""

    words: frozenset[str]
    longer: Mapping[str, tuple[Phrase, ...]]
    longer_by_last: Mapping[str, tuple[Phrase, ...]]
    optional: bool = False
    gap: int = 0

    def firsts(self) -> frozenset[str]:
        return self.words | frozenset(self.longer)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern ready to be looked for.

    `after` begins with the anchor, the piece whose words are the rarest; `before` comes before it.
    A sentence is looked at only where one of `keys` (the anchor's first words) stands, and only
    when it has a word of each set in `needs`. The patterns in `near` must stand in it too.
    """

    text: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    keys: frozenset[str]
    needs: tuple[frozenset[str], ...] = ()
    near: tuple[Pattern, ...] = ()

    def words(self) -> set[str]:
        """All the words that the pattern speaks of."""
        found: set[str] = set().union(*(pattern.words() for pattern in self.near))
        for piece in self.before + self.after:
            found |= piece.words
            found.update(word for some in piece.longer.values() for p in some for word in p)
        return found


def piece_of(phrases: Iterable[Phrase], optional: bool = False) -> Piece:
    words: set[str] = set()
    longer: dict[str, list[Phrase]] = {}
    by_last: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        if len(phrase) == 1:
            words.add(phrase[0])
        else:
            longer.setdefault(phrase[0], []).append(phrase)
            by_last.setdefault(phrase[-1], []).append(phrase)
    return Piece(
        frozenset(words),
        {word: tuple(found) for word, found in longer.items()},
        {word: tuple(found) for word, found in by_last.items()},
        optional,
    )


class Grammar:
    """Reads patterns and phrases: knows the parts, the forms of verbs and how words are spelt."""

    def __init__(
        self,
        parts: Mapping[str, frozenset[Phrase]],
        forms: Callable[[str], frozenset[str]],
        spell: Callable[[str], Phrase],
        commonness: Callable[[str], float],
        edges: Iterable[str] = (),
    ) -> None:
        """`edges` are words that end a sentence as a full stop does: pictures, haha."""
        self._parts = parts
        self._forms = forms
        self._spell = spell
        self._commonness = commonness
        self._edge = piece_of([(EDGE,), *((word,) for word in edges)])

    def phrases(self, text: str) -> frozenset[Phrase]:
        """All the phrases that `text` stands for (an entry of a part). Raises PatternError."""
        choices: list[frozenset[Phrase]] = []
        for optional, part, word in _ITEM.findall(text):
            if optional:
                choices.append(self.phrases(optional) | {()})
            elif part:
                choices.append(self._part(part[1:-1]))
            else:
                choices.append(self._alternatives(word))
        return _joined(choices, text)

    def pattern(self, text: str) -> Pattern:
        """The pattern ready to be looked for. Raises PatternError."""
        first, *others = text.split(" & ")
        found = self._single(first.strip())
        near = tuple(self._single(other.strip()) for other in others)
        needs = found.needs + tuple(other.keys for other in near)
        return replace(found, text=text, needs=needs, near=near)

    def _single(self, text: str) -> Pattern:
        pieces = self._pieces(text)
        solid = [n for n, piece in enumerate(pieces) if not piece.optional and not piece.gap]
        solid = [n for n in solid if pieces[n] is not self._edge]
        if not solid:
            raise PatternError(f"'{text}' has no word that must be there; add one without brackets")
        solid.sort(key=lambda n: sum(map(self._commonness, pieces[n].firsts())))
        before, after = tuple(pieces[: solid[0]]), tuple(pieces[solid[0] :])
        needs = tuple(pieces[n].firsts() for n in solid[1:3])
        return Pattern(text, before, after, after[0].firsts(), needs)

    def _pieces(self, text: str) -> list[Piece]:
        if _TOKEN.sub("", text).strip():
            raise PatternError(f"'{text}' has a bracket without its partner; close or remove it")
        pieces = []
        for optional, choice, gap, limit, word in _TOKEN.findall(text):
            if gap:
                pieces.append(Piece(frozenset(), {}, {}, True, int(limit or 3)))
            elif optional:
                pieces.append(piece_of(self._choice(optional), optional=True))
            elif choice:
                pieces.append(piece_of(self._choice(choice)))
            else:
                pieces.extend(self._word(word))
        return pieces

    def _word(self, word: str) -> list[Piece]:
        """A plain word may be written short (can't): then it is several pieces."""
        if word == EDGE:
            return [self._edge]
        found = self._choice(word)
        if len(found) == 1 and not word.startswith("<"):
            return [piece_of([(one,)]) for one in next(iter(found))]
        return [piece_of(found)]

    def _choice(self, text: str) -> frozenset[Phrase]:
        if "<" not in text and " " not in text:
            return self._alternatives(text)
        return frozenset().union(*(self.phrases(one) for one in text.split("/")))

    def _alternatives(self, text: str) -> frozenset[Phrase]:
        found: set[Phrase] = set()
        for word in text.split("/"):
            if word.endswith("~"):
                found.update((form,) for form in self._forms(word[:-1]))
            elif word == EDGE:
                found.add((EDGE,))
            elif word:
                found.add(self._spell(word))
        return frozenset(found)

    def _part(self, name: str) -> frozenset[Phrase]:
        if name not in self._parts:
            raise PatternError(
                f"there is no part called <{name}>; add it under parts, or correct it"
            )
        return self._parts[name]


def _joined(choices: list[frozenset[Phrase]], text: str) -> frozenset[Phrase]:
    count = 1
    for choice in choices:
        count *= max(1, len(choice))
    if count > MOST_PHRASES:
        raise PatternError(f"'{text}' stands for {count} phrases; use fewer or smaller parts")
    found = {tuple(word for phrase in row for word in phrase) for row in product(*choices)}
    found.discard(())
    return frozenset(found)


def find(pattern: Pattern, words: Sequence[str], at: int, closed: frozenset[str]) -> Span | None:
    """Where `pattern` stands when its anchor begins at `at`: the shortest such span, or None.

    `closed` are the words that a gap may not step over (negations, "but").
    """
    ends = _forward(pattern.after, words, at, closed)
    if not ends:
        return None
    starts = _backward(pattern.before, words, at, closed)
    if not starts:
        return None
    return max(starts), min(ends)


def _forward(
    pieces: Sequence[Piece], words: Sequence[str], start: int, closed: frozenset[str]
) -> set[int]:
    here = {start}
    length = len(words)
    for piece in pieces:
        after = set(here) if piece.optional else set()
        for at in here:
            if piece.gap:
                end = at
                while end < length and end - at < piece.gap and words[end] not in closed:
                    end += 1
                    after.add(end)
            elif at < length:
                word = words[at]
                if word in piece.words:
                    after.add(at + 1)
                for phrase in piece.longer.get(word, ()):
                    if tuple(words[at : at + len(phrase)]) == phrase:
                        after.add(at + len(phrase))
        if not after:
            return after
        here = after
    return here


def _backward(
    pieces: Sequence[Piece], words: Sequence[str], start: int, closed: frozenset[str]
) -> set[int]:
    here = {start}
    for piece in reversed(pieces):
        before = set(here) if piece.optional else set()
        for at in here:
            if piece.gap:
                begin = at
                while begin > 0 and at - begin < piece.gap and words[begin - 1] not in closed:
                    begin -= 1
                    before.add(begin)
            elif at > 0:
                word = words[at - 1]
                if word in piece.words:
                    before.add(at - 1)
                for phrase in piece.longer_by_last.get(word, ()):
                    if at >= len(phrase) and tuple(words[at - len(phrase) : at]) == phrase:
                        before.add(at - len(phrase))
        if not before:
            return before
        here = before
    return here
