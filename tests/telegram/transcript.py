"""A chat as readable text, for golden files: no times, no ids, the same every time."""

from __future__ import annotations

from tests.telegram.chats import Chat, ChatEvent
from tests.telegram.messages import EmulatedMessage, Version

_WORDING = {
    "said": "{bot}: {words}{buttons}",
    "edited": "{bot} changes message {number}: {words}{buttons}",
    "deleted": "{bot} deletes message {number}",
    "acknowledged": "{bot} shows for a moment: {words}",
    "wrote": "{person}: {words}",
    "corrected": "{person} changes message {number}: {words}",
    "pressed": "{person} presses [{words}]",
}


def transcript(chat: Chat) -> str:
    """Everything that happened in the chat, oldest first, one paragraph for each event."""
    return "\n".join(_lines(chat, event) for event in chat.events) + "\n"


def _lines(chat: Chat, event: ChatEvent) -> str:
    names = {
        "bot": chat.bot.first_name,
        "person": chat.user.first_name if chat.user else event.message.sender["first_name"],
        "number": event.message.message_id,
        "words": _indented(event.words or _stand_in(event.message)),
        "buttons": _buttons(event),
    }
    return _WORDING[event.kind].format(**names)


def _indented(text: str) -> str:
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"    {line}" if line else "" for line in rest)])


def _stand_in(message: EmulatedMessage) -> str:
    return f"({', '.join(sorted(message.content))})" if message.content else ""


def _buttons(event: ChatEvent) -> str:
    version: Version = event.message.history[event.version - 1]
    rows = [" ".join(f"[{button.label}]" for button in row) for row in version.rows]
    return "".join(f"\n    {row}" for row in rows)
