"""Faults on purpose: each does what it says, to the requests it is meant for, and then stops."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import aiohttp
import pytest

from tests.telegram import EmulatedBot, EmulatedUser, Emulator, Limits
from tests.telegram.conftest import Api, until
from tests.telegram.limits import Limiter
from tests.telegram.refusals import RefusalError


async def send(api: Api, text: str = "x", chat_id: int = 1001) -> dict[str, Any]:
    return await api("sendMessage", chat_id=chat_id, text=text)


async def test_too_many_requests_tells_how_long_to_wait(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    fault = emulator.faults.too_many_requests(3, method="sendMessage", times=2)
    await api.result("getMe")
    for _ in range(2):
        assert await send(api) == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 3",
            "parameters": {"retry_after": 3},
        }
    assert (await send(api))["ok"]
    assert fault.struck == 2
    assert [record.status for record in emulator.requests(bot, "sendMessage")] == [429, 429, 200]
    assert len(emulator.sent(bot)) == 1


async def test_a_fault_meets_only_its_bot_its_chat_and_its_turn(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    ben = emulator.user(1002)
    await ben.send_text(bot, "/start")
    emulator.faults.server_error(bot="another_bot", times=None)
    emulator.faults.server_error(chat_id=1002, skip=1)
    assert (await send(api))["ok"]
    assert (await send(api, chat_id=1002))["ok"]
    assert (await send(api))["ok"]
    assert (await send(api, chat_id=1002))["error_code"] == 500
    assert (await send(api, chat_id=1002))["ok"]


async def test_a_gateway_answers_without_json(
    emulator: Emulator, bot: EmulatedBot, http: aiohttp.ClientSession
) -> None:
    emulator.faults.server_error(502)
    async with http.get(f"{emulator.url}/bot{bot.token}/getMe") as answer:
        assert answer.status == 502
        assert answer.content_type == "text/html"
    assert bot.requests[-1].status == 502


async def test_a_connection_dropped_before_leaves_nothing_behind(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    emulator.faults.drop_before(method="sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await send(api)
    assert emulator.sent(bot) == []
    assert bot.requests[-1].status == 0
    assert (await send(api))["ok"]


async def test_a_connection_dropped_after_loses_the_answer_only(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    emulator.faults.drop_after(method="sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await send(api, "taken")
    assert [(sent.text, sent.answered) for sent in emulator.sent(bot)] == [("taken", False)]
    assert ann.last(bot).text == "taken"


async def test_an_answer_to_get_updates_can_be_lost(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    await ann.send_text(bot, "hello")
    emulator.faults.drop_after(method="getUpdates")
    with pytest.raises(aiohttp.ClientError):
        await api("getUpdates")
    assert len(await api.result("getUpdates")) == 1


async def test_a_delay_holds_one_request_and_no_other(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    emulator.faults.delay(0.3, method="sendMessage")
    begun = time.monotonic()
    slow = asyncio.create_task(send(api, "slow"))
    await asyncio.sleep(0.05)
    await send(api, "quick")
    assert time.monotonic() - begun < 0.3
    await slow
    assert time.monotonic() - begun >= 0.3
    assert [sent.text for sent in emulator.sent(bot)] == ["quick", "slow"]


async def test_a_delayed_request_is_carried_out_though_the_bot_has_hung_up(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    emulator.faults.delay(0.2)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(send(api, "late"), 0.05)
    await until(lambda: emulator.sent(bot))
    assert ann.last(bot).text == "late"


async def test_faults_at_random_are_the_same_for_the_same_seed(ann: EmulatedUser) -> None:
    def strikes(seed: int) -> list[int]:
        faults = Emulator(seed=seed).faults
        faults.server_error(times=None, probability=0.3)
        return [len(faults.striking("wesaid_bot", "sendMessage", 1)) for _ in range(200)]

    assert strikes(1) == strikes(1)
    assert strikes(1) != strikes(2)
    assert 30 < sum(strikes(1)) < 90


async def test_cleared_faults_do_nothing(emulator: Emulator, api: Api, ann: EmulatedUser) -> None:
    emulator.faults.server_error(times=None)
    emulator.faults.clear()
    assert (await send(api))["ok"]


async def test_an_outage_refuses_connections_and_then_is_over(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=20))
    await until(lambda: bot.requests)
    async with emulator.outage():
        with pytest.raises(aiohttp.ClientError):
            await poll
        with pytest.raises(aiohttp.ClientConnectorError):
            await api("getMe")
        await ann.send_text(bot, "meanwhile")
    updates = await api.result("getUpdates")
    assert updates[0]["message"]["text"] == "meanwhile"


async def test_an_outage_behind_a_gateway(
    emulator: Emulator, bot: EmulatedBot, http: aiohttp.ClientSession
) -> None:
    async with (
        emulator.outage("bad gateway"),
        http.get(f"{emulator.url}/bot{bot.token}/getMe") as answer,
    ):
        assert answer.status == 502
    async with http.get(f"{emulator.url}/bot{bot.token}/getMe") as answer:
        assert answer.status == 200


async def test_an_outage_in_silence(emulator: Emulator, api: Api) -> None:
    async with emulator.outage("silence"):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(api("getMe"), 0.1)
    await api.result("getMe")


def test_thirty_messages_a_second_and_not_one_more() -> None:
    limiter = Limiter(Limits(chat_per_second=None))
    for number in range(30):
        limiter.admit(number, 100 + number / 30)
    for at in (100.97, 101.5):
        with pytest.raises(RefusalError) as refused:
            limiter.admit(31, at)
        assert refused.value.body()["parameters"] == {"retry_after": 1}
    assert limiter.refused == 2
    limiter.admit(31, 101.98)


def test_a_pace_just_under_the_limit_is_never_refused() -> None:
    limiter = Limiter(Limits(chat_per_second=None))
    for number in range(3000):
        limiter.admit(number, number / 29)


async def test_the_limit_of_a_bot_is_told_in_the_answer(
    emulator: Emulator, bot: EmulatedBot, api: Api
) -> None:
    bot.limiter.limits = Limits(per_second=3)
    for number in range(4):
        await emulator.user(2000 + number).send_text(bot, "/start")
    answers = await asyncio.gather(*(send(api, chat_id=2000 + number) for number in range(4)))
    assert sorted(answer["ok"] for answer in answers) == [False, True, True, True]
    (refused,) = (answer for answer in answers if not answer["ok"])
    assert refused["description"] == "Too Many Requests: retry after 1"
    assert refused["parameters"] == {"retry_after": 1}
    await asyncio.sleep(1.05)
    assert (await send(api, chat_id=2003))["ok"]


async def test_one_chat_has_a_burst_and_then_its_own_pace(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    bot.limiter.limits = Limits(chat_per_second=1.0, chat_burst=3)
    ben = emulator.user(1002)
    await ben.send_text(bot, "/start")
    assert [(await send(api))["ok"] for _ in range(4)] == [True, True, True, False]
    assert (await send(api, chat_id=1002))["ok"]
    await api.result("getMe")
    await asyncio.sleep(1.2)
    assert (await send(api))["ok"]


async def test_limits_can_be_off(bot: EmulatedBot, api: Api, ann: EmulatedUser) -> None:
    bot.limiter.limits = Limits.none()
    assert all([(await send(api))["ok"] for _ in range(60)])
