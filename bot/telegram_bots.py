"""One Telegram bot's incoming side: its surface and its intake, up as soon as Telegram can be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from random import Random
from typing import Any, Final, Protocol

import structlog

from bot.backoff import Backoff
from bot.delivery.channel import DeliveryError
from bot.intake import Intake

AGAIN: Final = Backoff(first=1, most=30)

log = structlog.get_logger()


class TelegramSurface(Protocol):
    """What both bots' surfaces offer."""

    def prepare(self) -> Awaitable[None]: ...

    def use_webhook(self, url: str, secret: str) -> Awaitable[None]: ...

    def use_polling(self) -> Awaitable[None]: ...

    def close(self) -> Awaitable[None]: ...


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """Where Telegram sends updates to, and the secret in their header."""

    url: str
    secret: str


class TelegramBot:
    """Never gives up: while Telegram is down everything else works, and this tries again."""

    def __init__(
        self,
        name: str,
        surface: TelegramSurface,
        intake: Intake,
        *,
        webhook: WebhookAddress | None,
        polls: bool,
    ) -> None:
        self.name = name
        self.surface = surface
        self.intake = intake
        self._webhook = webhook
        self._polls = polls
        self._state = "starting"
        self._stopping = asyncio.Event()

    @property
    def state(self) -> str:
        """For readiness: starting, ready, polling, or down and why."""
        return self.intake.state if self._state == "polling" else self._state

    async def run(self) -> None:
        """Until `stop`."""
        await self._bring_up()
        if self._polls and not self._stopping.is_set():
            self._state = "polling"
            await self.intake.run()

    async def stop(self) -> None:
        self._stopping.set()
        await self.intake.stop()

    async def _bring_up(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                await self.surface.prepare()
                if self._webhook is not None:
                    await self.surface.use_webhook(self._webhook.url, self._webhook.secret)
                elif self._polls:
                    await self.surface.use_polling()
            except DeliveryError as error:
                failures += 1
                # The surface's own sentence: it tells a wrong token from a platform that is down.
                self._state = f"down: {error}"
                log.warning("telegram.down", bot=self.name, error=str(error))
                await self._pause(AGAIN.delay(failures, Random()))  # noqa: S311 - guards nothing
            else:
                self._state = "ready"
                log.info("telegram.ready", bot=self.name)
                return

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            pass


def chat_of(update: dict[str, Any]) -> str:
    """The chat that an update came from, as text; "" when there is none. Never raises."""
    for kind in ("message", "edited_message", "channel_post", "callback_query", "my_chat_member"):
        part = update.get(kind)
        if not isinstance(part, dict):
            continue
        message = part.get("message") if kind == "callback_query" else part
        for holder in (message, part):
            for place in ("chat", "from"):
                who = holder.get(place) if isinstance(holder, dict) else None
                if isinstance(who, dict) and isinstance(who.get("id"), int):
                    return str(who["id"])
    return ""
