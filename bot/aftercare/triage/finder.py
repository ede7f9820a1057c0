"""Looks for many patterns at once, trying each only where one of its rare words stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from bot.aftercare.triage.patterns import EDGE, Pattern, Span, find

Tag = TypeVar("Tag")
MOST_TRIES = 30_000
# Passing over this many words or patterns takes about as long as one try.
WORDS_A_TRY = 16
# How far `a & b` reaches: people who write without a full stop still move on to other things.
REACH = 30


class TooMuchWork(Exception):  # noqa: N818 - it is a limit reached, not a fault
    """A text asked for more tries than any real one does. Triage answers it with `soon`."""


class Work:
    """How many tries one text has left: the time-out, counted so that it is always the same."""

    def __init__(self, tries: int = MOST_TRIES) -> None:
        self._left = tries

    def spend(self, tries: int) -> None:
        """Raises TooMuchWork when the limit is reached."""
        self._left -= tries
        if self._left < 0:
            raise TooMuchWork


class Finder(Generic[Tag]):
    """Patterns with a tag each; `closed` words are those that a gap does not step over."""

    def __init__(self, tagged: Iterable[tuple[Tag, Pattern]], closed: frozenset[str]) -> None:
        self._closed = closed
        self._index: dict[str, list[tuple[Tag, Pattern]]] = {}
        for tag, pattern in tagged:
            for word in pattern.keys:
                self._index.setdefault(word, []).append((tag, pattern))

    def look(
        self, words: Sequence[str], work: Work, start: int = 0, end: int | None = None
    ) -> Iterator[tuple[Tag, Span]]:
        """Every place where a pattern stands wholly between `start` and `end` (word indexes)."""
        end = len(words) if end is None else end
        index = self._index
        present = set(words[start:end])
        if index.keys().isdisjoint(present):
            return
        work.spend(1 + (end - start) // WORDS_A_TRY)
        for at in range(start, end):
            candidates = index.get(words[at])
            if candidates is None:
                continue
            work.spend(1 + len(candidates) // WORDS_A_TRY)
            for tag, pattern in candidates:
                for need in pattern.needs:
                    if need.isdisjoint(present):
                        break
                else:
                    span = self._stands(pattern, words, at, work)
                    if span is not None and start <= span[0] and span[1] <= end:
                        yield tag, span

    def _stands(self, pattern: Pattern, words: Sequence[str], at: int, work: Work) -> Span | None:
        """Where the pattern stands, its anchor at `at`, if what it asks for near by does too."""
        work.spend(1)
        span = find(pattern, words, at, self._closed)
        if span is None or (pattern.near and not self._all_near(pattern.near, words, at, work)):
            return None
        return span

    def _all_near(self, near: Iterable[Pattern], words: Sequence[str], at: int, work: Work) -> bool:
        """Whether each of these stands in the sentence of the word at `at`, not too far from it."""
        start = end = at
        while start > max(0, at - REACH) and words[start - 1] != EDGE:
            start -= 1
        while end < min(len(words), at + REACH) and words[end] != EDGE:
            end += 1
        for pattern in near:
            places = [n for n in range(start, end) if words[n] in pattern.keys]
            work.spend(1 + len(places) + (end - start) // WORDS_A_TRY)
            if not any(find(pattern, words, place, self._closed) for place in places):
                return False
        return True
