"""Updates as Telegram sends them, before anything is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, TypeAlias

from aiogram.methods import TelegramMethod

RawUpdate: TypeAlias = dict[str, Any]

SERVED: Final = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that the bot asks Telegram for."""

_IN_A_CHAT: Final = ("message", "edited_message", "my_chat_member", "channel_post")


class UnreadableUpdateError(Exception):
    """An update in which not even a chat could be found. Nothing of it stands in the message."""

    def __init__(self) -> None:
        super().__init__("An update could not be understood, and nobody to answer was found in it.")


class GetRawUpdates(TelegramMethod[list[Any]]):
    """getUpdates without making anything of the updates, so that one cannot spoil the others."""

    __returning__: ClassVar[Any] = list[Any]
    __api_method__: ClassVar[str] = "getUpdates"

    offset: int | None = None
    timeout: int = 0
    allowed_updates: tuple[str, ...] = SERVED


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


@dataclass(frozen=True, slots=True)
class PressedMessage:
    """Of the message whose button was pressed: all that a press needs."""

    chat: int
    private: bool
    message: int


def without_pressed_message(event: object) -> tuple[PressedMessage | None, object]:
    """What a press needs of the message it belongs to, and the press without that message.

    Telegram sends the whole message back, with all its buttons; to make objects of them takes
    longer than all else that is done with a press. What is not as it should be, or no press, stays
    as it is.
    """
    if not isinstance(event, Mapping) or "data" not in event:
        return None, event
    message = number_at(event, "message", "message_id")
    chat = number_at(event, "message", "chat", "id")
    kind = part(event, "message", "chat", "type")
    if message is None or chat is None or kind is None:
        return None, event
    bare = {name: value for name, value in event.items() if name != "message"}
    return PressedMessage(chat, kind == "private", message), bare


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
