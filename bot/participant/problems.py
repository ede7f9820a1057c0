"""The library's errors as delivery's: what became of a message, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Awaitable
from typing import Final, TypeVar

from aiogram import exceptions as telegram
from aiogram.exceptions import AiogramError, TelegramAPIError

from bot.delivery.channel import (
    ChannelLost,
    DeliveryError,
    NotSent,
    Refused,
    SlowDown,
    Uncertain,
)
from bot.participant.connection import never_connected

_SIGNS_OF_GONE: Final = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "deactivated",
    "is_blocked",
)
_NOT_NOW: Final = (
    telegram.TelegramUnauthorizedError,
    telegram.TelegramNotFound,
    telegram.TelegramConflictError,
)
_TOO_MANY: Final = re.compile(r"too many requests(?:: retry after (\d+))?", re.IGNORECASE)
_WAIT_S: Final = 5.0

_NONSENSE: Final = "Telegram's answer could not be understood."
_T = TypeVar("_T")


async def asked(request: Awaitable[_T]) -> _T:
    """What Telegram answers to `request`. Raises DeliveryError."""
    try:
        answer = await request
    except AiogramError as error:
        raise problem(error) from error
    except UnicodeDecodeError as error:
        raise Uncertain(_NONSENSE) from error
    if answer is None:
        raise Uncertain(_NONSENSE)
    return answer


def problem(error: AiogramError) -> DeliveryError:
    """What `error` means for a request that the bot made. Never repeats what was being sent."""
    if isinstance(error, telegram.TelegramRetryAfter):
        return slow_down(error.retry_after)
    if isinstance(error, telegram.TelegramEntityTooLarge):
        return Refused("Telegram refused the message: it is too large.")
    if isinstance(error, telegram.TelegramNetworkError):
        return _network(error)
    if isinstance(error, TelegramAPIError):
        return _answered(error)
    # An answer that cannot be read, such as the page of a proxy in between.
    return Uncertain(_NONSENSE)


def slow_down(seconds: float) -> SlowDown:
    """Telegram does not say whether it means this chat or the whole bot; the whole bot obeys.

    The pace keeps each chat well within its own limit, so the bot's is the likelier one; and going
    on against the bot's limit makes the wait longer for everybody, which nothing would mend.
    """
    return SlowDown(seconds, whole_bot=True)


def _network(error: telegram.TelegramNetworkError) -> DeliveryError:
    if never_connected(error):
        return NotSent("No connection to Telegram.")
    return Uncertain(f"The connection to Telegram broke ({type(error.__cause__).__name__}).")


def _answered(error: TelegramAPIError) -> DeliveryError:
    said = error.message or ""
    if isinstance(error, _NOT_NOW):
        return NotSent(_not_now(error))
    if isinstance(error, telegram.TelegramForbiddenError) or _gone(said):
        return ChannelLost(f"Telegram: {said}")
    if isinstance(error, telegram.TelegramBadRequest | telegram.TelegramMigrateToChat):
        return Refused(f"Telegram: {said}")
    if isinstance(error, telegram.TelegramServerError):
        # A fault that Telegram itself reports is a refusal: the message was not taken.
        return NotSent("Telegram has a fault of its own at the moment.")
    too_many = _TOO_MANY.search(said)
    if too_many:
        return slow_down(float(too_many[1] or _WAIT_S))
    return Uncertain(f"Telegram gave an answer that is not known here ({type(error).__name__}).")


def _not_now(error: TelegramAPIError) -> str:
    if isinstance(error, telegram.TelegramConflictError):
        return "Another program, or a webhook, is receiving the participants' bot's updates."
    return "Telegram does not accept the participants' bot's token."


def _gone(said: str) -> bool:
    return any(sign in said.lower() for sign in _SIGNS_OF_GONE)
