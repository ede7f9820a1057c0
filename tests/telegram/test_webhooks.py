"""Webhooks: the secret, the order, and again until it worked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from tests.telegram import EmulatedBot, EmulatedUser, Emulator
from tests.telegram.conftest import Api, until


@dataclass
class Receiver:
    """A web server that takes updates: with 200, or with the statuses in `answers` first."""

    url: str = ""
    updates: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    body: str = ""
    pause: float = 0.0
    busy: int = 0
    most_busy: int = 0

    async def take(self, request: web.Request) -> web.Response:
        self.busy += 1
        self.most_busy = max(self.busy, self.most_busy)
        await asyncio.sleep(self.pause)
        self.updates.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.busy -= 1
        return web.Response(status=self.answers.pop(0) if self.answers else 200, text=self.body)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.updates]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    received = Receiver()
    app = web.Application()
    app.router.add_post("/hook", received.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    received.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield received
    await runner.cleanup()


async def test_updates_are_posted_in_order_with_the_secret(
    bot: EmulatedBot, api: Api, ann: EmulatedUser, receiver: Receiver
) -> None:
    await ann.send_text(bot, "before")
    await api.result("setWebhook", url=receiver.url, secret_token="a-Secret_1")
    for number in range(20):
        await ann.send_text(bot, str(number))
    await until(lambda: len(bot.delivered) == 21)
    assert receiver.texts == ["before", *map(str, range(20))]
    assert set(receiver.secrets) == {"a-Secret_1"}


async def test_without_a_secret_there_is_no_header(
    bot: EmulatedBot, api: Api, ann: EmulatedUser, receiver: Receiver
) -> None:
    await api.result("setWebhook", url=receiver.url)
    await ann.send_text(bot, "hello")
    await until(lambda: bot.delivered)
    assert receiver.secrets == [None]


async def test_a_refused_update_comes_again_before_the_next(
    bot: EmulatedBot, api: Api, ann: EmulatedUser, receiver: Receiver
) -> None:
    receiver.answers = [500, 503]
    await api.result("setWebhook", url=receiver.url)
    for text in ("one", "two"):
        await ann.send_text(bot, text)
    await until(lambda: len(bot.delivered) == 2)
    assert receiver.texts == ["one", "one", "one", "two"]
    assert bot.delivered[0].handed == 3
    info = await api.result("getWebhookInfo")
    assert info["last_error_message"].startswith("Wrong response from the webhook: 503")
    assert info["pending_update_count"] == 0
    assert info["url"] == receiver.url


async def test_a_lost_answer_makes_a_duplicate(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser, receiver: Receiver
) -> None:
    await api.result("setWebhook", url=receiver.url)
    emulator.faults.lose_webhook_answers("wesaid_bot")
    await ann.send_text(bot, "twice")
    await until(lambda: bot.delivered)
    assert receiver.texts == ["twice", "twice"]
    assert receiver.updates[0] == receiver.updates[1]
    bot.updates.repeat_next(1)
    await ann.send_text(bot, "again")
    await until(lambda: len(bot.delivered) == 2)
    assert receiver.texts[2:] == ["again", "again"]


async def test_updates_can_come_in_the_wrong_order(
    bot: EmulatedBot, api: Api, ann: EmulatedUser, receiver: Receiver
) -> None:
    for text in ("one", "two", "three"):
        await ann.send_text(bot, text)
    bot.updates.reverse_next(1)
    await api.result("setWebhook", url=receiver.url)
    await until(lambda: len(bot.delivered) == 3)
    assert receiver.texts == ["two", "one", "three"]


async def test_different_people_can_be_delivered_side_by_side(
    emulator: Emulator, bot: EmulatedBot, api: Api, receiver: Receiver
) -> None:
    emulator.webhook_order = "person"
    receiver.pause = 0.05
    await api.result("setWebhook", url=receiver.url, max_connections=4)
    for text in ("one", "two"):
        for user in range(6):
            await emulator.user(3000 + user).send_text(bot, text)
    await until(lambda: len(bot.delivered) == 12)
    assert 1 < receiver.most_busy <= 4
    for user in range(6):
        own = [
            u["message"]["text"]
            for u in receiver.updates
            if u["message"]["from"]["id"] == 3000 + user
        ]
        assert own == ["one", "two"]


async def test_a_bot_that_is_away_gets_everything_when_it_is_back(
    bot: EmulatedBot, api: Api, ann: EmulatedUser, receiver: Receiver
) -> None:
    await api.result("setWebhook", url="http://127.0.0.1:1/hook")
    await ann.send_text(bot, "hello")
    await until(lambda: bot.webhook and bot.webhook.attempts >= 2)
    assert "Connection failed" in (await api.result("getWebhookInfo"))["last_error_message"]
    answer = await api("setWebhook", url=receiver.url)
    assert answer["description"] == "Webhook was set"
    await until(lambda: bot.delivered)
    assert receiver.texts == ["hello"]


async def test_nothing_is_delivered_while_telegram_is_away(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser, receiver: Receiver
) -> None:
    await api.result("setWebhook", url=receiver.url)
    async with emulator.outage("bad gateway"):
        await ann.send_text(bot, "hello")
        await asyncio.sleep(0.2)
        assert receiver.updates == []
    await until(lambda: bot.delivered)
    assert receiver.texts == ["hello"]


async def test_a_public_address_can_lead_here(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser, receiver: Receiver
) -> None:
    await api.result("setWebhook", url="https://checkins.example.org/hook")
    await ann.send_text(bot, "hello")
    await until(lambda: bot.webhook and bot.webhook.attempts)
    info = await api.result("getWebhookInfo")
    assert "loopback addresses only" in info["last_error_message"]
    emulator.route("https://checkins.example.org", receiver.url.removesuffix("/hook"))
    await until(lambda: bot.delivered)
    assert receiver.texts == ["hello"]


async def test_deleting_the_webhook_keeps_what_waits(
    bot: EmulatedBot, api: Api, ann: EmulatedUser, receiver: Receiver
) -> None:
    receiver.answers = [500] * 100
    await api.result("setWebhook", url=receiver.url)
    await ann.send_text(bot, "hello")
    await until(lambda: receiver.updates)
    assert (await api("deleteWebhook"))["description"] == "Webhook was deleted"
    assert (await api.result("getUpdates"))[0]["message"]["text"] == "hello"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"url": "http://example.org/hook"}, "An HTTPS URL must be provided for webhook"),
        ({"url": "https://example.org:8080/hook"}, "only on ports 80, 88, 443 or 8443"),
        ({"url": "nowhere"}, "An HTTPS URL must be provided"),
        ({"url": "https://example.org:port/"}, "invalid URL specified"),
        ({"secret_token": "no spaces"}, "secret token contains unallowed characters"),
        ({"secret_token": "x" * 257}, "secret token is too long"),
        ({"max_connections": 101}, "max_connections"),
    ],
)
async def test_settings_that_telegram_refuses(
    emulator: Emulator, bot: EmulatedBot, api: Api, given: dict[str, Any], problem: str
) -> None:
    refusal = await api.refusal("setWebhook", **{"url": "https://example.org/hook", **given})
    assert problem in refusal
    assert bot.webhook is None
    emulator.take_violations()


async def test_an_answer_with_a_method_is_a_violation(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser, receiver: Receiver
) -> None:
    receiver.body = '{"method": "sendMessage"}'
    await api.result("setWebhook", url=receiver.url)
    await ann.send_text(bot, "hello")
    await until(lambda: bot.delivered)
    assert "answered with a method" in emulator.take_violations()[0]
