"""Patterns, and finding them in the words of a text.

Nothing in a pattern repeats without a limit, so the work grows with the length of the text and no
faster.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Phrase: TypeAlias = tuple[str, ...]
Span: TypeAlias = tuple[int, int]

EDGE = "|"


@dataclass(frozen=True, slots=True)
class Piece:
    """One place in a pattern: phrases that may stand there, or a gap of at most `gap` words."""

    words: frozenset[str]
    longer: Mapping[str, tuple[Phrase, ...]]
    longer_by_last: Mapping[str, tuple[Phrase, ...]]
    firsts: frozenset[str]
    """The words that it can begin with."""
    optional: bool = False
    gap: int = 0


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

    def pieces(self) -> Iterator[Piece]:
        yield from self.before
        yield from self.after
        for pattern in self.near:
            yield from pattern.pieces()


def words_of(patterns: Iterable[Pattern]) -> set[str]:
    """All the words that the patterns speak of."""
    found: set[str] = set()
    # Patterns share their pieces, and some pieces are large.
    unique = {id(piece): piece for pattern in patterns for piece in pattern.pieces()}
    for piece in unique.values():
        found |= piece.words
        found.update(word for some in piece.longer.values() for phrase in some for word in phrase)
    return found


def piece_of(phrases: Collection[Phrase], optional: bool = False) -> Piece:
    if max(map(len, phrases), default=0) == 1:
        only = frozenset(word for (word,) in phrases)
        return Piece(only, {}, {}, only, optional)
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
        frozenset(words.union(longer)),
        optional,
    )


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
