"""MarkdownV2: every reserved character is part of an entity or escaped."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.telegram.entities import Entity, Formatted, utf16_length
from tests.telegram.refusals import RefusalError, bad_request

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_MARKS = {
    "*": ("Bold", "bold"),
    "_": ("Italic", "italic"),
    "__": ("Underline", "underline"),
    "~": ("Strikethrough", "strikethrough"),
    "||": ("Spoiler", "spoiler"),
    "[": ("TextUrl", "text_link"),
}


@dataclass(slots=True)
class _Reading:
    source: str
    position: int = 0
    parts: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[tuple[str, int, int]] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    quote_start: int | None = None

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += utf16_length(text)

    def here(self, marks: str) -> bool:
        return self.source.startswith(marks, self.position)

    def no_end(self, name: str, position: int) -> RefusalError:
        place = len(self.source[:position].encode())
        return bad_request(
            f"can't parse entities: Can't find end of {name} entity at byte offset {place}"
        )

    def mark(self, kind: str, start: int, **more: object) -> None:
        if self.length > start:
            self.entities.append(
                {"type": kind, "offset": start, "length": self.length - start, **more}
            )


def parse_markdown(source: str) -> Formatted:
    """Raises RefusalError, worded as Telegram words it, at the first thing it cannot read."""
    reading = _Reading(source)
    while reading.position < len(source):
        _read_one(reading)
    _end_quote(reading)
    if reading.stack:
        marks, position, _ = reading.stack[-1]
        raise reading.no_end(_MARKS[marks][0], position)
    return Formatted("".join(reading.parts), tuple(reading.entities))


def _read_one(reading: _Reading) -> None:
    character = reading.source[reading.position]
    if character == "\\" and reading.position + 1 < len(reading.source):
        reading.add(reading.source[reading.position + 1])
        reading.position += 2
    elif reading.here("```"):
        _read_block(reading, "```", "Pre", "pre")
    elif character == "`":
        _read_block(reading, "`", "Code", "code")
    elif character == ">" and _line_start(reading):
        if reading.quote_start is None:
            reading.quote_start = reading.length
        reading.position += 1
    elif character == "]" and reading.stack and reading.stack[-1][0] == "[":
        _end_link(reading)
    elif character in _RESERVED:
        _read_mark(reading)
    else:
        _read_plain(reading, character)


def _line_start(reading: _Reading) -> bool:
    return reading.position == 0 or reading.source[reading.position - 1] == "\n"


def _read_plain(reading: _Reading, character: str) -> None:
    reading.position += 1
    if character == "\n" and not reading.here(">"):
        _end_quote(reading)
    reading.add(character)


def _end_quote(reading: _Reading) -> None:
    if reading.quote_start is not None:
        reading.mark("blockquote", reading.quote_start)
        reading.quote_start = None


def _read_block(reading: _Reading, marks: str, name: str, kind: str) -> None:
    """Code: nothing in it is markup, but backquotes and backslashes are escaped."""
    start, begin = reading.length, reading.position
    reading.position += len(marks)
    while not reading.here(marks):
        if reading.position >= len(reading.source):
            raise reading.no_end(name, begin)
        if reading.here("\\") and reading.position + 1 < len(reading.source):
            reading.position += 1
        reading.add(reading.source[reading.position])
        reading.position += 1
    reading.position += len(marks)
    reading.mark(kind, start)


def _read_mark(reading: _Reading) -> None:
    character = reading.source[reading.position]
    marks = next((long for long in ("__", "||") if reading.here(long)), character)
    if marks not in _MARKS:
        raise bad_request(
            f"can't parse entities: Character '{character}' is reserved and must be escaped"
            " with the preceding '\\'"
        )
    if reading.stack and reading.stack[-1][0] == marks:
        _, _, start = reading.stack.pop()
        reading.mark(_MARKS[marks][1], start)
    else:
        reading.stack.append((marks, reading.position, reading.length))
    reading.position += len(marks)


def _end_link(reading: _Reading) -> None:
    _, begin, start = reading.stack.pop()
    reading.position += 1
    if not reading.here("("):
        raise reading.no_end("TextUrl", begin)
    close = reading.source.find(")", reading.position)
    if close < 0:
        raise reading.no_end("TextUrl", begin)
    reading.mark("text_link", start, url=reading.source[reading.position + 1 : close])
    reading.position = close + 1
