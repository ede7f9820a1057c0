"""The text of a request: its markup or entities read, trimmed and measured as Telegram does."""

from __future__ import annotations

from tests.telegram.entities import Entity, Formatted, utf16_length
from tests.telegram.html_text import parse_html
from tests.telegram.markdown_text import parse_markdown
from tests.telegram.parameters import Parameters
from tests.telegram.refusals import bad_request

_KINDS = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
    ]
)


def formatted(given: Parameters, text_name: str, entities_name: str, limit: int) -> Formatted:
    """The formatted text of one request, trimmed as Telegram trims it.

    Raises RefusalError when markup or entities are broken, or more than `limit` units are left.
    """
    source = given.text(text_name)
    if any(0xD800 <= ord(character) <= 0xDFFF for character in source):
        raise bad_request("strings must be encoded in UTF-8")
    mode = given.text("parse_mode").lower()
    if mode:
        found = _parse(source, mode)
    else:
        found = Formatted(source, _checked(given.structure(entities_name), source))
    found = _trimmed(found)
    if utf16_length(found.text) > limit:
        long = "message is too long" if text_name == "text" else "message caption is too long"
        raise bad_request(long)
    return found


def _parse(source: str, mode: str) -> Formatted:
    if mode == "html":
        return parse_html(source)
    if mode == "markdownv2":
        return parse_markdown(source)
    raise bad_request("unsupported parse_mode")


def _checked(raw: object | None, text: str) -> tuple[Entity, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list):
        raise bad_request("can't parse entities JSON object")
    length = utf16_length(text)
    for entity in raw:
        if not isinstance(entity, dict) or entity.get("type") not in _KINDS:
            raise bad_request("can't parse MessageEntity: unsupported type specified")
        start, size = entity.get("offset"), entity.get("length")
        if not isinstance(start, int) or not isinstance(size, int):
            raise bad_request("can't parse MessageEntity: offset and length must be integers")
        if start < 0 or size <= 0 or start + size > length:
            raise bad_request(f"entity beginning at UTF-16 offset {start} ends after the text")
    return tuple(raw)


def _trimmed(found: Formatted) -> Formatted:
    """White space at both ends goes, and entities move with the text."""
    text = found.text.strip()
    if text == found.text:
        return found
    left = utf16_length(found.text[: len(found.text) - len(found.text.lstrip())])
    end = utf16_length(text)
    kept = []
    for entity in found.entities:
        start = max(0, int(str(entity["offset"])) - left)
        stop = min(end, int(str(entity["offset"])) + int(str(entity["length"])) - left)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return Formatted(text, tuple(kept))
