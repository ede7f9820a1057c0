"""getUpdates: what is handed over, what is confirmed, and who is told to go away."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from tests.telegram import EmulatedBot, EmulatedUser, Emulator
from tests.telegram.conftest import Api, until


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_come_again_until_the_offset_confirms_them(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    for text in ("one", "two"):
        await ann.send_text(bot, text)
    first = await api.result("getUpdates")
    assert texts(first) == ["one", "two"]
    assert await api.result("getUpdates") == first
    assert bot.delivered == []
    rest = await api.result("getUpdates", offset=first[0]["update_id"] + 1)
    assert texts(rest) == ["two"]
    assert [given.content for given in bot.delivered] == ["one"]
    assert bot.delivered[0].handed == 2
    assert await api.result("getUpdates", offset=rest[0]["update_id"] + 1) == []
    assert [given.content for given in bot.delivered] == ["one", "two"]


async def test_the_limit_holds_and_the_order_stays(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    for number in range(150):
        await ann.send_text(bot, str(number))
    seen: list[str] = []
    offset = 0
    while batch := await api.result("getUpdates", offset=offset, limit=40):
        seen += texts(batch)
        offset = batch[-1]["update_id"] + 1
    assert seen == [str(number) for number in range(150)]
    assert len(bot.delivered) == 150


async def test_a_negative_offset_forgets_all_but_the_last(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    for text in ("one", "two", "three"):
        await ann.send_text(bot, text)
    assert texts(await api.result("getUpdates", offset=-1)) == ["three"]
    assert [given.content for given in bot.updates.discarded] == ["one", "two"]
    assert bot.delivered == []


async def test_a_long_poll_waits_and_returns_at_once_when_something_comes(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    assert await api.result("getUpdates") == []
    poll = asyncio.create_task(api.result("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    assert not poll.done()
    begun = time.monotonic()
    await ann.send_text(bot, "hello")
    assert texts(await poll) == ["hello"]
    assert time.monotonic() - begun < 1


async def test_a_second_poll_ends_the_first_with_a_conflict(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    first = asyncio.create_task(api("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    second = asyncio.create_task(api("getUpdates", timeout=20))
    ended = await first
    assert ended["error_code"] == 409
    assert "terminated by other getUpdates request" in ended["description"]
    await ann.send_text(bot, "hello")
    assert texts((await second)["result"]) == ["hello"]
    assert bot.updates.conflicts == 1


async def test_polling_and_a_webhook_exclude_each_other(bot: EmulatedBot, api: Api) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    await api.result("setWebhook", url="https://example.org/hook")
    assert "terminated by setWebhook" in (await poll)["description"]
    assert (await api("getUpdates"))["error_code"] == 409
    await api.result("deleteWebhook")
    assert await api.result("getUpdates") == []


async def test_only_the_kinds_asked_for_are_kept(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    await api.result("getUpdates", allowed_updates=["callback_query"])
    await ann.send_text(bot, "unheard")
    assert await api.result("getUpdates") == []
    assert bot.updates.not_wanted == 1
    await api.result("getUpdates", allowed_updates=[])
    await ann.send_text(bot, "heard")
    assert texts(await api.result("getUpdates")) == ["heard"]
    await api.result("getUpdates", allowed_updates=["messages"])
    assert "unknown kinds of update: ['messages']" in emulator.take_violations()[0]


async def test_dropping_pending_updates_is_seen(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    await ann.send_text(bot, "lost")
    await api.result("deleteWebhook", drop_pending_updates=True)
    assert await api.result("getUpdates") == []
    assert [given.content for given in bot.updates.discarded] == ["lost"]


async def test_an_update_can_come_again_after_it_was_confirmed(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    bot.updates.repeat_next(1)
    await ann.send_text(bot, "twice")
    first = await api.result("getUpdates")
    again = await api.result("getUpdates", offset=first[0]["update_id"] + 1)
    assert again == first
    assert await api.result("getUpdates", offset=first[0]["update_id"] + 1) == []
    assert len(bot.delivered) == 1


async def test_updates_can_come_in_the_wrong_order(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    bot.updates.reverse_next(1)
    for text in ("one", "two"):
        await ann.send_text(bot, text)
    assert texts(await api.result("getUpdates")) == ["two", "one"]
    assert texts(await api.result("getUpdates")) == ["one", "two"]


async def test_malformed_updates_are_handed_over_as_they_are(bot: EmulatedBot, api: Api) -> None:
    update_id = bot.inject({"message": {"text": None, "chat": "none"}})
    assert await api.result("getUpdates") == [
        {"message": {"text": None, "chat": "none"}, "update_id": update_id}
    ]
    old = bot.inject({"update_id": update_id - 1, "something_new": {}})
    batch = await api.result("getUpdates", offset=update_id + 1)
    assert [update["update_id"] for update in batch] == [old]


async def test_a_poll_whose_bot_was_killed_loses_nothing(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=20))
    await until(lambda: bot.requests and bot.updates._poll is not None)
    poll.cancel()
    await asyncio.sleep(0.05)
    await ann.send_text(bot, "hello")
    assert texts(await api.result("getUpdates", timeout=2)) == ["hello"]
    assert bot.delivered == []


async def test_ten_thousand_people_are_no_burden(
    emulator: Emulator, bot: EmulatedBot, api: Api
) -> None:
    for number in range(10_000):
        emulator.user(5000 + number).write(bot, "/start")
    begun = time.monotonic()
    seen, offset = 0, 0
    while batch := await api.result("getUpdates", offset=offset, limit=100):
        seen += len(batch)
        offset = batch[-1]["update_id"] + 1
    assert seen == len(bot.delivered) == 10_000
    assert time.monotonic() - begun < 10
