"""Server-sent events: an open page is told that there is something new, and fetches it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from aiohttp import web

from bot.web.chat.channel import WebChannel
from bot.web.chat.visitor import Visitor, what_is_new
from storage.database import Database
from storage.unavailable import DatabaseUnavailable

LOOK_EVERY_S: Final = 4.0
"""How often an open page looks by itself, for what another process sent."""

HEARTBEAT: Final = b": still here\n\n"
"""Keeps proxies from closing a stream on which nothing happens."""


async def stream(
    request: web.Request,
    database: Database,
    channel: WebChannel,
    visitor: Visitor,
    look_every_s: float = LOOK_EVERY_S,
) -> web.StreamResponse:
    """Sends `changed` whenever the conversation is not what it was, until the page is closed."""
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
    )
    await response.prepare(request)
    with channel.listening(visitor.address) as bell, suppress(ConnectionResetError):
        last = ""
        while not channel.closing:
            bell.clear()
            mark = await _look(database, visitor.token, last)
            if mark is None:
                await response.write(_event("signed-out", ""))
                break
            await response.write(HEARTBEAT if mark == last else _event("changed", mark))
            last = mark
            await _rung(bell, look_every_s)
    return response


async def _look(database: Database, token: str, last: str) -> str | None:
    try:
        return await database.read(lambda connection: what_is_new(connection, token))
    except DatabaseUnavailable:
        return last


async def _rung(bell: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(bell.wait(), seconds)
    except TimeoutError:
        return


def _event(name: str, data: str) -> bytes:
    return f"event: {name}\ndata: {data}\n\n".encode()
