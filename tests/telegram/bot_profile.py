"""getMe, setMyCommands, setMyDescription, setMyShortDescription, getChat, getFile, chat actions."""

from __future__ import annotations

import re
from typing import Any

from tests.telegram.calls import Call
from tests.telegram.entities import utf16_length
from tests.telegram.refusals import bad_request

MOST_FETCHED = 20 * 1024 * 1024
_SMALLER = re.compile(r"-s\d$")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = frozenset(
    [
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ]
)
_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
_NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def get_me(call: Call) -> dict[str, Any]:
    return {
        **call.bot.as_user(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(call: Call) -> bool:
    commands = call.given.structure("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands JSON object")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(str(command.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    scope = call.given.structure("scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    call.bot.commands[str(scope["type"]), _language(call)] = commands
    return True


def _language(call: Call) -> str:
    code = call.given.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def set_my_description(call: Call) -> bool:
    text = call.given.text("description")
    if utf16_length(text) > 512:
        raise bad_request("BOT_DESCRIPTION_TOO_LONG")
    call.bot.descriptions[_language(call)] = text
    return True


def set_my_short_description(call: Call) -> bool:
    text = call.given.text("short_description")
    if utf16_length(text) > 120:
        raise bad_request("BOT_SHORT_DESCRIPTION_TOO_LONG")
    call.bot.short_descriptions[_language(call)] = text
    return True


def send_chat_action(call: Call) -> bool:
    if call.given.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.chat()
    return True


def get_chat(call: Call) -> dict[str, Any]:
    return {
        **call.chat().description,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": _NO_GIFTS,
    }


def get_file(call: Call) -> dict[str, Any]:
    """The path that it names can be fetched from for a while only (Emulator.path_lifetime)."""
    named = call.given.text("file_id")
    stored = call.bot.files.get(named) or call.bot.files.get(_SMALLER.sub("", named))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.content) > MOST_FETCHED:
        raise bad_request("file is too big", careless=False)
    call.bot.path_ends[stored.path] = call.emulator.clock() + call.emulator.path_lifetime
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_path": stored.path,
    }
