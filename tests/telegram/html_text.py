"""Telegram's HTML: its own tags only, each closed, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.telegram.entities import Entity, Formatted, utf16_length
from tests.telegram.refusals import RefusalError, bad_request

_KIND_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));")
_PLAIN = re.compile(r"[^<&]+")
_TAG_NAME = re.compile(r"<([^\s>]*)")
_START_TAG = re.compile(r"<([^\s>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_END_TAG = re.compile(r"</([^\s>]*)\s*>")
_ATTRIBUTE = re.compile(r"\s*([^\s=>/\"']*)\s*(=?)\s*(\"[^\"]*\"|'[^']*'|[A-Za-z0-9.\-]*)")


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int


@dataclass(slots=True)
class _Reading:
    source: str
    position: int = 0
    parts: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def refuse(self, problem: str) -> RefusalError:
        place = len(self.source[: self.position].encode())
        return _unparsable(f"{problem} at byte offset {place}")

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += utf16_length(text)


def parse_html(source: str) -> Formatted:
    """Raises RefusalError, worded as Telegram words it, at the first thing it cannot read."""
    reading = _Reading(source)
    while reading.position < len(source):
        character = source[reading.position]
        if character == "<":
            _read_tag(reading)
        elif character == "&":
            _read_reference(reading)
        else:
            end = _PLAIN.match(source, reading.position)
            reading.add(end.group() if end else "")
            reading.position = end.end() if end else len(source)
    if reading.stack:
        raise _unparsable(
            f'Can\'t find end tag corresponding to start tag "{reading.stack[-1].tag}"'
        )
    return Formatted("".join(reading.parts), tuple(reading.entities))


def _unparsable(problem: str) -> RefusalError:
    return bad_request(f"can't parse entities: {problem}")


def _read_reference(reading: _Reading) -> None:
    """Telegram knows four names and leaves every other `&` as it stands."""
    found = _REFERENCE.match(reading.source, reading.position)
    text = "&"
    if found:
        sixteen, ten, name = found.groups()
        code = int(sixteen, 16) if sixteen else int(ten) if ten else None
        if code is not None and 0 < code <= 0x10FFFF:
            text = chr(code)
        elif name in _CHARACTERS:
            text = _CHARACTERS[name]
        else:
            found = None
    reading.add(text)
    reading.position = found.end() if found else reading.position + 1


def _read_tag(reading: _Reading) -> None:
    if reading.source.startswith("</", reading.position):
        _read_end_tag(reading)
        return
    found = _START_TAG.match(reading.source, reading.position)
    name = _TAG_NAME.match(reading.source, reading.position)
    tag = name.group(1).lower() if name else ""
    if not found and ">" not in reading.source[reading.position :]:
        raise reading.refuse("Unclosed start tag")
    if tag not in _KIND_OF_TAG:
        raise reading.refuse(f'Unsupported start tag "{tag}"')
    if not found:
        raise reading.refuse("Unclosed start tag")
    attributes = _attributes(reading, tag, found.group(2))
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise reading.refuse('Tag "span" must have class "tg-spoiler"')
    if tag == "tg-emoji" and not attributes.get("emoji-id", "").isdigit():
        raise reading.refuse('Tag "tg-emoji" must have a valid "emoji-id"')
    reading.stack.append(_Open(tag, attributes, reading.length))
    reading.position = found.end()


def _attributes(reading: _Reading, tag: str, raw: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    position = 0
    while raw[position:].strip():
        found = _ATTRIBUTE.match(raw, position)
        if not found or not found.group(1):
            raise reading.refuse(f'Empty attribute name in the tag "{tag}"')
        name, equals, value = found.groups()
        if not equals and name != "expandable":
            raise reading.refuse(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}"'
            )
        attributes[name.lower()] = value.strip("\"'")
        position = found.end()
    return attributes


def _read_end_tag(reading: _Reading) -> None:
    if not reading.stack:
        raise reading.refuse("Unexpected end tag")
    found = _END_TAG.match(reading.source, reading.position)
    if not found:
        raise reading.refuse("Unclosed end tag")
    opened = reading.stack[-1]
    name = found.group(1).lower()
    if name and name != opened.tag:
        expected = f', expected "</{opened.tag}>", found "</{name}>"'
        place = len(reading.source[: reading.position].encode())
        raise _unparsable(f"Unmatched end tag at byte offset {place}{expected}")
    reading.stack.pop()
    reading.position = found.end()
    _close(reading, opened)


def _close(reading: _Reading, opened: _Open) -> None:
    length = reading.length - opened.offset
    if length == 0:
        return
    entity: Entity = {
        "type": _KIND_OF_TAG[opened.tag],
        "offset": opened.offset,
        "length": length,
    }
    if opened.tag == "a":
        shown = "".join(reading.parts)
        entity["url"] = opened.attributes.get("href") or shown[-length:]
    if opened.tag == "tg-emoji":
        entity["custom_emoji_id"] = opened.attributes["emoji-id"]
    if opened.tag == "blockquote" and "expandable" in opened.attributes:
        entity["type"] = "expandable_blockquote"
    reading.entities.append(entity)
