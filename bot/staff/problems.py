"""The library's errors as delivery's: what became of a message, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Awaitable
from datetime import timedelta
from typing import Final, TypeVar

from telegram import error as telegram
from telegram.error import TelegramError

from bot.delivery.channel import (
    ChannelLost,
    DeliveryError,
    NotSent,
    Refused,
    SlowDown,
    Uncertain,
)

_SIGNS_OF_GONE: Final = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "deactivated",
    "is_blocked",
)
_TOO_MANY: Final = re.compile(r"too many requests(?:: retry after (\d+))?", re.IGNORECASE)
_WAIT_S: Final = 5.0

# By name, because the library hands its transport's errors on as causes and has none of its own
# for a connection that was never made; anything else may have gone wrong after Telegram had read
# the request.
_NEVER_CONNECTED: Final = frozenset(
    {"ConnectError", "ConnectTimeout", "PoolTimeout", "UnsupportedProtocol", "InvalidURL"}
)


_NONSENSE: Final = "Telegram's answer could not be understood."
_T = TypeVar("_T")


async def asked(request: Awaitable[_T]) -> _T:
    """What Telegram answers to `request`. Raises DeliveryError."""
    try:
        return await request
    except TelegramError as error:
        raise problem(error) from error
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        # The library takes it for granted that an answer has the shape it should have.
        raise Uncertain(_NONSENSE) from error


def problem(error: TelegramError) -> DeliveryError:
    """What `error` means for a request that the bot made. Never repeats what was being sent."""
    if isinstance(error, telegram.RetryAfter):
        return slow_down(error.retry_after)
    if isinstance(error, telegram.InvalidToken | telegram.Conflict):
        return NotSent(_not_now(error))
    if isinstance(error, telegram.Forbidden):
        return ChannelLost(f"Telegram: {error.message}")
    if isinstance(error, telegram.BadRequest | telegram.ChatMigrated):
        gone = any(sign in error.message.lower() for sign in _SIGNS_OF_GONE)
        return (ChannelLost if gone else Refused)(f"Telegram: {error.message}")
    if isinstance(error, telegram.NetworkError):
        return _network(error)
    # An answer that cannot be read, such as the page of a proxy in between.
    return Uncertain(_NONSENSE)


def slow_down(wait: timedelta | float) -> SlowDown:
    """Telegram does not say whether it means this chat or the whole bot; the whole bot obeys.

    The pace keeps each chat well within its own limit, so the bot's is the likelier one; and going
    on against the bot's limit makes the wait longer for everybody, which nothing would mend.
    """
    seconds = wait.total_seconds() if isinstance(wait, timedelta) else wait
    return SlowDown(seconds, whole_bot=True)


def _not_now(error: TelegramError) -> str:
    if isinstance(error, telegram.Conflict):
        return "Another program, or a webhook, is receiving the staff bot's updates."
    return "Telegram does not accept the staff bot's token."


def _network(error: TelegramError) -> DeliveryError:
    cause = error.__cause__
    if cause is None:
        # An answer, with a status that is none of the above.
        too_many = _TOO_MANY.search(error.message)
        if too_many:
            return slow_down(float(too_many[1] or _WAIT_S))
        # A fault that Telegram itself reports is a refusal: the message was not taken.
        return NotSent("Telegram has a fault of its own at the moment.")
    kinds = {kind.__name__ for kind in type(cause).__mro__}
    if kinds & _NEVER_CONNECTED:
        return NotSent("No connection to Telegram.")
    return Uncertain(f"The connection to Telegram broke ({type(cause).__name__}).")
