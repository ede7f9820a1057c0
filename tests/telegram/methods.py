"""Which methods there are, and which parameters each knows. Anything else is a violation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.telegram import bot_profile, editing, receiving, sending
from tests.telegram.calls import Call

_SENDING = frozenset(
    [
        "chat_id",
        "business_connection_id",
        "message_thread_id",
        "direct_messages_topic_id",
        "parse_mode",
        "disable_notification",
        "protect_content",
        "allow_paid_broadcast",
        "message_effect_id",
        "suggested_post_parameters",
        "reply_parameters",
        "reply_markup",
    ]
)
_EDITING = frozenset(["business_connection_id", "chat_id", "message_id", "inline_message_id"])
_CAPTION = frozenset(("caption", "caption_entities"))


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the Bot API: its documented name, what carries it out, what it may be given."""

    name: str
    run: Callable[[Call], Any]
    parameters: frozenset[str]


def _known(*names: str) -> frozenset[str]:
    return frozenset(names)


_ALL = (
    Method("getMe", bot_profile.get_me, _known()),
    Method(
        "getUpdates",
        receiving.get_updates,
        _known("offset", "limit", "timeout", "allowed_updates"),
    ),
    Method(
        "setWebhook",
        receiving.set_webhook,
        _known(
            "url",
            "certificate",
            "ip_address",
            "max_connections",
            "allowed_updates",
            "drop_pending_updates",
            "secret_token",
        ),
    ),
    Method("deleteWebhook", receiving.delete_webhook, _known("drop_pending_updates")),
    Method("getWebhookInfo", receiving.get_webhook_info, _known()),
    Method(
        "sendMessage",
        sending.send_message,
        _SENDING | _known("text", "entities", "link_preview_options"),
    ),
    Method(
        "sendPhoto",
        sending.send_photo,
        _SENDING | _CAPTION | _known("photo", "show_caption_above_media", "has_spoiler"),
    ),
    Method("sendVoice", sending.send_voice, _SENDING | _CAPTION | _known("voice", "duration")),
    Method(
        "sendDocument",
        sending.send_document,
        _SENDING | _CAPTION | _known("document", "thumbnail", "disable_content_type_detection"),
    ),
    Method(
        "editMessageText",
        editing.edit_message_text,
        _EDITING | _known("text", "parse_mode", "entities", "link_preview_options", "reply_markup"),
    ),
    Method(
        "editMessageReplyMarkup",
        editing.edit_message_reply_markup,
        _EDITING | _known("reply_markup"),
    ),
    Method("deleteMessage", editing.delete_message, _known("chat_id", "message_id")),
    Method(
        "answerCallbackQuery",
        editing.answer_callback_query,
        _known("callback_query_id", "text", "show_alert", "url", "cache_time"),
    ),
    Method("getFile", bot_profile.get_file, _known("file_id")),
    Method(
        "setMyCommands",
        bot_profile.set_my_commands,
        _known("commands", "scope", "language_code"),
    ),
    Method(
        "setMyDescription",
        bot_profile.set_my_description,
        _known("description", "language_code"),
    ),
    Method(
        "setMyShortDescription",
        bot_profile.set_my_short_description,
        _known("short_description", "language_code"),
    ),
    Method(
        "sendChatAction",
        bot_profile.send_chat_action,
        _known("chat_id", "action", "business_connection_id", "message_thread_id"),
    ),
    Method("getChat", bot_profile.get_chat, _known("chat_id")),
)

# Telegram does not mind the case of a method's name.
METHODS = {method.name.lower(): method for method in _ALL}
