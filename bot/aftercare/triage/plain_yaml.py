"""Reads the plain YAML that phrase files are written in, a hundred times faster than all of YAML.

Keys of small letters, plain texts, blocks (`|`), mappings, and lists of mappings: nothing else.
Whatever is not written so is left to the full parser, which reads it or says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.aftercare.triage.entries import Entry, Line

_KEY = re.compile(r"([a-z][a-z0-9_]*):(?: +(\S.*?))? *")
# Texts that mean the same to every reader of YAML: no quotes, marks or notes.
_TEXT = re.compile(r"[A-Za-z0-9][^#]*")
# What YAML 1.1 or 1.2 reads as something other than a text.
_NOT_KEYS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_STRANGE = re.compile(
    "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


class NotPlainError(Exception):
    """The file uses more of YAML than is read here."""


def read_plain(text: str) -> Entry:
    """The whole file as an entry. Raises NotPlainError when it must be read by the full parser."""
    if _STRANGE.search(text):
        raise NotPlainError
    rows = _Rows(text)
    entry = _mapping(rows, 0)
    if rows.peek() is not None or not (entry.texts or entry.lists):
        raise NotPlainError
    return entry


def block_lines(texts: Iterable[str], first: int) -> Iterator[Line]:
    """The lines of a block with their numbers; empty ones and notes (#) left out."""
    for number, text in enumerate(texts, first):
        words = text.strip()
        if words and not words.startswith("# "):
            yield Line(words, number)


class _Rows:
    """The lines of the file, one after the other."""

    def __init__(self, text: str) -> None:
        self.rows = text.split("\n")
        self.at = 0

    def peek(self) -> int | None:
        """How far the next line that is neither empty nor a note is indented; None at the end."""
        while self.at < len(self.rows):
            row = self.rows[self.at]
            words = row.lstrip(" ")
            if words and words[0] != "#":
                return len(row) - len(words)
            self.at += 1
        return None


def _mapping(rows: _Rows, indent: int, first: str = "") -> Entry:
    """Keys that are indented by `indent`; `first` is what follows the dash of a list's item."""
    here = rows.peek()
    entry = Entry(rows.at + 1)
    while here == indent or first:
        found = _KEY.fullmatch(first or rows.rows[rows.at][indent:])
        first = ""
        if found is None:
            raise NotPlainError
        name, value = found.groups()
        if name in _NOT_KEYS or name in entry.texts or name in entry.entries or name in entry.lists:
            raise NotPlainError
        line = rows.at + 1
        rows.at += 1
        _keep(rows, entry, name, value, indent, line)
        here = rows.peek()
    if here is not None and here > indent:
        raise NotPlainError
    if (given := entry.texts.get("id")) is not None:
        entry.name = given.text
    return entry


def _keep(rows: _Rows, entry: Entry, name: str, value: str | None, indent: int, line: int) -> None:
    if value == "|":
        block = _block(rows, indent)
        entry.texts[name] = Line("\n".join(block).strip(), line)
        entry.lines[name] = list(block_lines(block, line + 1))
        return
    if value is not None:
        if not _TEXT.fullmatch(value) or ": " in value or value[-1] == ":":
            raise NotPlainError
        if (deeper := rows.peek()) is not None and deeper > indent:
            raise NotPlainError
        entry.texts[name] = Line(value, line)
        entry.lines[name] = [Line(value, line)]
        return
    deeper = rows.peek()
    if deeper is None or deeper <= indent:
        raise NotPlainError
    if rows.rows[rows.at].startswith("- ", deeper):
        entry.lists[name] = list(_items(rows, deeper))
    else:
        entry.entries[name] = _mapping(rows, deeper)


def _items(rows: _Rows, indent: int) -> Iterator[Entry]:
    while rows.peek() == indent:
        row = rows.rows[rows.at]
        first = row[indent + 2 :]
        if not row.startswith("- ", indent) or first[:1] in ("", " "):
            raise NotPlainError
        yield _mapping(rows, indent + 2, first)


def _block(rows: _Rows, indent: int) -> list[str]:
    """The lines of a block without their common indent."""
    start = rows.at
    deep = 0
    while rows.at < len(rows.rows):
        row = rows.rows[rows.at]
        words = row.lstrip(" ")
        if words:
            here = len(row) - len(words)
            if here <= indent:
                break
            deep = deep or here
            if here < deep:
                raise NotPlainError
        elif deep and len(row) > deep:
            raise NotPlainError
        rows.at += 1
    if not deep:
        raise NotPlainError
    return [row[deep:] for row in rows.rows[start : rows.at]]
