"""Sends screens to staff on Telegram: alerts, what is behind them, and edits of both."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, Literal

from telegram import InlineKeyboardMarkup, LinkPreviewOptions

from bot.delivery.attachments import Attachment, Opened
from bot.delivery.channel import DeliveryError, Parcel, Refused
from bot.delivery.screen import Screen
from bot.delivery.telegram.long_text import pieces
from bot.staff.application import StaffBot
from bot.staff.attaching import attach
from bot.staff.keyboards import UnfitButtonError, keyboard
from bot.staff.problems import asked
from bot.texts import Texts

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_UNCHANGED: Final = "message is not modified"
_REMEMBERED: Final = 1_000


class StaffChannel:
    """The Channel of the staff bot.

    A text longer than one message goes out as several, the buttons under the last. When that is
    interrupted, the next try of the same parcel goes on where it was, as long as the process lives.
    Texts are sent plain, without markup, and without previews of links. What carries a
    participant's words cannot be forwarded or saved; nor can an alert, since an edit may put words
    into it later and cannot protect it then. A photo or voice note goes before the words; when it
    cannot be had any more, a sentence says so in its place, and the words still go.
    """

    name: str = "staff"
    paced: bool = True

    def __init__(self, bot: StaffBot, texts: Texts, opened: Opened | None = None) -> None:
        """`opened` opens what screens name as attachments; without it none can be sent."""
        self._bot = bot
        self._texts = texts
        self._opened = opened or _nothing_opens
        self._begun: OrderedDict[int, int] = OrderedDict()

    async def deliver(self, parcel: Parcel) -> str:
        """Sends one parcel; returns the id of the (last) message.

        Raises SlowDown, ChannelLost, Refused, NotSent or Uncertain. An edit that changes nothing
        counts as done; one whose message is gone or can no longer be changed is Refused.
        """
        chat = _number(parcel.address, "chat")
        markup = _markup(parcel)
        texts = pieces(parcel.screen.text)
        if not texts:
            raise Refused("There are no words in the message.")
        protected = _is_protected(parcel.screen)
        attached = int(bool(parcel.screen.attachment) and parcel.act == "send")
        remote_id = ""
        for place in range(self._begun.pop(parcel.outbox_id, 0), len(texts) + attached):
            index = place - attached
            below = markup if index == len(texts) - 1 else None
            try:
                if index < 0:
                    await self._attach(chat, parcel.screen.attachment)
                elif parcel.act == "edit" and index == 0:
                    remote_id = await self._edit(chat, parcel.remote_id, texts[index], below)
                else:
                    remote_id = await self._send(chat, texts[index], below, protected=protected)
            except DeliveryError:
                self._keep_place(parcel.outbox_id, place)
                raise
        return remote_id

    async def _attach(self, chat: int, named: str) -> None:
        try:
            await attach(self._bot, chat, await self._opened(named))
        except Refused:
            gone = self._texts.say("They sent a photo or voice note that I cannot show you here.")
            await self._send(chat, gone, None, protected=True)

    async def _send(
        self, chat: int, text: str, markup: InlineKeyboardMarkup | None, *, protected: bool
    ) -> str:
        request = self._bot.send_message(
            chat,
            text,
            link_preview_options=_NO_PREVIEW,
            reply_markup=markup,
            protect_content=protected,
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
        try:
            await asked(request)
        except Refused as refused:
            if _UNCHANGED not in str(refused).lower():
                raise
        return remote_id

    def _keep_place(self, outbox_id: int, index: int) -> None:
        if not index:
            return
        self._begun[outbox_id] = index
        if len(self._begun) > _REMEMBERED:
            self._begun.popitem(last=False)


async def _nothing_opens(_named: str) -> Attachment:
    raise Refused("Nothing opens attachments here.")


def _is_protected(screen: Screen) -> bool:
    return screen.sensitive or screen.kind == "alert"


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
