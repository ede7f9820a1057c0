"""Numbers that a label spans: "35 to 44", "85 or over", "Under 18", "10 to 19 hours a week"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from flows.forms import any_of
from flows.normalising import bare
from flows.wordlists import WordLists

_LISTS: Final = ("to", "or_more", "or_less", "more_than", "less_than", "up_to")
_NUMBER: Final = r"(?<![\d.,])(\d{1,6})(?![.,]?\d)"

_FIGURES: Final = re.compile(r"\d+")
_WORDS: Final = r"(?:\s+[^\W\d]+){0,4}?"
"""What is counted may stand between: "9 hours a week or less"."""


@dataclass(frozen=True, slots=True)
class Span:
    """`low` and `high` belong to it; `beside` are the label's other words."""

    low: int
    high: int
    beside: str

    def has(self, number: Decimal) -> bool:
        return self.low <= number <= self.high


class Ranges:
    """Made from the `ranges` table of a words.yaml: the words around the numbers of a span."""

    def __init__(self, lists: WordLists) -> None:
        table = lists.table("ranges")
        table.only(_LISTS, where="ranges")
        words = {name: any_of(bare(text) for text in table.texts(name)) for name in _LISTS}
        before, after = r"(?<!\w)(?:{})\s+", r"\s*(?:{})(?!\w)"
        self._between = re.compile(rf"{_NUMBER}\s*(?:-|{words['to']})\s*{_NUMBER}")
        self._open = (
            ("or_more", re.compile(_NUMBER + _WORDS + after.format(words["or_more"]))),
            ("or_less", re.compile(_NUMBER + _WORDS + after.format(words["or_less"]))),
            ("more_than", re.compile(before.format(words["more_than"]) + _NUMBER)),
            ("less_than", re.compile(before.format(words["less_than"]) + _NUMBER)),
            ("or_less", re.compile(before.format(words["up_to"]) + _NUMBER)),
        )
        self.span = lru_cache(maxsize=2_000)(self._span)

    def _span(self, label: str) -> Span | None:
        """The span that a label names; None where it names none, or holds more numbers."""
        text = " ".join(bare(label).split())
        if found := self._between.search(text):
            low, high = int(found[1]), int(found[2])
            return _only(text, found, low, high) if low <= high else None
        for name, pattern in self._open:
            if found := pattern.search(text):
                return _only(text, found, *_ends(name, int(found[1])))
        return None


_ENDLESS: Final = 10**9


def _ends(name: str, number: int) -> tuple[int, int]:
    return {
        "or_more": (number, _ENDLESS),
        "or_less": (0, number),
        "more_than": (number + 1, _ENDLESS),
        "less_than": (0, number - 1),
    }[name]


def _only(text: str, found: re.Match[str], low: int, high: int) -> Span | None:
    beside = text[: found.start()] + _FIGURES.sub(" ", found[0]) + text[found.end() :]
    return (
        None
        if _FIGURES.search(text[: found.start()] + text[found.end() :])
        else Span(low, high, beside)
    )
