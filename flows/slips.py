"""One slip of the finger: a letter too many, too few, another one, or two the wrong way round."""

from __future__ import annotations

from typing import Final

_SHORTEST: Final = 4
"""Letters of a word in which a slip is seen. In a shorter one it makes another word too often."""
_SHORTEST_PAIR: Final = 6


def is_slip(said: str, meant: str) -> bool:
    """Whether `said` is `meant` with exactly one slip, in a word of four letters or more.

    A slip is never seen in a figure, and not at the front of a word, except for its first two
    letters the wrong way round: "ever" is not "never", and "there" not "here". A space too many
    or too few is a slip between words of six letters in all.
    """
    longer = len(said) - len(meant)
    if said == meant or not -1 <= longer <= 1:
        return False
    start = _alike(said, meant)
    if longer == 0 and said[start + 2 :] == meant[start + 2 :]:
        swapped = meant[start : start + 2]
        if len(swapped) == 2 and said[start : start + 2] == swapped[::-1]:
            return _are_letters(swapped) and _is_long(meant, start)
    if said[start + (longer >= 0) :] != meant[start + (longer <= 0) :]:
        return False
    changed = said[start : start + (longer >= 0)] + meant[start : start + (longer <= 0)]
    if changed == " ":
        return _letters(meant[max(start - 6, 0) : start + 7]) >= _SHORTEST_PAIR
    at_front = start == 0 or meant[start - 1] == " "
    place = start - 1 if longer > 0 else start
    return _are_letters(changed) and not at_front and _is_long(meant, place)


def _alike(one: str, other: str) -> int:
    """How many characters are the same from the start."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _is_long(words: str, place: int) -> bool:
    """Whether the word around the place has letters enough."""
    begin = words.rfind(" ", 0, place) + 1
    end = words.find(" ", place)
    return _letters(words[begin : len(words) if end < 0 else end]) >= _SHORTEST


def _are_letters(text: str) -> bool:
    return _letters(text) == len(text)


def _letters(text: str) -> int:
    return sum(not character.isnumeric() and character != " " for character in text)
