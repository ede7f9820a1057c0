"""What the emulator's own tests share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from tests.telegram import EmulatedBot, EmulatedUser, Emulator
from tests.telegram.fixtures import emulator, emulator_process

__all__ = ["emulator", "emulator_process"]


@dataclass
class Api:
    """A bot without a library: any request at all, and the answer as it came."""

    url: str
    token: str
    http: aiohttp.ClientSession = field(repr=False)

    async def __call__(self, method: str, **given: Any) -> dict[str, Any]:
        """One call with a JSON body; returns the body of the answer."""
        async with self.http.post(f"{self.url}/bot{self.token}/{method}", json=given) as answer:
            body: dict[str, Any] = await answer.json(content_type=None)
            assert body["ok"] is (answer.status == 200)
            return body

    async def result(self, method: str, **given: Any) -> Any:
        body = await self(method, **given)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **given: Any) -> str:
        """The description of a refusal."""
        body = await self(method, **given)
        assert not body["ok"], body
        return str(body["description"])


@pytest.fixture
def bot(emulator: Emulator) -> EmulatedBot:
    return emulator.register("wesaid_bot", first_name="WeSaid")


@pytest.fixture
async def ann(emulator: Emulator, bot: EmulatedBot) -> EmulatedUser:
    """A person whose /start has been read."""
    user = emulator.user(1001, "Ann")
    await user.send_text(bot, "/start")
    bot.updates.confirm_all()
    bot.given.clear()
    bot.updates.discarded.clear()
    return user


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def api(emulator: Emulator, bot: EmulatedBot, http: aiohttp.ClientSession) -> Api:
    return Api(emulator.url, bot.token, http)


async def until(condition: Any, within: float = 5.0) -> None:
    """Waits until `condition()` holds."""
    for _ in range(int(within / 0.005)):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError(f"what was waited for did not come about within {within} s")
