"""The bodies of updates as Telegram makes them from what people do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.telegram.entities import Entity, utf16_length

if TYPE_CHECKING:
    from tests.telegram.bots import EmulatedBot
    from tests.telegram.presses import Press
    from tests.telegram.users import TextingUser

_FOUND_BY_ITSELF = re.compile(
    r"(?P<url>https?://\S+[^\s.,;:!?)])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?!\w)"
    r"|(?<!\w)(?P<mention>@[A-Za-z]\w{3,31})"
    r"|(?<!\w)(?P<hashtag>#\w*[^\W\d]\w*)"
)


def found_entities(text: str) -> tuple[Entity, ...]:
    """Commands, links, addresses and the like, which Telegram marks in whatever people type."""
    return tuple(
        {
            "type": str(found.lastgroup),
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found.group()),
        }
        for found in _FOUND_BY_ITSELF.finditer(text)
    )


def callback_query(press: Press, user: TextingUser) -> dict[str, Any]:
    return {
        "id": press.query_id,
        "from": user.as_user(),
        "message": press.message.as_json(),
        "chat_instance": press.message.chat.instance,
        "data": press.data,
    }


def member_change(
    bot: EmulatedBot, user: TextingUser, chat: dict[str, Any], date: int, change: tuple[str, str]
) -> dict[str, Any]:
    """A my_chat_member update: the bot's standing in `chat` changes from one status to another."""
    before, after = (_member(bot, status) for status in change)
    return {
        "chat": chat,
        "from": user.as_user(),
        "date": date,
        "old_chat_member": before,
        "new_chat_member": after,
    }


def _member(bot: EmulatedBot, status: str) -> dict[str, Any]:
    member: dict[str, Any] = {"user": bot.as_user(), "status": status}
    if status == "kicked":
        member["until_date"] = 0
    return member


def photo_sizes(file_id: str, unique_id: str, size: int) -> list[dict[str, Any]]:
    """A photo comes in several sizes, the largest last."""
    return [
        {
            "file_id": f"{file_id}" if scale == 1 else f"{file_id}-s{scale}",
            "file_unique_id": f"{unique_id}s{scale}",
            "width": 1280 // scale,
            "height": 960 // scale,
            "file_size": max(1, size // scale),
        }
        for scale in (8, 2, 1)
    ]
