"""Presses are answered at once, whatever becomes of the work on them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.checkins.inbound import Inbound
from bot.delivery.channel import SlowDown
from bot.delivery.screen import Button, Screen
from tests.participant.scene import Scene
from tests.telegram import EmulatedMessage, Emulator, Press

QUESTION = Screen(
    text="Do you feel safe right now?",
    choices=(Button("Yes", "5:1:yes"), Button("No", "5:1:no")),
    controls=(Button("Skip", "5:1:~skip"),),
    kind="question",
)


async def pressed(scene: Scene, label: str = "No") -> Press:
    await scene.amira.send_text(scene.bot, "/start")
    await scene.surface.fetch(scene.bot.given[-1].update_id + 1, 0)
    await scene.deliver(QUESTION)
    return await scene.amira.press(scene.amira.last(scene.bot), label)


async def test_a_press_carries_its_data_and_its_message(scene: Scene) -> None:
    press = await pressed(scene)
    await scene.receive()
    [update] = [given for given in scene.bot.given if given.kind == "press"]
    assert scene.taken == [
        Inbound(
            bot="participant",
            update_id=str(update.update_id),
            address="1001",
            kind="press",
            press="5:1:no",
            message_id=str(press.message.message_id),
        )
    ]


async def test_a_press_is_answered_while_the_commit_is_still_waited_for(scene: Scene) -> None:
    """The phone's spinner must not wait for the work (seen in openclaw 42156)."""
    press = await pressed(scene)
    scene.commits.clear()
    work = asyncio.create_task(scene.receive())
    await press.acknowledged(within=2)
    assert scene.taken == []
    scene.commits.set()
    await work
    assert [inbound.press for inbound in scene.taken] == ["5:1:no"]


async def test_a_press_is_answered_as_soon_as_it_is_fetched(scene: Scene) -> None:
    """It may have to wait for its turn behind other updates of the same person."""
    press = await pressed(scene)
    await scene.surface.fetch(None, 0)
    await press.acknowledged(within=2)
    assert scene.begun == []


async def test_a_press_is_answered_while_sending_is_throttled(scene: Scene) -> None:
    press = await pressed(scene)
    scene.emulator.faults.too_many_requests(60, method="sendMessage", times=None)
    with pytest.raises(SlowDown):
        await scene.deliver(QUESTION)
    await scene.receive()
    await press.acknowledged(within=2)


async def test_a_press_is_answered_though_taking_it_fails_and_only_once(scene: Scene) -> None:
    press = await pressed(scene)
    scene.error = RuntimeError("no")
    for _ in range(3):
        with pytest.raises(RuntimeError, match="no"):
            await scene.receive()
    await press.acknowledged(within=2)
    await scene.surface.close()
    assert press.answers == 1


async def test_a_press_that_telegram_will_not_have_answered_any_more_is_still_taken(
    emulator: Emulator,
) -> None:
    emulator.query_lifetime = 0.0
    scene = Scene(emulator)
    await pressed(scene)
    assert [inbound.press for inbound in await scene.receive()] == ["5:1:no"]
    await scene.surface.close()
    assert [one.status for one in emulator.requests(scene.bot, "answerCallbackQuery")] == [400]


async def test_a_failing_answer_changes_nothing(scene: Scene) -> None:
    await pressed(scene)
    scene.emulator.faults.drop_before(method="answerCallbackQuery")
    assert [inbound.press for inbound in await scene.receive()] == ["5:1:no"]


async def test_answers_on_their_way_go_out_before_the_surface_closes(scene: Scene) -> None:
    press = await pressed(scene)
    scene.emulator.faults.delay(0.3, method="answerCallbackQuery")
    await scene.receive()
    await scene.surface.close()
    assert press.answers == 1


async def test_closing_does_not_wait_for_answers_that_do_not_come(scene: Scene) -> None:
    await pressed(scene)
    scene.emulator.faults.delay(30, method="answerCallbackQuery")
    await scene.receive()
    async with asyncio.timeout(3):
        await scene.surface.close()


def query(**more: Any) -> dict[str, Any]:
    who = {"id": 1001, "is_bot": False, "first_name": "Amira"}
    return {
        "update_id": 9,
        "callback_query": {"id": "77", "from": who, "chat_instance": "1", "data": "5:1:no", **more},
    }


PRIVATE = {"id": 1001, "type": "private", "first_name": "Amira"}


async def test_a_press_works_though_its_message_is_too_old_to_be_shown(scene: Scene) -> None:
    gone = {"chat": PRIVATE, "message_id": 12, "date": 0}
    [inbound] = await scene.handle(query(message=gone))
    assert (inbound.kind, inbound.address, inbound.press) == ("press", "1001", "5:1:no")
    assert inbound.message_id == "12"


async def test_a_press_works_though_its_message_is_missing(scene: Scene) -> None:
    [inbound] = await scene.handle(query())
    assert (inbound.kind, inbound.address, inbound.press) == ("press", "1001", "5:1:no")


async def test_a_press_works_though_its_message_cannot_be_understood(scene: Scene) -> None:
    [inbound] = await scene.handle(query(message={"chat": PRIVATE, "message_id": "twelve"}))
    assert (inbound.kind, inbound.address, inbound.press) == ("press", "1001", "5:1:no")


async def test_a_press_in_a_group_is_a_groups(scene: Scene) -> None:
    group = {"chat": {"id": -5, "type": "group", "title": "G"}, "message_id": 12, "date": 0}
    [inbound] = await scene.handle(query(message=group))
    assert (inbound.kind, inbound.address) == ("group", "-5")


async def test_any_data_of_a_forged_press_is_handed_on_as_it_is(scene: Scene) -> None:
    await pressed(scene)
    message: EmulatedMessage = scene.amira.last(scene.bot)
    await scene.amira.press_data(message, "x" * 500 + "'; drop table \N{SNOWMAN}")
    assert (await scene.receive())[-1].press.endswith("drop table \N{SNOWMAN}")
