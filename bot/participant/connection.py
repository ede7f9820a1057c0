"""How the participants' bot connects to Telegram, and what became of a request that broke off.

The one place outside bot/web that knows aiohttp: aiogram's requests go through it, and aiogram
itself tells neither a connection that was never made from one that broke, nor limits the time for
connecting. Without that, every message sent while the network is down would be "perhaps sent".
"""

from __future__ import annotations

from contextlib import aclosing
from http import HTTPStatus
from typing import Final, cast

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError, TelegramServerError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.delivery.channel import NotSent, Refused

CONNECT_S: Final = 4.0
REQUEST_S: Final = 8.0
_POLL_GRACE_S: Final = 10.0

_NEVER_CONNECTED: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)


class _Session(AiohttpSession):
    """Knows a fault of Telegram's by its status, whatever page a gateway sends with it."""

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        if status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise TelegramServerError(method=method, message=f"status {status_code}")
        return super().check_response(bot, method, status_code, content)


def connection(api: str, request_s: float = REQUEST_S) -> AiohttpSession:
    """Connections to the Bot API at `api`; a request may take `request_s` seconds altogether."""
    return _Session(
        api=TelegramAPIServer.from_base(api), timeout=cast("float", _timeout(request_s))
    )


def poll_timeout(wait_s: int) -> int:
    """The time for a long poll of `wait_s` seconds, as a request of aiogram's takes it."""
    return cast("int", _timeout(wait_s + _POLL_GRACE_S))


async def downloaded(bot: Bot, path: str, most: int, seconds: float) -> bytes | None:
    """The file at `path`, as getFile named it; None when that path is not valid any more.

    Raises NotSent when it could not be fetched now, and Refused when it has more than `most` bytes.
    The address holds the token, so that nothing of the library's errors is handed on.
    """
    address = bot.session.api.file_url(bot.token, path)
    content = bytearray()
    try:
        chunks = bot.session.stream_content(address, timeout=cast("int", _timeout(seconds)))
        async with aclosing(chunks):
            async for chunk in chunks:
                content += chunk
                if len(content) > most:
                    raise Refused("The file is larger than it was said to be.")
    except aiohttp.ClientResponseError as error:
        if error.status == HTTPStatus.NOT_FOUND:
            return None
        raise NotSent("Telegram does not hand the file over at the moment.") from None
    except (aiohttp.ClientError, TimeoutError):
        raise NotSent("The connection to Telegram broke while the file was fetched.") from None
    return bytes(content)


def never_connected(error: TelegramNetworkError) -> bool:
    """Whether the request certainly did not reach Telegram."""
    return isinstance(error.__cause__, _NEVER_CONNECTED)


def _timeout(total_s: float) -> aiohttp.ClientTimeout:
    # aiogram names a number and hands on whatever it is given; looking the name up counts too.
    return aiohttp.ClientTimeout(total=total_s, connect=min(CONNECT_S, total_s))
