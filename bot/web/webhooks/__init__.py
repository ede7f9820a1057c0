"""Telegram's webhooks: an update is confirmed with 200 only after it was taken in."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import structlog
from aiohttp import web

from storage.unavailable import DatabaseUnavailable

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
LARGEST_UPDATE: Final = 1024 * 1024
TRY_AGAIN_S: Final = "5"

Handle: TypeAlias = Callable[[dict[str, Any]], Awaitable[None]]
"""Takes one update in and returns after the commit; raises when it was not taken."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Webhook:
    """One bot's webhook: `/telegram/NAME`. `secret` is what Telegram sends in the header."""

    name: str
    secret: str
    handle: Handle

    def register(self, app: web.Application) -> None:
        app.router.add_post(f"/telegram/{self.name}", self._receive)

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not self.secret or not hmac.compare_digest(given.encode(), self.secret.encode()):
            log.warning("webhook.refused", bot=self.name)
            return web.Response(status=401)
        update = await self._read(request)
        if isinstance(update, web.Response):
            return update
        return await self._hand_over(update)

    async def _read(self, request: web.Request) -> dict[str, Any] | web.Response:
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            log.warning("webhook.too_large", bot=self.name)
            return web.Response(status=413)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            log.warning("webhook.malformed", bot=self.name, size=len(body))
            return web.Response(status=400)
        if not isinstance(update, dict):
            log.warning("webhook.malformed", bot=self.name, size=len(body))
            return web.Response(status=400)
        return update

    async def _hand_over(self, update: dict[str, Any]) -> web.Response:
        try:
            await self.handle(update)
        except DatabaseUnavailable:
            log.warning("webhook.database_unavailable", bot=self.name)
            return web.Response(status=503, headers={"Retry-After": TRY_AGAIN_S})
        except Exception as error:  # noqa: BLE001 - whatever it was, Telegram must send it again
            log.error("webhook.failed", bot=self.name, error=type(error).__name__)  # noqa: TRY400 - the message may hold words
            return web.Response(status=500, headers={"Retry-After": TRY_AGAIN_S})
        return web.Response(status=200)
