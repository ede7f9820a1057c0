"""Every kind of update becomes the right StaffInbound."""

from __future__ import annotations

from typing import Any

import pytest

from bot.aftercare.staff_inbound import StaffInbound
from tests.staff.scene import Scene


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("/start", "join", ""),
        ("/start S-4F2K", "join", "S-4F2K"),
        ("/START S-4F2K thank you", "join", "S-4F2K"),
        ("/flags", "command", "flags"),
        ("/flags please", "command", "flags"),
        ("/read", "command", "read"),
        ("/help", "command", "help"),
        ("/other", "text", "/other"),
        ("show me /flags", "text", "show me /flags"),
        ("Ring her mother first.", "text", "Ring her mother first."),
    ],
)
async def test_commands_are_told_from_words(scene: Scene, typed: str, kind: str, text: str) -> None:
    await scene.surface.prepare()
    await scene.sam.send_text(scene.bot, typed)
    [inbound] = await scene.receive()
    assert (inbound.kind, inbound.text, inbound.address) == (kind, text, "2001")
    assert inbound.update_id == str(scene.bot.given[-1].update_id)
    assert inbound.message_id == "1"


async def test_what_follows_a_command_is_kept(scene: Scene) -> None:
    await scene.sam.send_text(scene.bot, "/away until  Friday 9am")
    await scene.sam.send_text(scene.bot, "/caseload")
    assert [(one.text, one.arguments) for one in await scene.receive()] == [
        ("away", "until Friday 9am"),
        ("caseload", ""),
    ]


async def test_words_that_came_with_a_file_are_told_from_words_alone(scene: Scene) -> None:
    await scene.sam.send_photo(scene.bot, caption="the plan")
    await scene.sam.send_text(scene.bot, "the plan")
    assert [one.attached for one in await scene.receive()] == [True, False]


async def test_commands_work_with_the_bots_own_name_behind_them(scene: Scene) -> None:
    await scene.surface.prepare()
    await scene.sam.send_text(scene.bot, "/flags@WeSaidStaffBot")
    await scene.sam.send_text(scene.bot, "/flags@SomebodyElsesBot")
    assert [(one.kind, one.text) for one in await scene.receive()] == [
        ("command", "flags"),
        ("text", "/flags@SomebodyElsesBot"),
    ]


async def test_commands_are_understood_before_the_bot_knows_its_name(scene: Scene) -> None:
    await scene.sam.send_text(scene.bot, "/flags")
    await scene.sam.send_text(scene.bot, "/flags@WeSaidStaffBot")
    assert [one.kind for one in await scene.receive()] == ["command", "text"]


async def test_a_caption_counts_as_words_and_media_without_one_do_not(scene: Scene) -> None:
    await scene.sam.send_photo(scene.bot, caption="the plan")
    await scene.sam.send_voice(scene.bot)
    await scene.sam.send_sticker(scene.bot)
    assert [(one.kind, one.text) for one in await scene.receive()] == [
        ("text", "the plan"),
        ("media", ""),
        ("media", ""),
    ]


@pytest.mark.parametrize("text", ["שלום", "كان صعبا", "😔👨‍👩‍👧‍👦", "a" * 4096])
async def test_any_script_emoji_and_the_longest_message_arrive_whole(
    scene: Scene, text: str
) -> None:
    await scene.sam.send_text(scene.bot, text)
    [inbound] = await scene.receive()
    assert inbound.text == text


async def test_a_group_is_told_from_a_private_chat_and_its_words_are_not_read(
    scene: Scene,
) -> None:
    await scene.sam.send_in_group(scene.bot, "/flags")
    [inbound] = await scene.receive()
    assert (inbound.kind, inbound.address, inbound.text) == ("group", "-100200300", "")


async def test_a_channel_is_treated_like_a_group(scene: Scene) -> None:
    post: dict[str, Any] = {"message_id": 4, "date": 1, "text": "hello all"}
    chat = {"id": -100_555, "type": "channel", "title": "News"}
    [inbound] = await scene.handle({"update_id": 9, "channel_post": {**post, "chat": chat}})
    assert inbound == StaffInbound("9", "-100555", "group", message_id="4")


async def test_an_edited_command_is_not_carried_out_again(scene: Scene) -> None:
    message = await scene.sam.send_text(scene.bot, "/flags")
    edited = {**message.as_json(), "edit_date": 1_800_000_000}
    await scene.surface.handle({"update_id": 9, "edited_message": edited})
    assert scene.taken == []


async def test_telegrams_own_notes_in_the_chat_are_not_taken_for_somebodys_words(
    scene: Scene,
) -> None:
    said = await scene.sam.send_text(scene.bot, "hello")
    scene.sam.send_content(scene.bot, {"pinned_message": said.as_json()}, kind="pin")
    assert [one.text for one in await scene.receive()] == ["hello"]


async def test_who_blocks_the_bot_is_told_of_and_who_comes_back_is_not_lost(scene: Scene) -> None:
    await scene.surface.fetch(None, 0)
    await scene.sam.block(scene.bot)
    await scene.receive()
    assert scene.lost == ["2001"]
    await scene.sam.unblock(scene.bot)
    updates = await scene.surface.fetch(None, 0)
    await scene.surface.handle(updates[-1])
    assert scene.lost == ["2001"]
    assert scene.taken == []
