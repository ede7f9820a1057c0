"""What can be kept as somebody's name."""

from __future__ import annotations

import unicodedata
from typing import Final

LONGEST: Final = 100


class NameProblem(ValueError):  # noqa: N818 - it is what the user is told
    """The text is no name that can be kept; the message says why, and does not repeat it."""


def tidy_name(text: str) -> str:
    """The name without spaces around it, and with single ones inside. Raises NameProblem."""
    if any(letter in "\r\n\v\f\u2028\u2029" for letter in text.strip()):
        raise NameProblem("the name has a line break in it")
    name = " ".join(text.split())
    if not name:
        raise NameProblem("the name is empty")
    if len(name) > LONGEST:
        raise NameProblem(f"the name is longer than {LONGEST} characters")
    # Cc is control characters, Cs half characters; both come from files read in a wrong encoding.
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name):
        raise NameProblem("the name has characters in it that cannot be shown")
    return name
