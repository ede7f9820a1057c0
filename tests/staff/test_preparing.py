"""The bot introduces itself, starts while Telegram is away, and keeps secrets out of logs."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.delivery.channel import NotSent, SlowDown, Uncertain
from bot.delivery.screen import Screen
from bot.staff.surface import StaffSurface
from bot.texts import texts_for
from tests.staff.scene import SAM, Scene, eventually
from tests.telegram import Emulator


async def test_it_learns_its_name_and_sets_its_commands_and_descriptions(scene: Scene) -> None:
    assert scene.surface.bot_username == ""
    await scene.surface.prepare()
    assert scene.surface.bot_username == "WeSaidStaffBot"
    [commands] = scene.bot.commands.values()
    assert [one["command"] for one in commands] == [
        "flags",
        "read",
        "caseload",
        "oncall",
        "swap",
        "away",
        "help",
        "start",
    ]
    assert all(one["description"] for one in commands)
    assert "For staff" in scene.bot.short_descriptions[""]
    assert "the code" in scene.bot.descriptions[""]


async def test_it_starts_and_takes_updates_while_telegram_is_away(scene: Scene) -> None:
    """Boot must not fail because getMe failed (seen with python-telegram-bot)."""
    message = await scene.sam.send_text(scene.bot, "7")
    async with scene.emulator.outage("refused"):
        with pytest.raises(NotSent):
            await scene.surface.prepare()
        with pytest.raises(NotSent):
            await scene.surface.fetch(None, 0)
        by_webhook = {"update_id": 9, "message": message.as_json()}
        await scene.surface.handle(by_webhook)
    assert [inbound.text for inbound in scene.taken] == ["7"]
    await scene.surface.prepare()
    assert scene.surface.bot_username == "WeSaidStaffBot"


async def test_preparing_can_be_tried_again_after_any_trouble(scene: Scene) -> None:
    scene.emulator.faults.server_error(502, method="getMe")
    scene.emulator.faults.too_many_requests(3, method="setMyCommands")
    with pytest.raises(Uncertain):
        await scene.surface.prepare()
    with pytest.raises(SlowDown):
        await scene.surface.prepare()
    assert scene.surface.bot_username == "WeSaidStaffBot"
    await scene.surface.prepare()
    assert scene.bot.commands


async def test_a_refused_introduction_does_not_keep_the_bot_from_working(scene: Scene) -> None:
    scene.emulator.faults.server_error(400, method="setMyShortDescription")
    await scene.surface.prepare()
    assert scene.bot.descriptions


async def test_a_token_that_cannot_be_one_is_named_at_once(emulator: Emulator) -> None:
    async def take(inbound: object) -> None:
        raise AssertionError(inbound)

    with pytest.raises(ValueError, match="token"):
        StaffSurface("not a token", emulator.url, texts_for("en"), take)


async def test_updates_come_by_webhook_with_the_secret_or_by_polling(scene: Scene) -> None:
    await scene.sam.send_text(scene.bot, "waiting")
    await scene.surface.use_webhook("http://127.0.0.1:9/telegram/participant", "s3cret")
    assert scene.bot.webhook is not None
    assert (scene.bot.webhook.url, scene.bot.webhook.secret) == (
        "http://127.0.0.1:9/telegram/participant",
        "s3cret",
    )
    with pytest.raises(NotSent, match="receiving"):
        await scene.surface.fetch(None, 0)
    scene.emulator.take_violations()
    await scene.surface.use_polling()
    assert [inbound.text for inbound in await scene.receive()] == ["waiting"]


async def test_only_what_is_served_is_asked_for(scene: Scene) -> None:
    await scene.surface.fetch(None, 0)
    expected = frozenset({"message", "callback_query", "my_chat_member"})
    assert scene.bot.updates.allowed == expected
    scene.bot.updates.allowed = None
    await scene.surface.use_webhook("http://127.0.0.1:9/telegram/participant", "s3cret")
    assert scene.bot.updates.allowed == expected


async def test_a_long_poll_waits_for_what_comes(scene: Scene) -> None:
    polling = asyncio.create_task(scene.surface.fetch(None, 20))
    await eventually(lambda: scene.emulator.requests(scene.bot, "getUpdates"))
    await scene.sam.send_text(scene.bot, "7")
    async with asyncio.timeout(5):
        [update] = await polling
    assert update["message"]["text"] == "7"


async def test_neither_words_nor_addresses_nor_the_token_reach_a_log(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await scene.surface.prepare()
    await scene.sam.send_text(scene.bot, "words of a person")
    await scene.receive()
    await scene.deliver(Screen(text="words of the bot"))
    scene.error = ValueError("words of a person")
    with pytest.raises(ValueError, match="words"):
        await scene.receive()
    own = [one.getMessage() for one in caplog.records if not one.name.startswith("aiohttp.access")]
    written = "\n".join(own)
    assert "words of" not in written
    assert scene.bot.token not in written
    assert str(SAM) not in written
