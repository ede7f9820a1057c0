"""Updates as Telegram sends them: the bytes of one JSON object."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from typing import Any, Final

from benchmarks.check_in import Asked

BOT: Final = 1001
BOT_TOKEN: Final = f"{BOT}:token-of-a-bot-that-sends-nothing"
DATE: Final = 1_790_000_000

_ROW: Final = 4
_numbers = count(100_000_001)


def answering(chat: int, asked: Asked, given: str, data: Callable[[str], str]) -> bytes:
    """The update by which a person answers a question; `data` makes a button's data of its key."""
    return _message(chat, given) if asked.typed else _press(chat, asked, given, data)


def _message(chat: int, text: str) -> bytes:
    number = next(_numbers)
    message = {
        "message_id": number,
        "from": _sender(chat),
        "chat": _chat(chat),
        "date": DATE,
        "text": text,
    }
    return json.dumps({"update_id": number, "message": message}).encode()


def _press(chat: int, asked: Asked, key: str, data: Callable[[str], str]) -> bytes:
    """With all of the message whose button was pressed, as Telegram sends it."""
    number = next(_numbers)
    query = {
        "id": str(4_000_000_000_000_000 + number),
        "from": _sender(chat),
        "message": {
            "message_id": number,
            "from": {"id": BOT, "is_bot": True, "first_name": "Check-ins", "username": "bench_bot"},
            "chat": _chat(chat),
            "date": DATE,
            "text": asked.question.text,
            "reply_markup": {"inline_keyboard": _keyboard(asked, data)},
        },
        "chat_instance": "-3141592653589793",
        "data": data(key),
    }
    return json.dumps({"update_id": number, "callback_query": query}).encode()


def _keyboard(asked: Asked, data: Callable[[str], str]) -> list[list[dict[str, str]]]:
    question = asked.question
    keys = [(option.label, option.key) for option in question.options]
    keys += [(control.capitalize(), f"~{control}") for control in question.controls]
    buttons = [{"text": label, "callback_data": data(key)} for label, key in keys]
    return [buttons[at : at + _ROW] for at in range(0, len(buttons), _ROW)]


def _sender(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Robin", "language_code": "en"}


def _chat(chat: int) -> dict[str, Any]:
    return {"id": chat, "first_name": "Robin", "type": "private"}
