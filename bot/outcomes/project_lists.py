"""What can stand on a project's lists, which check-ins read out to people."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from flows.steps.repeat import MOST_ROUNDS

MOST: Final = MOST_ROUNDS
"""Texts on a list. No flow goes through more of them."""
LONGEST: Final = 300
"""Characters of one text; it is said inside a question."""


class ListProblem(ValueError):  # noqa: N818 - it is what the user is told
    """These texts cannot be a list; the message says why, and does not repeat them."""


def tidy_list(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts with single spaces inside, and none around them. Raises ListProblem."""
    tidy = tuple(_tidy(text, place) for place, text in enumerate(texts, start=1))
    if len(tidy) > MOST:
        raise ListProblem(f"a list has at most {MOST} texts, and these are {len(tidy)}")
    places: dict[str, int] = {}
    for place, text in enumerate(tidy, start=1):
        first = places.setdefault(text.casefold(), place)
        if first != place:
            raise ListProblem(f"text {first} and text {place} are the same")
    return tidy


def _tidy(text: str, place: int) -> str:
    tidy = " ".join(text.split())
    if not tidy:
        raise ListProblem(f"text {place} is empty")
    if len(tidy) > LONGEST:
        raise ListProblem(
            f"text {place} has {len(tidy)} characters, and may have {LONGEST}. "
            "Say it in one short sentence"
        )
    # Cc is control characters, Cs half characters; both come from files read in a wrong encoding.
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in tidy):
        raise ListProblem(f"text {place} has characters in it that cannot be shown")
    return tidy
