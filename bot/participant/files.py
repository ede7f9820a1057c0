"""The photos and voice notes that people sent, fetched from Telegram when somebody opens them."""

from __future__ import annotations

from typing import Final

from aiogram import Bot
from aiogram.types import File

from bot.delivery.channel import NotSent, Refused, Uncertain
from bot.participant.connection import downloaded
from bot.participant.problems import asked

LARGEST_BYTES: Final = 20 * 1024 * 1024
"""Telegram lets bots fetch no more."""

_SECONDS: Final = 15.0
_TRIES: Final = 2


async def fetch_file(bot: Bot, reference: str) -> bytes:
    """The file with the id `reference`. Raises DeliveryError.

    Refused when there is no such file or it is too large: then there is no use in trying again.
    The path that Telegram names holds for an hour only, so that it is asked for each time.
    """
    for _ in range(_TRIES):
        file = await _found(bot, reference)
        if (file.file_size or 0) > LARGEST_BYTES:
            raise Refused("The file is larger than Telegram lets bots fetch.")
        if not file.file_path:
            raise NotSent("Telegram has no way to the file at the moment.")
        content = await downloaded(bot, file.file_path, LARGEST_BYTES, _SECONDS)
        if content is not None:
            return content
    raise NotSent("Telegram does not find the file at the moment.")


async def _found(bot: Bot, reference: str) -> File:
    try:
        return await asked(bot.get_file(reference))
    except Uncertain as uncertain:
        # To ask twice changes nothing, so that it does not matter whether the question arrived.
        raise NotSent(str(uncertain)) from None
