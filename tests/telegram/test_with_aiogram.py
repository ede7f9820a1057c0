"""The real aiogram against the emulator."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.filters import CommandStart
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from tests.telegram import EmulatedBot, EmulatedUser, Emulator
from tests.telegram.conftest import until

YES = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Yes", callback_data="1:1:yes")]]
)


@pytest.fixture
async def aio(emulator: Emulator, bot: EmulatedBot) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(emulator.url))
    async with Bot(bot.token, session=session) as running:
        yield running


@pytest.fixture
def dispatcher() -> Dispatcher:
    """Asks on /start, and shows the answer that was pressed."""
    made = Dispatcher()

    @made.message(CommandStart())
    async def start(message: Message) -> None:
        await message.answer("Is it all right?", reply_markup=YES)

    @made.callback_query(F.data == "1:1:yes")
    async def pressed(query: CallbackQuery) -> None:
        await query.answer("Thank you")
        assert isinstance(query.message, Message)
        await query.message.edit_text("Is it all right? Yes")

    return made


async def converse(bot: EmulatedBot, ann: EmulatedUser) -> None:
    await ann.send_text(bot, "/start K7")
    question = await ann.wait_for(bot, "Is it all right?", button="Yes")
    press = await ann.press(question, "Yes")
    await press.acknowledged()
    await ann.wait_for(bot, "all right? Yes")
    assert question.labels == []


async def test_it_polls_asks_and_answers(
    bot: EmulatedBot, aio: Bot, ann: EmulatedUser, dispatcher: Dispatcher
) -> None:
    polling = asyncio.create_task(dispatcher.start_polling(aio, handle_signals=False))
    await converse(bot, ann)
    await until(lambda: len(bot.delivered) == 2)
    await dispatcher.stop_polling()
    await polling
    assert [given.content for given in bot.delivered] == ["/start K7", "1:1:yes"]


async def test_it_takes_webhooks(
    bot: EmulatedBot, aio: Bot, ann: EmulatedUser, dispatcher: Dispatcher
) -> None:
    app = web.Application()
    SimpleRequestHandler(
        dispatcher, aio, handle_in_background=False, secret_token="a-secret"
    ).register(app, path="/hook")
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await aio.set_webhook(url, secret_token="a-secret")
    await converse(bot, ann)
    await until(lambda: len(bot.delivered) == 2)
    assert (await aio.get_webhook_info()).pending_update_count == 0
    await aio.delete_webhook()
    await runner.cleanup()


async def test_every_kind_of_message_can_be_read(
    bot: EmulatedBot, aio: Bot, ann: EmulatedUser
) -> None:
    sent = await ann.send_text(bot, "/help a@b.org")
    await ann.edit(sent, "help")
    await ann.send_album(bot, 2, "Both")
    await ann.send_voice(bot)
    await ann.send_sticker(bot)
    await ann.send_document(bot)
    await ann.send_location(bot)
    await ann.send_contact(bot, "+441632960000")
    await ann.send_in_group(bot, "/start")
    await ann.block(bot)
    updates = await aio.get_updates()
    kinds = [u.message.content_type if u.message else u.event_type for u in updates]
    assert kinds == [
        "text",
        "edited_message",
        "photo",
        "photo",
        "voice",
        "sticker",
        "document",
        "location",
        "contact",
        "my_chat_member",
        "text",
        "my_chat_member",
    ]


async def test_it_sends_everything_it_can(bot: EmulatedBot, aio: Bot, ann: EmulatedUser) -> None:
    assert (await aio.get_me()).username == "wesaid_bot"
    await aio.set_my_commands([BotCommand(command="help", description="How this works")])
    await aio.set_my_description("We ask how it was.")
    await aio.set_my_short_description("Check-ins")
    await aio.send_chat_action(1001, "typing")
    assert (await aio.get_chat(1001)).first_name == "Ann"
    message = await aio.send_message(
        1001,
        "<b>Bold</b> &amp; plain",
        parse_mode="HTML",
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_markup=YES,
    )
    assert message.text == "Bold & plain"
    await aio.edit_message_reply_markup(chat_id=1001, message_id=message.message_id)
    await aio.delete_message(1001, message.message_id)
    voice = await aio.send_voice(1001, BufferedInputFile(b"OggS" + b"\0" * 40, "v.oga"))
    assert voice.voice
    got = await aio.download(voice.voice.file_id)
    assert got is not None
    assert got.read().startswith(b"OggS")
    await aio.send_document(1001, BufferedInputFile(b"words", "words.txt"), caption="Words")
    jpeg = BufferedInputFile(b"\xff\xd8\xff\xe0" + b"\0" * 40, "x.jpg")
    await aio.send_photo(1001, jpeg, caption="<i>Chart</i>", parse_mode="HTML", reply_markup=YES)
    assert ann.last(bot).labels == ["Yes"]
    assert ann.last(bot).text == "Chart"


async def test_refusals_become_its_exceptions(
    emulator: Emulator, bot: EmulatedBot, aio: Bot, ann: EmulatedUser
) -> None:
    emulator.faults.too_many_requests(7)
    with pytest.raises(TelegramRetryAfter) as refused:
        await aio.send_message(1001, "x")
    assert refused.value.retry_after == 7
    emulator.faults.server_error(500)
    with pytest.raises(TelegramServerError):
        await aio.send_message(1001, "x")
    emulator.faults.server_error(502)
    with pytest.raises(ClientDecodeError):
        await aio.send_message(1001, "x")
    emulator.faults.drop_after()
    with pytest.raises(TelegramNetworkError):
        await aio.send_message(1001, "x")
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await aio.answer_callback_query("1")
    await ann.block(bot)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await aio.send_message(1001, "x")
    async with emulator.outage():
        with pytest.raises(TelegramNetworkError):
            await aio.get_me()
    assert len(emulator.sent(bot)) == 1


async def test_a_second_poller_and_a_wrong_token_are_told(
    emulator: Emulator, bot: EmulatedBot, aio: Bot
) -> None:
    first = asyncio.create_task(aio.get_updates(timeout=20))
    await until(lambda: bot.requests)
    await asyncio.sleep(0.05)
    await aio.get_updates(timeout=0)
    with pytest.raises(TelegramConflictError):
        await first
    session = AiohttpSession(api=TelegramAPIServer.from_base(emulator.url))
    async with Bot("42:unknown", session=session) as stranger:
        with pytest.raises(TelegramUnauthorizedError):
            await stranger.get_me()
