"""What can still be made of an update that the library does not understand.

A new kind of field, or a damaged one, must not hide what somebody wrote or pressed beside it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.checkins.inbound import Inbound
from bot.delivery.telegram.raw_updates import RawUpdate, chat_of, number_at, text_at
from bot.participant.reading import worded


def salvage(update: RawUpdate) -> Inbound | None:
    """The words or the press in `update`, or kind `unreadable` when there are none.

    None when it cannot be numbered or nobody is found in it to answer; groups are not answered.
    """
    number, chat = number_at(update, "update_id"), chat_of(update)
    if number is None or chat is None or chat <= 0:
        return None
    found = Inbound(bot="participant", update_id=str(number), address=str(chat), kind="unreadable")
    press = text_at(update, "callback_query", "data")
    if press:
        return replace(found, kind="press", press=press)
    words = text_at(update, "message", "text") or text_at(update, "message", "caption")
    if words:
        return worded(found, words)
    changed = text_at(update, "edited_message", "text")
    if not changed:
        return found
    message = number_at(update, "edited_message", "message_id")
    return replace(found, kind="edited", text=changed, message_id=str(message or ""))
