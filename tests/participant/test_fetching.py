"""Fetching what somebody sent, with real Telegram's limits: 20 MB, and paths that expire."""

from __future__ import annotations

import pytest

from bot.delivery.channel import NotSent, Refused
from bot.participant.files import LARGEST_BYTES
from tests.participant.scene import Scene

PHOTO = b"\xff\xd8\xff a photo"


async def sent_photo(scene: Scene, content: bytes = PHOTO) -> str:
    await scene.amira.send_photo(scene.bot, content=content)
    [inbound] = await scene.receive()
    return inbound.file


async def test_a_file_can_be_fetched_again_long_after_its_path_expired(scene: Scene) -> None:
    reference = await sent_photo(scene)
    assert await scene.surface.fetch_file(reference) == PHOTO
    scene.bot.path_ends.clear()
    assert await scene.surface.fetch_file(reference) == PHOTO


async def test_a_path_that_holds_for_no_time_at_all_is_tried_twice(scene: Scene) -> None:
    reference = await sent_photo(scene)
    scene.emulator.path_lifetime = 0.0
    with pytest.raises(NotSent, match="does not find"):
        await scene.surface.fetch_file(reference)
    assert len(scene.emulator.requests(scene.bot, "getFile")) == 2


async def test_twenty_megabytes_are_fetched_and_not_a_byte_more(scene: Scene) -> None:
    whole = PHOTO.ljust(LARGEST_BYTES, b"x")
    assert await scene.surface.fetch_file(await sent_photo(scene, whole)) == whole
    await scene.amira.send_photo(scene.bot, content=whole + b"x")
    await scene.receive()
    with pytest.raises(Refused, match="too big"):
        await scene.surface.fetch_file(scene.taken[-1].file)


async def test_a_file_that_telegram_does_not_know_is_of_no_use_to_ask_for_again(
    scene: Scene,
) -> None:
    with pytest.raises(Refused):
        await scene.surface.fetch_file("AgACAgQAAxkBAAIB")
    assert len(scene.emulator.take_violations()) == 1


async def test_while_telegram_is_away_it_can_be_had_later(scene: Scene) -> None:
    reference = await sent_photo(scene)
    async with scene.emulator.outage("refused"):
        with pytest.raises(NotSent):
            await scene.surface.fetch_file(reference)
    assert await scene.surface.fetch_file(reference) == PHOTO


async def test_no_error_repeats_the_address_which_holds_the_token(scene: Scene) -> None:
    reference = await sent_photo(scene)
    scene.emulator.path_lifetime = 0.0
    with pytest.raises(NotSent) as raised:
        await scene.surface.fetch_file(reference)
    assert scene.bot.token not in repr(raised.value)
    assert raised.value.__cause__ is None
