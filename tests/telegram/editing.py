"""editMessageText, editMessageReplyMarkup, deleteMessage, answerCallbackQuery."""

from __future__ import annotations

import time
from typing import Any

from tests.telegram.calls import Call
from tests.telegram.chats import Chat
from tests.telegram.entities import Formatted, utf16_length
from tests.telegram.formatting import formatted
from tests.telegram.keyboards import check_markup
from tests.telegram.messages import EmulatedMessage
from tests.telegram.refusals import bad_request
from tests.telegram.sending import MOST_TEXT

_TWO_DAYS = 48 * 3600


def edit_message_text(call: Call) -> dict[str, Any]:
    """Without a reply_markup the keyboard goes, as on Telegram."""
    text = formatted(call.given, "text", "entities", MOST_TEXT)
    if not text.text:
        raise bad_request("message text is empty")
    markup = check_markup(call.given.structure("reply_markup"), only_inline=True)
    chat, message = _editable(call)
    if message.content:
        raise bad_request("there is no text in the message to edit")
    return _change(call, chat, message, text, markup)


def edit_message_reply_markup(call: Call) -> dict[str, Any]:
    markup = check_markup(call.given.structure("reply_markup"), only_inline=True)
    chat, message = _editable(call)
    return _change(call, chat, message, Formatted(message.text, message.entities), markup)


def _editable(call: Call) -> tuple[Chat, EmulatedMessage]:
    if call.given.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = call.chat()
    message = call.own_message(chat, "edit")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _change(
    call: Call,
    chat: Chat,
    message: EmulatedMessage,
    text: Formatted,
    markup: dict[str, Any] | None,
) -> dict[str, Any]:
    if message.looks_like(text, markup):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly"
            " the same as a current content and reply markup of the message",
            careless=False,
        )
    message.show(text, markup, time.monotonic())
    message.edit_date = call.emulator.now()
    chat.happened("edited", message)
    return message.as_json()


def delete_message(call: Call) -> bool:
    chat = call.chat()
    message = call.own_message(chat, "delete")
    if call.emulator.now() - message.date > _TWO_DAYS:
        raise bad_request("message can't be deleted for everyone", careless=False)
    message.deleted = True
    chat.happened("deleted", message)
    return True


def answer_callback_query(call: Call) -> bool:
    """Raises RefusalError for a query that is unknown or older than the emulator's setting."""
    text = call.given.text("text")
    if utf16_length(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    if call.given.text("url"):
        raise bad_request("URL_INVALID")
    press = call.bot.presses.get(call.given.text("callback_query_id"))
    if press is None or call.at - press.at > call.emulator.query_lifetime:
        raise bad_request(
            "query is too old and response timeout expired or query ID is invalid", careless=False
        )
    press.answer(text, alert=call.given.flag("show_alert"))
    if text:
        press.message.chat.happened("acknowledged", press.message, text)
    return True
