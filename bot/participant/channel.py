"""Sends screens to participants on Telegram: new messages, and edits of those that stand."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable
from dataclasses import replace
from typing import Final, Literal

from aiogram import Bot
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions

from bot.delivery.channel import DeliveryError, Parcel, Refused
from bot.delivery.telegram.long_text import pieces
from bot.participant.keyboards import UnfitButtonError, keyboard
from bot.participant.problems import asked
from bot.participant.wording import wording
from bot.texts import Texts
from storage.hidden import THEIRS

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_UNCHANGED: Final = "message is not modified"
_REMEMBERED: Final = 1_000


class ParticipantChannel:
    """The Channel of the participants' bot.

    Ticks change the buttons under a question and leave its words alone; where that message can no
    longer be changed, the question comes anew with them.

    A text longer than one message goes out as several, the buttons under the last. When that is
    interrupted, the next try of the same parcel goes on where it was, as long as the process lives.
    Texts are sent plain, without markup, and without previews of links. Nothing is protected from
    copying: what stands in the chat is the participant's own, and a number must be easy to copy.
    """

    name: str = "participant"
    paced: bool = True

    def __init__(self, bot: Bot, texts: Texts) -> None:
        self._bot = bot
        self._texts = texts
        self._begun: OrderedDict[int, int] = OrderedDict()

    async def deliver(self, parcel: Parcel) -> str:
        """Sends one parcel; returns the id of the (last) message.

        Raises SlowDown, ChannelLost, Refused, NotSent or Uncertain. An edit that changes nothing
        counts as done; one whose message is gone or can no longer be changed is Refused.
        """
        chat = _number(parcel.address, "chat")
        if parcel.act == "delete":
            return await self._take_away(chat, parcel.remote_id.split())
        markup = _markup(parcel)
        if parcel.act == "edit" and parcel.screen.layout == "ticks":
            try:
                return await self._tick(chat, parcel.remote_id, markup)
            except Refused:
                # The message is gone, or too old to be changed: the question comes anew.
                parcel = replace(parcel, act="send")
        texts = pieces(wording(parcel.screen, self._texts))
        if not texts:
            raise Refused("There are no words in the message.")
        remote_id = ""
        for index in range(self._begun.pop(parcel.outbox_id, 0), len(texts)):
            below = markup if index == len(texts) - 1 else None
            try:
                if parcel.act == "edit" and index == 0:
                    remote_id = await self._edit(chat, parcel.remote_id, texts[index], below)
                else:
                    remote_id = await self._send(chat, texts[index], below)
            except DeliveryError:
                self._keep_place(parcel.outbox_id, index)
                raise
        return remote_id

    async def _send(self, chat: int, text: str, markup: InlineKeyboardMarkup | None) -> str:
        request = self._bot.send_message(
            chat, text, link_preview_options=_NO_PREVIEW, reply_markup=markup
        )
        return str((await asked(request)).message_id)

    async def _edit(
        self, chat: int, remote_id: str, text: str, markup: InlineKeyboardMarkup | None
    ) -> str:
        request = self._bot.edit_message_text(
            text,
            chat_id=chat,
            message_id=_number(remote_id, "message"),
            link_preview_options=_NO_PREVIEW,
            reply_markup=markup,
        )
        return await _changed(request, remote_id)

    async def _take_away(self, chat: int, remote_ids: list[str]) -> str:
        """Deletes messages, the newest first; what is too old for that loses its words.

        Telegram deletes what somebody wrote to the bot, too. What is gone already is done.
        """
        for remote_id in remote_ids:
            theirs = remote_id.startswith(THEIRS)
            message = _number(remote_id.removeprefix(THEIRS), "message")
            try:
                await asked(self._bot.delete_message(chat, message))
            except Refused:
                if not theirs:
                    await self._blank(chat, remote_id)
        return ""

    async def _blank(self, chat: int, remote_id: str) -> None:
        try:
            await self._edit(chat, remote_id, self._texts.say("This message was taken away."), None)
        except Refused:
            return  # it is gone, or nothing that can be changed

    async def _tick(self, chat: int, remote_id: str, markup: InlineKeyboardMarkup | None) -> str:
        request = self._bot.edit_message_reply_markup(
            chat_id=chat, message_id=_number(remote_id, "message"), reply_markup=markup
        )
        return await _changed(request, remote_id)

    def _keep_place(self, outbox_id: int, index: int) -> None:
        if not index:
            return
        self._begun[outbox_id] = index
        if len(self._begun) > _REMEMBERED:
            self._begun.popitem(last=False)


async def _changed(request: Awaitable[object], remote_id: str) -> str:
    """Asks for an edit; one that changes nothing counts as done."""
    try:
        await asked(request)
    except Refused as refused:
        if _UNCHANGED not in str(refused).lower():
            raise
    return remote_id


def _markup(parcel: Parcel) -> InlineKeyboardMarkup | None:
    try:
        return keyboard(parcel.screen)
    except UnfitButtonError as unfit:
        raise Refused(str(unfit)) from unfit


def _number(text: str, what: Literal["chat", "message"]) -> int:
    try:
        return int(text)
    except ValueError:
        raise Refused(f"This is not the id of a {what} on Telegram.") from None
