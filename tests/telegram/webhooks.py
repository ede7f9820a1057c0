"""Delivery of updates by webhook: in order, again and again until the answer is 2xx."""

from __future__ import annotations

import asyncio
import ipaddress
from collections import deque
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp

from tests.telegram.updates import Waiting

if TYPE_CHECKING:
    from tests.telegram.bots import EmulatedBot
    from tests.telegram.emulator import Emulator

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_EVERYBODY = 0


class Webhook:
    """Sends one bot's updates to `url`.

    The order is kept for the whole bot, or for each person (with others side by side) when the
    emulator's `webhook_order` is "person".
    """

    def __init__(
        self, emulator: Emulator, bot: EmulatedBot, url: str, secret: str, max_connections: int
    ) -> None:
        self.url = url
        self.secret = secret
        self.max_connections = max_connections
        self.last_error = ""
        self.last_error_date = 0
        self.attempts = 0
        self._emulator = emulator
        self._bot = bot
        self._lines: dict[int, deque[Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(max_connections)

    def open(self) -> None:
        """Starts to deliver what waits and whatever comes."""
        for waiting in self._bot.updates.waiting.values():
            self._arrived(waiting)
        self._bot.updates.on_arrival = self._arrived

    def close(self) -> None:
        """Stops; what is not confirmed stays in the queue."""
        self._bot.updates.on_arrival = None
        for task in self._tasks:
            task.cancel()

    def _arrived(self, waiting: Waiting) -> None:
        key = waiting.key if self._emulator.webhook_order == "person" else _EVERYBODY
        line = self._lines.get(key)
        if line is not None:
            line.append(waiting)
            return
        self._lines[key] = deque([waiting])
        task = asyncio.get_running_loop().create_task(self._work(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, key: int) -> None:
        line = self._lines[key]
        while line:
            if len(line) > 1 and self._bot.updates.take_reverse():
                line[0], line[1] = line[1], line[0]
            waiting = line[0]
            async with self._slots:
                await self._deliver(waiting)
                for _ in range(waiting.repeats):
                    await self._deliver(waiting)
            waiting.repeats = 0
            self._bot.updates.confirm(waiting.update_id)
            line.remove(waiting)
        del self._lines[key]

    async def _deliver(self, waiting: Waiting) -> None:
        pause = self._emulator.webhook_backoff
        while not await self._attempt(waiting):
            await asyncio.sleep(pause)
            pause = min(pause * 2, 2.0)

    async def _attempt(self, waiting: Waiting) -> bool:
        if self._emulator.is_down:
            return False
        self.attempts += 1
        if waiting.given:
            waiting.given.handed += 1
        target = self._emulator.routed(self.url)
        if not _reachable(target):
            return self._failed("the emulator delivers to loopback addresses only")
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers[SECRET_HEADER] = self.secret
        try:
            async with self._emulator.http().post(
                target,
                data=waiting.payload,
                headers=headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=self._emulator.webhook_timeout),
            ) as answer:
                body = await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as problem:
            return self._failed(f"Connection failed: {type(problem).__name__}")
        if not 200 <= answer.status < 300:
            reason = f"{answer.status} {answer.reason}"
            return self._failed(f"Wrong response from the webhook: {reason}")
        if b'"method"' in body:
            self._emulator.violate(
                self._bot, "a webhook was answered with a method, which the emulator does not take"
            )
        if self._emulator.faults.lost_webhook_answer(self._bot.username):
            return self._failed("Read timeout expired")
        return True

    def _failed(self, problem: str) -> bool:
        self.last_error, self.last_error_date = problem, self._emulator.now()
        return False


def _reachable(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
