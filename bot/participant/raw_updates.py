"""Updates as Telegram sends them, before anything is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from aiogram.methods import TelegramMethod

from bot.delivery.telegram.raw_updates import number_at, part

SERVED: Final = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that the bot asks Telegram for."""


class GetRawUpdates(TelegramMethod[list[Any]]):
    """getUpdates without making anything of the updates, so that one cannot spoil the others."""

    __returning__: ClassVar[Any] = list[Any]
    __api_method__: ClassVar[str] = "getUpdates"

    offset: int | None = None
    timeout: int = 0
    allowed_updates: tuple[str, ...] = SERVED


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
