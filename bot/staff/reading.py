"""Telegram's messages and presses as `StaffInbound`. Only private chats are served."""

from __future__ import annotations

from telegram import Message, Update
from telegram.constants import ChatType

from bot.aftercare.staff_inbound import StaffInbound
from bot.delivery.telegram.raw_updates import RawUpdate, chat_of, number_at, text_at


def read_join(update_id: int, message: Message, words: list[str]) -> StaffInbound:
    """/start, with the code that followed it if there was one."""
    return StaffInbound(
        update_id=str(update_id),
        address=str(message.chat.id),
        kind="join",
        text=words[0] if words else "",
        message_id=str(message.message_id),
    )


def read_command(update_id: int, message: Message, name: str, words: str) -> StaffInbound:
    """A command, with what followed it."""
    return StaffInbound(
        update_id=str(update_id),
        address=str(message.chat.id),
        kind="command",
        text=name,
        arguments=words,
        message_id=str(message.message_id),
    )


def read_message(update_id: int, message: Message) -> StaffInbound:
    """Anything else that was said; a caption counts as words."""
    private = message.chat.type == ChatType.PRIVATE
    words = (message.text or message.caption or "") if private else ""
    return StaffInbound(
        update_id=str(update_id),
        address=str(message.chat.id),
        kind=("text" if words else "media") if private else "group",
        text=words,
        message_id=str(message.message_id),
        attached=private and message.text is None,
    )


def read_press(update: Update) -> StaffInbound:
    """A press of a button. Its message may be gone, or too old for Telegram to show."""
    query = update.callback_query
    assert query is not None
    message = query.message
    return StaffInbound(
        update_id=str(update.update_id),
        # In a private chat the chat has the person's own id.
        address=str(message.chat.id if message else query.from_user.id),
        kind="press" if message is None or message.chat.type == ChatType.PRIVATE else "group",
        press=query.data or "",
        message_id=str(message.message_id) if message else "",
    )


def salvage(update: RawUpdate) -> StaffInbound | None:
    """What can still be made of an update that the library does not understand.

    The press or the words in it, or kind `unreadable` when there are none; None when it cannot be
    numbered or nobody is found in it to answer. Groups are not answered.
    """
    number, chat = number_at(update, "update_id"), chat_of(update)
    if number is None or chat is None or chat <= 0:
        return None
    press = text_at(update, "callback_query", "data")
    words = text_at(update, "message", "text") or text_at(update, "message", "caption")
    return StaffInbound(
        update_id=str(number),
        address=str(chat),
        kind="press" if press else "text" if words else "unreadable",
        text="" if press else words,
        press=press,
    )
