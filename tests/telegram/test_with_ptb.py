"""The real python-telegram-bot against the emulator."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
)

from tests.telegram import EmulatedBot, EmulatedUser, Emulator
from tests.telegram.conftest import until

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="f:1:yes")]])


async def start(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    await update.message.reply_text("Is it all right?", reply_markup=YES)


async def pressed(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query
    await update.callback_query.answer("Thank you")
    await update.callback_query.edit_message_text("Is it all right? Yes")


@pytest.fixture(autouse=True)
def times_as_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it, making a RetryAfter warns of a type that will change."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def ptb(emulator: Emulator, bot: EmulatedBot) -> AsyncIterator[Bot]:
    made = Bot(bot.token, base_url=f"{emulator.url}/bot", base_file_url=f"{emulator.url}/file/bot")
    async with made:
        yield made


@pytest.fixture
async def application(ptb: Bot) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    made = Application.builder().bot(ptb).build()
    made.add_handler(CommandHandler("start", start))
    made.add_handler(CallbackQueryHandler(pressed))
    async with made:
        await made.start()
        yield made
        await made.stop()


async def converse(bot: EmulatedBot, ann: EmulatedUser) -> None:
    await ann.send_text(bot, "/start K7")
    question = await ann.wait_for(bot, "Is it all right?", button="Yes")
    press = await ann.press(question, "Yes")
    await press.acknowledged()
    await ann.wait_for(bot, "all right? Yes")


async def test_it_polls_asks_and_answers(
    bot: EmulatedBot, application: Any, ann: EmulatedUser
) -> None:
    await application.updater.start_polling()
    await converse(bot, ann)
    await until(lambda: len(bot.delivered) == 2)
    await application.updater.stop()
    assert [given.content for given in bot.delivered] == ["/start K7", "f:1:yes"]


async def test_it_takes_webhooks(
    bot: EmulatedBot, ptb: Bot, application: Any, ann: EmulatedUser
) -> None:
    async def take(request: web.Request) -> web.Response:
        assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == "a-secret"
        await application.process_update(Update.de_json(await request.json(), ptb))
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    assert await ptb.set_webhook(url, secret_token="a-secret")
    await converse(bot, ann)
    await until(lambda: len(bot.delivered) == 2)
    assert (await ptb.get_webhook_info()).url == url
    await ptb.delete_webhook()
    await runner.cleanup()


async def test_every_kind_of_message_can_be_read(
    bot: EmulatedBot, ptb: Bot, ann: EmulatedUser
) -> None:
    sent = await ann.send_text(bot, "/help a@b.org")
    await ann.edit(sent, "help")
    await ann.send_album(bot, 2, "Both")
    await ann.send_voice(bot)
    await ann.send_sticker(bot)
    await ann.send_in_group(bot, "/start")
    await ann.block(bot)
    updates = await ptb.get_updates()
    assert [update.update_id for update in updates] == sorted(u.update_id for u in updates)
    assert updates[0].message
    assert updates[0].message.entities[0].type == "bot_command"
    assert updates[1].edited_message
    assert updates[2].message
    assert updates[2].message.photo[-1].width == 1280
    assert updates[-1].my_chat_member


async def test_it_sends_everything_it_can(bot: EmulatedBot, ptb: Bot, ann: EmulatedUser) -> None:
    assert (await ptb.get_me()).username == "wesaid_bot"
    await ptb.set_my_commands([BotCommand("flags", "What is open")])
    await ptb.set_my_description("For facilitators.")
    await ptb.set_my_short_description("Alerts")
    await ptb.send_chat_action(1001, "typing")
    assert (await ptb.get_chat(1001)).first_name == "Ann"
    message = await ptb.send_message(1001, "*Bold*", parse_mode="MarkdownV2", reply_markup=YES)
    assert message.text == "Bold"
    await ptb.edit_message_reply_markup(chat_id=1001, message_id=message.message_id)
    await ptb.delete_message(1001, message.message_id)
    document = await ptb.send_document(1001, b"words", filename="words.txt", caption="Words")
    assert document.document
    file = await ptb.get_file(document.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"words"
    await ptb.send_voice(1001, b"OggS" + b"\0" * 40)
    await ptb.send_photo(1001, b"\xff\xd8\xff\xe0" + b"\0" * 40, reply_markup=YES)
    assert ann.last(bot).labels == ["Yes"]


async def test_refusals_become_its_exceptions(
    emulator: Emulator, bot: EmulatedBot, ptb: Bot, ann: EmulatedUser
) -> None:
    emulator.faults.too_many_requests(7)
    with pytest.raises(RetryAfter) as refused:
        await ptb.send_message(1001, "x")
    assert refused.value.retry_after == timedelta(seconds=7)
    for status in (500, 502):
        emulator.faults.server_error(status)
        with pytest.raises(NetworkError):
            await ptb.send_message(1001, "x")
    emulator.faults.drop_after()
    with pytest.raises(NetworkError):
        await ptb.send_message(1001, "x")
    emulator.faults.delay(0.5)
    with pytest.raises(TimedOut):
        await ptb.send_message(1001, "late", read_timeout=0.1)
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await ptb.answer_callback_query("1")
    await until(lambda: len(emulator.sent(bot)) == 2)
    await ann.block(bot)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await ptb.send_message(1001, "x")
    async with emulator.outage():
        with pytest.raises(NetworkError):
            await ptb.get_me()


async def test_a_second_poller_and_a_wrong_token_are_told(
    emulator: Emulator, bot: EmulatedBot, ptb: Bot
) -> None:
    first = asyncio.create_task(ptb.get_updates(timeout=20))
    await until(lambda: emulator.requests(bot, "getUpdates"))
    await asyncio.sleep(0.05)
    async with Bot(bot.token, base_url=f"{emulator.url}/bot") as other:
        await other.get_updates(timeout=0)
    with pytest.raises(Conflict):
        await first
    stranger = Bot("42:unknown", base_url=f"{emulator.url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
