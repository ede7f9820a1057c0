"""Nothing is confirmed before it was taken; errors reach whoever confirms."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.intake import Intake
from storage.unavailable import DatabaseUnavailable
from tests.participant.scene import Scene, eventually


async def test_handle_returns_only_after_take_returned(scene: Scene) -> None:
    await scene.amira.send_text(scene.bot, "7")
    [update] = await scene.surface.fetch(None, 0)
    scene.commits.clear()
    handling = asyncio.create_task(scene.surface.handle(update))
    await asyncio.sleep(0.05)
    assert scene.begun
    assert not handling.done()
    scene.commits.set()
    await handling
    assert scene.taken == scene.begun


async def test_an_answer_is_not_confirmed_to_telegram_before_it_was_taken(scene: Scene) -> None:
    """The library's own polling confirms while the handler works: a restart loses the answer."""

    async def set_aside(update: dict[str, Any], error: Exception) -> None:
        raise AssertionError(error)

    intake = Intake(
        "participant",
        fetch=scene.surface.fetch,
        handle=scene.surface.handle_burst,
        key=lambda update: update["message"]["chat"]["id"],
        group=scene.surface.burst,
        set_aside=set_aside,
    )
    scene.commits.clear()
    await scene.amira.send_text(scene.bot, "7")
    running = asyncio.create_task(intake.run())
    await eventually(lambda: scene.begun)
    await asyncio.sleep(0.1)
    assert scene.bot.delivered == []
    scene.commits.set()
    await eventually(lambda: scene.bot.delivered)
    await intake.stop()
    await running
    assert [inbound.text for inbound in scene.taken] == ["7"]


@pytest.mark.parametrize(
    "error", [DatabaseUnavailable("The disk is full."), ValueError("odd"), TimeoutError()]
)
async def test_whatever_take_raises_reaches_the_caller(scene: Scene, error: Exception) -> None:
    await scene.amira.send_text(scene.bot, "7")
    [update] = await scene.surface.fetch(None, 0)
    scene.error = error
    with pytest.raises(type(error)) as raised:
        await scene.surface.handle(update)
    assert raised.value is error


async def test_an_update_that_failed_can_be_handled_again(scene: Scene) -> None:
    await scene.amira.send_text(scene.bot, "7")
    scene.error = DatabaseUnavailable("The disk is full.")
    with pytest.raises(DatabaseUnavailable):
        await scene.receive()
    scene.error = None
    assert [inbound.text for inbound in await scene.receive()] == ["7"]


async def test_the_offset_is_what_confirms(scene: Scene) -> None:
    await scene.amira.send_text(scene.bot, "first")
    await scene.amira.send_text(scene.bot, "second")
    first, second = await scene.surface.fetch(None, 0)
    assert await scene.surface.fetch(None, 0) == [first, second]
    assert await scene.surface.fetch(second["update_id"], 0) == [second]
    assert [given.content for given in scene.bot.delivered] == ["first"]


async def test_updates_of_several_people_are_handled_side_by_side(scene: Scene) -> None:
    dev = scene.emulator.user(1002, "Dev")
    await scene.amira.send_text(scene.bot, "mine")
    await dev.send_text(scene.bot, "and mine")
    updates = await scene.surface.fetch(None, 0)
    scene.commits.clear()
    work = asyncio.gather(*(scene.surface.handle(update) for update in updates))
    await eventually(lambda: len(scene.begun) == 2)
    scene.commits.set()
    await work
    assert {inbound.address for inbound in scene.taken} == {"1001", "1002"}
