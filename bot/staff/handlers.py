"""The handlers of the staff bot: what each kind of update is read as."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

from telegram import ChatMember, Update
from telegram.constants import ChatType
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.aftercare.staff_inbound import StaffInbound
from bot.staff.application import Context, StaffApplication
from bot.staff.reading import read_command, read_join, read_message, read_press

_COMMANDS: Final = ("flags", "read", "caseload", "oncall", "swap", "away", "help")


@dataclass(slots=True)
class Reading:
    """What the handlers make of one update."""

    inbounds: list[StaffInbound] = field(default_factory=list)
    blocked_by: list[str] = field(default_factory=list)


READING: ContextVar[Reading] = ContextVar("staff_reading")
"""Where the handlers put what they read in the update that is being processed."""


def add_handlers(application: StaffApplication) -> None:
    """Sets up `application`; Telegram's own notes in a chat, where nobody speaks, are left out."""
    private = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
    said = (
        filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
    ) & ~filters.StatusUpdate.ALL
    application.add_handlers(
        [
            CommandHandler("start", _join, filters=private),
            *(CommandHandler(name, _command(name), filters=private) for name in _COMMANDS),
            CallbackQueryHandler(_press),
            ChatMemberHandler(_standing, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(said, _message),
        ]
    )


async def _join(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    READING.get().inbounds.append(read_join(update.update_id, message, context.args or []))


def _command(name: str) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    async def command(update: Update, context: Context) -> None:
        message = update.effective_message
        assert message is not None
        words = " ".join(context.args or [])
        READING.get().inbounds.append(read_command(update.update_id, message, name, words))

    return command


async def _press(update: Update, _: Context) -> None:
    READING.get().inbounds.append(read_press(update))


async def _message(update: Update, _: Context) -> None:
    message = update.effective_message
    assert message is not None
    READING.get().inbounds.append(read_message(update.update_id, message))


async def _standing(update: Update, _: Context) -> None:
    change = update.my_chat_member
    assert change is not None
    private = change.chat.type == ChatType.PRIVATE
    if private and change.new_chat_member.status == ChatMember.BANNED:
        READING.get().blocked_by.append(str(change.chat.id))
