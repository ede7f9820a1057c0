"""Updates as Telegram sends them, before anything is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

RawUpdate: TypeAlias = dict[str, Any]

_IN_A_CHAT: Final = ("message", "edited_message", "my_chat_member", "channel_post")


class UnreadableUpdateError(Exception):
    """An update in which not even a chat could be found. Nothing of it stands in the message."""

    def __init__(self) -> None:
        super().__init__("An update could not be understood, and nobody to answer was found in it.")


def part(raw: object, *path: str) -> object:
    """What stands at `path` in nested mappings; None where there is nothing of the kind."""
    for name in path:
        if not isinstance(raw, Mapping):
            return None
        raw = raw.get(name)
    return raw


def text_at(raw: object, *path: str) -> str:
    """The text at `path`, or an empty one. Halves of characters, which nothing can keep, go."""
    found = part(raw, *path)
    return found.encode("utf-8", "replace").decode("utf-8") if isinstance(found, str) else ""


def number_at(raw: object, *path: str) -> int | None:
    """The whole number at `path`, or None."""
    found = part(raw, *path)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def chat_of(update: RawUpdate) -> int | None:
    """The chat that `update` belongs to: whose it is, and where an answer goes. None when unknown.

    A private chat has the person's own id, which stands in where the chat's is missing.
    """
    for kind in _IN_A_CHAT:
        if part(update, kind) is not None:
            return _first(
                number_at(update, kind, "chat", "id"), number_at(update, kind, "from", "id")
            )
    return _first(
        number_at(update, "callback_query", "message", "chat", "id"),
        number_at(update, "callback_query", "from", "id"),
    )


def _first(one: int | None, other: int | None) -> int | None:
    return other if one is None else one
