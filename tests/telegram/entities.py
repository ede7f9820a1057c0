"""Text with entities: which parts of it are bold, a link, a command."""

from __future__ import annotations

from dataclasses import dataclass

Entity = dict[str, object]


def utf16_length(text: str) -> int:
    """Telegram counts in UTF-16 code units: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Formatted:
    """Text as a person sees it, with its entities (offset and length in UTF-16 code units)."""

    text: str
    entities: tuple[Entity, ...] = ()
