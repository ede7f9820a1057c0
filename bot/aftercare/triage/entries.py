"""What a phrase file holds before its rules are made: texts, lines and further entries by key."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list of phrases, with its number in the file."""

    text: str
    number: int


@dataclass(slots=True)
class Entry:
    """One mapping of the file: texts, lists of lines and further entries, by key."""

    line: int
    name: str = ""
    texts: dict[str, Line] = field(default_factory=dict)
    lines: dict[str, list[Line]] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    lists: dict[str, list[Entry]] = field(default_factory=dict)
