"""What pretended people can do, and what they see."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.telegram import EmulatedBot, EmulatedMessage, EmulatedUser, Emulator, NoSuchButtonError
from tests.telegram.conftest import Api

SCALE = {
    "inline_keyboard": [
        [{"text": str(n), "callback_data": f"1:1:{n}"} for n in (1, 10)],
        [{"text": "Skip this one", "callback_data": "1:1:~skip"}],
        [{"text": "Our page", "url": "https://example.org"}],
    ]
}


async def updates(api: Api) -> list[dict[str, Any]]:
    batch: list[dict[str, Any]] = await api.result("getUpdates")
    return batch


async def ask(api: Api, bot: EmulatedBot, ann: EmulatedUser) -> EmulatedMessage:
    await api.result("sendMessage", chat_id=1001, text="How was it?", reply_markup=SCALE)
    return ann.last(bot)


async def test_commands_links_and_addresses_are_marked(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    await ann.send_text(bot, "/start K7")
    await ann.send_text(
        bot, "\N{ROCKET} /help@wesaid_bot see https://example.org/x, a@b.org #ok 1/2"
    )
    first, second = (update["message"] for update in await updates(api))
    assert first["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert [(e["type"], e["offset"], e["length"]) for e in second["entities"]] == [
        ("bot_command", 3, 16),
        ("url", 24, 21),
        ("email", 47, 7),
        ("hashtag", 55, 3),
    ]
    assert first["from"] == {
        "id": 1001,
        "is_bot": False,
        "first_name": "Ann",
        "language_code": "en",
    }
    assert first["chat"] == {"id": 1001, "first_name": "Ann", "type": "private"}
    assert isinstance(first["date"], int)


@pytest.mark.parametrize("text", ["", "  ", "x" * 4097])
async def test_people_cannot_send_what_the_app_does_not_let_them(
    bot: EmulatedBot, ann: EmulatedUser, text: str
) -> None:
    with pytest.raises(ValueError, match="1 to 4096"):
        await ann.send_text(bot, text)


async def test_a_press_carries_the_message_as_it_stands(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    message = await ask(api, bot, ann)
    press = await ann.press(message, "Skip")
    query = (await updates(api))[0]["callback_query"]
    assert query["data"] == "1:1:~skip"
    assert query["id"] == press.query_id
    assert query["message"]["reply_markup"] == SCALE
    assert query["message"]["from"]["username"] == "wesaid_bot"
    assert query["chat_instance"] == ann.chat(bot).instance


async def test_a_button_is_found_by_label_start_or_data(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    message = await ask(api, bot, ann)
    pressed = [await ann.press(message, words) for words in ("1", "Skip", "1:1:10")]
    assert [press.label for press in pressed] == ["1", "Skip this one", "10"]


@pytest.mark.parametrize("wanted", ["2", "Our page", "skip"])
async def test_a_button_that_is_not_there_cannot_be_pressed(
    bot: EmulatedBot, api: Api, ann: EmulatedUser, wanted: str
) -> None:
    message = await ask(api, bot, ann)
    with pytest.raises(NoSuchButtonError):
        await ann.press(message, wanted)
    assert bot.given == []


async def test_an_old_keyboard_can_be_pressed_only_on_purpose(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    message = await ask(api, bot, ann)
    await api.result("editMessageText", chat_id=1001, message_id=message.message_id, text="Done")
    with pytest.raises(NoSuchButtonError, match="the message shows no buttons: Done"):
        await ann.press(message, "10")
    assert (await ann.press_anyway(message, "10")).data == "1:1:10"
    with pytest.raises(NoSuchButtonError, match="never showed"):
        await ann.press_anyway(message, "11")
    assert (await ann.press_data(message, "forged")).data == "forged"
    await api.result("deleteMessage", chat_id=1001, message_id=message.message_id)
    with pytest.raises(NoSuchButtonError, match="deleted"):
        await ann.press(message, "10")


async def test_an_ambiguous_label_is_refused(bot: EmulatedBot, api: Api, ann: EmulatedUser) -> None:
    same = [{"text": f"Yes, {n}", "callback_data": str(n)} for n in range(2)]
    await api.result(
        "sendMessage", chat_id=1001, text="x", reply_markup={"inline_keyboard": [same]}
    )
    with pytest.raises(NoSuchButtonError, match="more than one button"):
        await ann.press(ann.last(bot), "Yes")


async def test_photos_voice_notes_and_the_like_arrive_whole(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    await ann.send_photo(bot, "Look")
    await ann.send_voice(bot)
    await ann.send_sticker(bot)
    await ann.send_document(bot)
    await ann.send_location(bot)
    await ann.send_contact(bot, "+441632960000")
    photo, voice, sticker, document, location, contact = (
        update["message"] for update in await updates(api)
    )
    assert photo["caption"] == "Look"
    assert "text" not in photo
    assert len({size["file_id"] for size in photo["photo"]}) == 3
    assert voice["voice"]["mime_type"] == "audio/ogg"
    assert sticker["sticker"]["type"] == "regular"
    assert document["document"]["file_name"] == "letter.pdf"
    assert location["location"]["latitude"]
    assert contact["contact"]["user_id"] == 1001
    stored = await api.result("getFile", file_id=photo["photo"][-1]["file_id"])
    assert stored["file_path"].endswith(".jpg")


async def test_an_album_is_one_message_for_each_photo(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    await ann.send_album(bot, 3, "All three")
    messages = [update["message"] for update in await updates(api)]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["All three", None, None]


async def test_an_edit_arrives_as_an_edited_message(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    sent = await ann.send_text(bot, "Teh cat")
    await ann.edit(sent, "The cat")
    edited = (await updates(api))[1]["edited_message"]
    assert (edited["message_id"], edited["text"]) == (sent.message_id, "The cat")
    assert edited["edit_date"] >= edited["date"]
    with pytest.raises(ValueError, match="their own"):
        await ann.edit(await ask(api, bot, ann), "x")


async def test_a_group_has_its_own_chat(bot: EmulatedBot, api: Api, ann: EmulatedUser) -> None:
    await ann.send_in_group(bot, "/start@wesaid_bot", group=-1001234567890, title="Team")
    await ann.send_in_group(bot, "hello", group=-1001234567890)
    joined, *messages = await updates(api)
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert [m["message"]["chat"] for m in messages] == [
        {"id": -1001234567890, "type": "supergroup", "title": "Team"}
    ] * 2
    await api.result("sendMessage", chat_id=-1001234567890, text="Please write to me alone.")


async def test_a_block_is_told(bot: EmulatedBot, api: Api, ann: EmulatedUser) -> None:
    await ann.block(bot)
    with pytest.raises(ValueError, match="has blocked"):
        await ann.send_text(bot, "hello")
    change = (await updates(api))[0]["my_chat_member"]
    assert change["old_chat_member"]["status"] == "member"
    assert change["new_chat_member"] == {
        "user": bot.as_user(),
        "status": "kicked",
        "until_date": 0,
    }


async def test_waiting_finds_what_came_and_finds_it_once(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    for text in ("Flag 1", "Flag 2"):
        await api.result("sendMessage", chat_id=1001, text=text)
    second = await ann.wait_for(bot, containing="Flag 2")
    first = await ann.wait_for(bot, containing="Flag")
    assert (first.text, second.text) == ("Flag 1", "Flag 2")
    with pytest.raises(AssertionError, match=r'did not say "Flag"(.|\n)*WeSaid: Flag 2'):
        await ann.wait_for(bot, containing="Flag", timeout=0.05)
    await api.result("editMessageText", chat_id=1001, message_id=first.message_id, text="Flag seen")
    assert await ann.wait_for(bot, containing="Flag") is first


async def test_waiting_is_woken_when_the_message_comes(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    waiting = asyncio.create_task(ann.wait_for(bot, "How was it", button="10"))
    await asyncio.sleep(0.05)
    await api.result("sendMessage", chat_id=1001, text="How was it not?")
    await ask(api, bot, ann)
    assert (await waiting).labels == ["1", "10", "Skip this one", "Our page"]


async def test_what_came_before_a_mark_does_not_count(
    bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    await ask(api, bot, ann)
    mark = ann.mark(bot)
    with pytest.raises(AssertionError):
        await ann.wait_for(bot, "How was it", since=mark, timeout=0.05)


async def test_silence_can_be_checked(bot: EmulatedBot, api: Api, ann: EmulatedUser) -> None:
    await ann.hears_nothing(bot, for_seconds=0.05)
    listening = asyncio.create_task(ann.hears_nothing(bot, for_seconds=2))
    await asyncio.sleep(0.02)
    await ask(api, bot, ann)
    with pytest.raises(AssertionError, match="How was it"):
        await listening


async def test_a_chat_reads_as_a_transcript(bot: EmulatedBot, api: Api, ann: EmulatedUser) -> None:
    message = await ask(api, bot, ann)
    press = await ann.press(message, "10")
    await api.result("answerCallbackQuery", callback_query_id=press.query_id, text="Thank you")
    await api.result(
        "editMessageText", chat_id=1001, message_id=message.message_id, text="How was it?\n\n10"
    )
    sent = await ann.send_text(bot, "Fien")
    await ann.edit(sent, "Fine")
    await ann.send_photo(bot)
    await api.result("deleteMessage", chat_id=1001, message_id=message.message_id)
    assert ann.transcript(bot) == (
        "Ann: /start\n"
        "WeSaid: How was it?\n"
        "    [1] [10]\n"
        "    [Skip this one]\n"
        "    [Our page]\n"
        "Ann presses [10]\n"
        "WeSaid shows for a moment: Thank you\n"
        "WeSaid changes message 2: How was it?\n"
        "\n"
        "    10\n"
        "Ann: Fien\n"
        "Ann changes message 3: Fine\n"
        "Ann: (photo)\n"
        "WeSaid deletes message 2\n"
    )


async def test_dates_come_from_the_clock_that_was_given() -> None:
    emulator = Emulator(clock=lambda: 1_800_000_000.9)
    bot = emulator.register("wesaid_bot")
    message = await emulator.user(1).send_text(bot, "hello")
    assert message.as_json()["date"] == 1_800_000_000


async def test_a_bot_is_registered_once(emulator: Emulator, bot: EmulatedBot) -> None:
    with pytest.raises(ValueError, match="registered already"):
        emulator.register("wesaid_bot")
    assert emulator.register("other_bot", token="42:abc").bot_id == 42
