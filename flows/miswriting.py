"""What people who have never programmed write in a condition, and what to write instead."""

from __future__ import annotations

import re
from typing import Final

_TEXT: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_CURLY: Final = re.compile("[\u2018-\u201f\u00ab\u00bb]")
_SHOUTED: Final = re.compile(r"\b(?:AND|And|OR|Or|NOT|Not|IN|In|IS|Is|NONE|None)\b")
_ALONE: Final = re.compile(r"(?<![=!<>])=(?![=<>])")
_SIGNS: Final = {"&&": "and", "&": "and", "||": "or", "<>": "!=", "=<": "<=", "=>": ">="}


def miswritten(source: str) -> tuple[str, str] | None:
    """Why a condition cannot be understood, and how to mend it; None when it is nothing usual."""
    outside = _TEXT.sub("''", source)
    if found := _CURLY.search(outside):
        why = f"it has curly quotation marks ({found[0]})"
        return why, "Use straight ones, as in travel == 'bus'."
    if found := _SHOUTED.search(outside):
        return f"`{found[0]}` has a capital letter", f"Write it small: {found[0].lower()}."
    for sign, meant in _SIGNS.items():
        if sign in outside:
            return f"`{sign}` means nothing in it", f"Write {meant}."
    if _ALONE.search(outside):
        return "one = does not compare", "Write two of them: ==."
    return None
