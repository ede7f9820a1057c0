"""The emulator: all bots, people and settings of one pretended Telegram."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Literal

import aiohttp

from tests.telegram.bots import EmulatedBot
from tests.telegram.chats import Chat, ChatEvent
from tests.telegram.faults import Faults
from tests.telegram.limits import Limits
from tests.telegram.media import EmulatedUser
from tests.telegram.records import RequestRecord, SentMessage
from tests.telegram.server import OutageKind, Server

Watcher = Callable[[Chat, ChatEvent], None]


class Emulator:
    """Use as `async with Emulator() as emulator`; `emulator.url` is then the API's base address.

    `clock` gives Unix seconds for the dates of messages. `query_lifetime` is how many seconds a
    press can be answered. `webhook_order`: "bot" delivers one update after the other, "person" does
    so for each person and different people side by side. Webhooks are retried after
    `webhook_backoff` seconds, doubling to 2. A path that getFile named can be fetched from for
    `path_lifetime` seconds.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        limits: Limits | None = None,
        query_lifetime: float = 15.0,
        webhook_order: Literal["bot", "person"] = "bot",
        seed: int = 0,
    ) -> None:
        self.clock = clock
        self.limits = limits or Limits()
        self.query_lifetime = query_lifetime
        self.webhook_order = webhook_order
        self.webhook_backoff = 0.05
        self.webhook_timeout = 10.0
        self.path_lifetime = 3600.0
        self.users: dict[int, EmulatedUser] = {}
        self.bots: dict[str, EmulatedBot] = {}
        self.bots_by_token: dict[str, EmulatedBot] = {}
        self.faults = Faults(seed)
        self.violations: list[str] = []
        self.watchers: list[Watcher] = []
        self._routes: dict[str, str] = {}
        self._server = Server(self)
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Emulator:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listens on 127.0.0.1; port 0 takes a free one."""
        await self._server.start(port)

    async def stop(self) -> None:
        for bot in self.bots.values():
            if bot.webhook:
                bot.webhook.close()
            bot.updates.end_poll()
        await self._server.stop()
        if self._http:
            await self._http.close()

    @property
    def url(self) -> str:
        """The base address, for `WESAID_TELEGRAM_API` and the libraries."""
        return self._server.url

    # Who there is

    def register(self, username: str, token: str = "", first_name: str = "") -> EmulatedBot:
        """Makes a bot. Its name in transcripts is `first_name`, by default the username."""
        number = 7_000_000_001 + len(self.bots)
        token = token or f"{number}:AA{username[:10]:x<10}{'emulated-token':x<22}"
        if username in self.bots or token in self.bots_by_token:
            raise ValueError(f"{username} is registered already")
        bot = EmulatedBot(token, username, first_name or username, self.limits, self._tell)
        self.bots[username] = self.bots_by_token[token] = bot
        return bot

    def user(self, user_id: int, first_name: str = "", **more: str) -> EmulatedUser:
        """The person with this id, made when there is none (`more`: last_name, username ...)."""
        known = self.users.get(user_id)
        if known is None:
            known = EmulatedUser(self, user_id, first_name or f"Person {user_id}", **more)
            self.users[user_id] = known
        return known

    def _tell(self, chat: Chat, event: ChatEvent) -> None:
        for watcher in self.watchers:
            watcher(chat, event)

    # What happened

    def requests(self, bot: EmulatedBot, method: str = "") -> list[RequestRecord]:
        """All requests of a bot, or those of one method, in the order they came."""
        return [record for record in bot.requests if method in ("", record.method)]

    def sent(self, bot: EmulatedBot) -> list[SentMessage]:
        """All messages of a bot that Telegram took, with the times of their requests."""
        return bot.sent

    def violate(self, bot: EmulatedBot | None, problem: str) -> None:
        """Writes down something that a bot in good order never does."""
        self.violations.append(f"{bot.username}: {problem}" if bot else problem)

    def take_violations(self) -> list[str]:
        """The violations so far, which are then forgotten: for tests that provoke them."""
        taken, self.violations = self.violations, []
        return taken

    def assert_no_violations(self) -> None:
        if self.violations:
            listed = "\n".join(f"- {problem}" for problem in self.violations[:20])
            raise AssertionError(f"{len(self.violations)} violations of the Bot API:\n{listed}")

    def now(self) -> int:
        return int(self.clock())

    # What goes wrong

    async def go_down(self, kind: OutageKind = "refused") -> None:
        """Telegram is away: connections are refused, get 502, or are never answered."""
        await self._server.go_down(kind)

    @property
    def is_down(self) -> bool:
        """Whether Telegram is away; nothing is delivered by webhook meanwhile."""
        return self._server.is_down

    async def come_back(self) -> None:
        await self._server.come_back()

    @asynccontextmanager
    async def outage(self, kind: OutageKind = "refused") -> AsyncIterator[None]:
        await self.go_down(kind)
        try:
            yield
        finally:
            await self.come_back()

    # Webhooks

    def route(self, address: str, target: str) -> None:
        """Webhooks of the public `address` are delivered to `target` on this machine instead."""
        self._routes[address.rstrip("/")] = target.rstrip("/")

    def routed(self, url: str) -> str:
        for address, target in self._routes.items():
            if url.startswith(address):
                return target + url.removeprefix(address)
        return url

    def http(self) -> aiohttp.ClientSession:
        """The session that webhooks go out with."""
        if self._http is None:
            self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self._http
