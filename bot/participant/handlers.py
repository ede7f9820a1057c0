"""The handlers of the participants' bot: what each kind of update is read as."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TypeAlias

from aiogram import Dispatcher
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, TelegramObject

from bot.checkins.inbound import Inbound
from bot.participant.raw_updates import PressedMessage
from bot.participant.reading import read_edit, read_message, read_press

Lost: TypeAlias = Callable[[str], Awaitable[None]]
"""Told the chat of somebody who blocked the bot."""


EVENTS: Final[Mapping[str, type[TelegramObject]]] = {
    "message": Message,
    "edited_message": Message,
    "channel_post": Message,
    "callback_query": CallbackQuery,
    "my_chat_member": ChatMemberUpdated,
}
"""The kinds of update that there is a handler for, and what they hold."""


def dispatcher(lost: Lost | None) -> Dispatcher:
    """One asynchronous handler for each kind of update, and no filters: aiogram would run
    synchronous ones in threads.

    What is read goes into the list that the update is fed with as `found`, beside its `number` and
    the message that was `pressed`; errors are not caught.
    """

    async def standing(event: ChatMemberUpdated) -> None:
        private = event.chat.type == ChatType.PRIVATE
        if lost and private and event.new_chat_member.status == ChatMemberStatus.KICKED:
            await lost(str(event.chat.id))

    handlers = Dispatcher(disable_fsm=True)
    handlers.message.register(_message)
    handlers.channel_post.register(_message)
    handlers.edited_message.register(_edited)
    handlers.callback_query.register(_press)
    handlers.my_chat_member.register(standing)
    return handlers


async def _message(event: Message, number: int, found: list[Inbound]) -> None:
    inbound = read_message(event, number)
    if inbound is not None:
        found.append(inbound)


async def _edited(event: Message, number: int, found: list[Inbound]) -> None:
    inbound = read_edit(event, number)
    if inbound is not None:
        found.append(inbound)


async def _press(
    event: CallbackQuery, number: int, pressed: PressedMessage | None, found: list[Inbound]
) -> None:
    found.append(read_press(event, number, pressed))
