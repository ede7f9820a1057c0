"""Chats, edits, presses, files and the rest of the Bot API."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.telegram import EmulatedBot, EmulatedUser, Emulator
from tests.telegram.conftest import Api

YES = {"inline_keyboard": [[{"text": "Yes", "callback_data": "1:1:yes"}]]}
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (300).to_bytes(4) + (200).to_bytes(4) + b"\x08" * 40


async def test_an_unknown_token_is_unauthorised(api: Api) -> None:
    api.token = "123:unknown"
    assert await api("getMe") == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_an_unknown_method_is_not_found_and_a_violation(emulator: Emulator, api: Api) -> None:
    assert (await api("sendFireworks"))["error_code"] == 404
    assert emulator.take_violations() == [
        "wesaid_bot: sendFireworks was refused with 404: Not Found"
    ]


async def test_an_unknown_parameter_is_a_violation(
    emulator: Emulator, api: Api, ann: EmulatedUser
) -> None:
    await api.result("sendMessage", chat_id=1001, text="x", parsemode="HTML")
    assert emulator.take_violations() == [
        "wesaid_bot: sendMessage does not know the parameters parsemode"
    ]
    emulator.violate(None, "something else")
    with pytest.raises(AssertionError, match="1 violations of the Bot API"):
        emulator.assert_no_violations()
    emulator.take_violations()


async def test_parameters_may_come_in_the_address_and_method_names_in_any_case(
    emulator: Emulator, bot: EmulatedBot, http: aiohttp.ClientSession, ann: EmulatedUser
) -> None:
    address = f"{emulator.url}/bot{bot.token}/SENDmessage"
    async with http.get(address, params={"chat_id": "1001", "text": "é & x"}) as answer:
        assert (await answer.json())["result"]["text"] == "é & x"
    async with http.post(address, data={"chat_id": "1001", "text": "+ü"}) as answer:
        assert (await answer.json())["result"]["text"] == "+ü"


async def test_who_cannot_be_reached(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    emulator.user(1002, "Ben").chat(bot)
    blocking, gone = emulator.user(1003), emulator.user(1004)
    for user in (blocking, gone):
        await user.send_text(bot, "/start")
    await blocking.block(bot)
    await gone.deactivate()
    reasons = {
        5: "Bad Request: chat not found",
        1002: "Forbidden: bot can't initiate conversation with a user",
        1003: "Forbidden: bot was blocked by the user",
        1004: "Forbidden: user is deactivated",
        "": "Bad Request: chat_id is empty",
    }
    for chat_id, reason in reasons.items():
        assert await api.refusal("sendMessage", chat_id=chat_id, text="x") == reason
        assert await api.refusal("sendChatAction", chat_id=chat_id, action="typing") == reason
    emulator.take_violations()
    await blocking.unblock(bot)
    await api.result("sendMessage", chat_id=1003, text="x")


async def test_message_ids_are_the_chats_own_and_update_ids_the_bots_own(
    emulator: Emulator, bot: EmulatedBot, ann: EmulatedUser
) -> None:
    staff = emulator.register("staff_bot")
    ben = emulator.user(1002)
    first = [await ann.send_text(staff, "a"), await ben.send_text(staff, "b")]
    await ben.send_text(bot, "c")
    assert [message.message_id for message in first] == [1, 1]
    assert next(iter(staff.updates.waiting)) + 1 == next(iter(bot.updates.waiting))


async def test_an_edit_changes_what_is_seen_and_drops_the_keyboard(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    sent = await api.result("sendMessage", chat_id=1001, text="Safe?", reply_markup=YES)
    place: dict[str, Any] = {"chat_id": 1001, "message_id": sent["message_id"]}
    edited = await api.result("editMessageText", **place, text="Safe? Yes")
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= edited["date"]
    message = ann.last(bot)
    assert (message.text, message.labels) == ("Safe? Yes", [])
    assert [version.text for version in message.history] == ["Safe?", "Safe? Yes"]
    await api.result("editMessageReplyMarkup", **place, reply_markup=YES)
    assert message.labels == ["Yes"]


async def test_edits_that_telegram_refuses(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    sent = await api.result("sendMessage", chat_id=1001, text="Safe?", reply_markup=YES)
    mine: dict[str, Any] = {"chat_id": 1001, "message_id": sent["message_id"]}
    same = await api.refusal("editMessageText", **mine, text=" Safe?", reply_markup=YES)
    assert same.startswith("Bad Request: message is not modified")
    same = await api.refusal("editMessageReplyMarkup", **mine, reply_markup=YES)
    assert same.startswith("Bad Request: message is not modified")
    away = await api.refusal("editMessageText", chat_id=1001, message_id=99, text="x")
    assert away == "Bad Request: message to edit not found"
    assert emulator.violations == []
    theirs = await api.refusal("editMessageText", chat_id=1001, message_id=1, text="x")
    assert theirs == "Bad Request: message can't be edited"
    assert "empty" in await api.refusal("editMessageText", **mine, text="")
    emulator.take_violations()


async def test_a_deleted_message_is_gone(bot: EmulatedBot, api: Api, ann: EmulatedUser) -> None:
    sent = await api.result("sendMessage", chat_id=1001, text="x")
    place = {"chat_id": 1001, "message_id": sent["message_id"]}
    assert await api.result("deleteMessage", **place) is True
    assert await api.refusal("deleteMessage", **place) == (
        "Bad Request: message to delete not found"
    )
    assert await api.refusal("editMessageText", **place, text="y") == (
        "Bad Request: message to edit not found"
    )


async def test_a_press_is_answered_once_and_in_time(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    await api.result("sendMessage", chat_id=1001, text="Safe?", reply_markup=YES)
    press = await ann.press(ann.last(bot), "Yes")
    assert bot.unanswered_presses() == [press]
    answer = {"callback_query_id": press.query_id, "text": "Thank you"}
    assert await api.result("answerCallbackQuery", **answer) is True
    assert await api.result("answerCallbackQuery", **answer) is True
    assert (await press.acknowledged()).text == "Thank you"
    assert press.seconds is not None
    assert press.answers == 2
    assert bot.unanswered_presses() == []
    emulator.query_lifetime = 0
    for query in (press.query_id, "12345"):
        refusal = await api.refusal("answerCallbackQuery", callback_query_id=query)
        assert refusal.startswith("Bad Request: query is too old and response timeout expired")
    assert emulator.violations == []
    await api.refusal("answerCallbackQuery", callback_query_id=press.query_id, text="x" * 201)
    assert "MESSAGE_TOO_LONG" in emulator.take_violations()[0]


async def test_a_press_that_nobody_answers_is_noticed(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    await api.result("sendMessage", chat_id=1001, text="Safe?", reply_markup=YES)
    press = await ann.press(ann.last(bot), "Yes")
    with pytest.raises(AssertionError, match="was not answered within"):
        await press.acknowledged(within=0.01)


async def test_files_go_both_ways(
    emulator: Emulator,
    bot: EmulatedBot,
    api: Api,
    http: aiohttp.ClientSession,
    ann: EmulatedUser,
) -> None:
    form = aiohttp.FormData({"chat_id": "1001", "caption": "Chart"})
    form.add_field("photo", PNG, filename="chart.png", content_type="image/png")
    async with http.post(f"{emulator.url}/bot{bot.token}/sendPhoto", data=form) as answer:
        photo = (await answer.json())["result"]["photo"][-1]
    assert (photo["width"], photo["height"]) == (300, 200)
    stored = await api.result("getFile", file_id=photo["file_id"])
    async with http.get(f"{emulator.url}/file/bot{bot.token}/{stored['file_path']}") as answer:
        assert await answer.read() == PNG
    async with http.get(f"{emulator.url}/file/bot{bot.token}/photos/none.jpg") as answer:
        assert answer.status == 404
    again = await api.result("sendPhoto", chat_id=1001, photo=photo["file_id"])
    assert again["photo"][-1]["file_id"] == photo["file_id"]
    assert ann.last(bot).content


async def test_files_that_telegram_refuses(
    emulator: Emulator, bot: EmulatedBot, api: Api, http: aiohttp.ClientSession, ann: EmulatedUser
) -> None:
    for content, problem in ((b"not a picture", "IMAGE_PROCESS_FAILED"), (b"", "non-empty")):
        form = aiohttp.FormData({"chat_id": "1001"})
        form.add_field("photo", content, filename="x.png", content_type="image/png")
        async with http.post(f"{emulator.url}/bot{bot.token}/sendPhoto", data=form) as answer:
            assert problem in await answer.text()
    assert "wrong file identifier" in await api.refusal("sendVoice", chat_id=1001, voice="none")
    assert "no document" in await api.refusal("sendDocument", chat_id=1001)
    assert len(emulator.take_violations()) == 4


async def test_commands_and_descriptions_are_kept(
    emulator: Emulator, bot: EmulatedBot, api: Api
) -> None:
    commands = [{"command": "help", "description": "How this works"}]
    await api.result("setMyCommands", commands=commands)
    await api.result("setMyDescription", description="We ask how it was.")
    await api.result("setMyShortDescription", short_description="Check-ins", language_code="cy")
    assert bot.commands["default", ""] == commands
    assert bot.descriptions[""] == "We ask how it was."
    assert bot.short_descriptions["cy"] == "Check-ins"
    for bad in ({"command": "Help", "description": "x"}, {"command": "help", "description": ""}):
        assert "BOT_COMMAND" in await api.refusal("setMyCommands", commands=[bad])
    assert "TOO_LONG" in await api.refusal("setMyDescription", description="x" * 513)
    assert "TOO_LONG" in await api.refusal("setMyShortDescription", short_description="x" * 121)
    assert "action" in await api.refusal("sendChatAction", chat_id=1, action="dance")
    emulator.take_violations()


async def test_a_reply_to_a_message_that_is_gone_is_refused_unless_allowed(
    api: Api, ann: EmulatedUser
) -> None:
    reply: dict[str, Any] = {"message_id": 99}
    refusal = await api.refusal("sendMessage", chat_id=1001, text="x", reply_parameters=reply)
    assert refusal == "Bad Request: message to be replied not found"
    reply["allow_sending_without_reply"] = True
    await api.result("sendMessage", chat_id=1001, text="x", reply_parameters=reply)


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("deleteMessage", {"chat_id": 1001, "message_id": "one"}),
        ("deleteMessage", {"chat_id": 1001}),
        ("deleteWebhook", {"drop_pending_updates": "perhaps"}),
        ("getFile", {}),
    ],
)
async def test_parameters_of_the_wrong_kind_are_refused(
    emulator: Emulator, api: Api, ann: EmulatedUser, method: str, given: dict[str, Any]
) -> None:
    assert (await api(method, **given))["error_code"] == 400
    assert len(emulator.take_violations()) == 1
