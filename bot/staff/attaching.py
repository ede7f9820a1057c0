"""Sends a participant's photo or voice note to staff, as what it is or else as a file."""

from __future__ import annotations

from typing import Final

from telegram import Message

from bot.delivery.attachments import Attachment
from bot.delivery.channel import Refused
from bot.staff.application import StaffBot
from bot.staff.problems import asked

LARGEST_PHOTO: Final = 10 * 1024 * 1024
"""Bytes; Telegram takes a larger picture as a file only."""

_UPLOAD_S: Final = 15.0


async def attach(bot: StaffBot, chat: int, attachment: Attachment) -> None:
    """Uploads it; nobody can forward or save it. Raises DeliveryError.

    What Telegram does not take as a photo or voice note (a format of its own, a picture that is
    very long) goes as a file, which it looks at no further.
    """
    if attachment.kind != "file" and _may_be_shown(attachment):
        try:
            await _shown(bot, chat, attachment)
        except Refused:
            pass
        else:
            return
    await asked(
        bot.send_document(
            chat,
            attachment.content,
            filename=attachment.name,
            protect_content=True,
            write_timeout=_UPLOAD_S,
        )
    )


def _may_be_shown(attachment: Attachment) -> bool:
    return attachment.kind == "voice" or len(attachment.content) <= LARGEST_PHOTO


async def _shown(bot: StaffBot, chat: int, attachment: Attachment) -> Message:
    if attachment.kind == "photo":
        return await asked(
            bot.send_photo(
                chat,
                attachment.content,
                filename=attachment.name,
                protect_content=True,
                write_timeout=_UPLOAD_S,
            )
        )
    return await asked(
        bot.send_voice(
            chat,
            attachment.content,
            filename=attachment.name,
            protect_content=True,
            write_timeout=_UPLOAD_S,
        )
    )
