"""Texts that are longer than one Telegram message."""

from __future__ import annotations

import unicodedata
from typing import Final

MESSAGE_UNITS: Final = 4096
"""What one message holds, in UTF-16 units: most letters are one, most emoji two."""

_SEAMS: Final = ("\n\n", "\n", ". ", " ")
_JOINER: Final = "\u200d"


def units(text: str) -> int:
    """How long Telegram takes `text` to be, in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def pieces(text: str, limit: int = MESSAGE_UNITS) -> list[str]:
    """`text` in pieces of at most `limit` units, none of them blank.

    Parted at the end of a paragraph, else of a line, a sentence or a word, and within a word only
    when there is no other place.
    """
    found = []
    rest = text.strip()
    while units(rest) > limit:
        cut = _cut(rest, limit)
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest] if rest else found


def _cut(text: str, limit: int) -> int:
    reach = _reach(text, limit)
    for seam in _SEAMS:
        at = text.rfind(seam, 1, reach)
        # A piece of a few words before a long paragraph reads worse than a parted paragraph.
        if at > reach // 4:
            return at + len(seam.rstrip())
    return _between_characters(text, reach)


def _reach(text: str, limit: int) -> int:
    """How many characters of `text` fit into `limit` units."""
    used = 0
    for index, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > limit:
            return index
    return len(text)


def _between_characters(text: str, reach: int) -> int:
    """The last place up to `reach` that parts no emoji or letter from its marks."""
    at = reach
    while at > 1 and _belongs_to_the_one_before(text, at):
        at -= 1
    return at if at > 1 else reach


def _belongs_to_the_one_before(text: str, at: int) -> bool:
    return (
        unicodedata.category(text[at]) in {"Mn", "Me", "Mc"}
        or text[at] == _JOINER
        or text[at - 1] == _JOINER
        or "\U0001f3fb" <= text[at] <= "\U0001f3ff"  # a skin colour
    )
