"""Messages are taken away from the chat: deleted, or left without their words."""

from __future__ import annotations

import pytest

from bot.delivery.channel import ChannelLost, Parcel
from bot.delivery.screen import Button, Screen
from tests.participant.scene import AMIRA, Scene

HIDE = Screen(text="")
SIGNPOST = Screen(text="You can call 116 123.", controls=(Button("Hide this", "0:0:~hide"),))
THREE_DAYS_S = 3 * 86_400


async def takes_away(scene: Scene, *ids: str) -> str:
    return await scene.surface.channel.deliver(Parcel(9, "delete", str(AMIRA), " ".join(ids), HIDE))


async def test_both_sides_of_the_chat_are_deleted(scene: Scene) -> None:
    theirs = await scene.amira.send_text(scene.bot, "he hits me")
    kept = await scene.amira.send_text(scene.bot, "hello")
    signpost = await scene.deliver(SIGNPOST)
    await takes_away(scene, signpost, f"~{theirs.message_id}")
    messages = scene.amira.chat(scene.bot).messages
    assert messages[int(signpost)].deleted
    assert messages[theirs.message_id].deleted
    assert not messages[kept.message_id].deleted


async def test_what_is_gone_already_is_done(scene: Scene) -> None:
    await scene.amira.send_text(scene.bot, "/start")
    signpost = await scene.deliver(SIGNPOST)
    await takes_away(scene, signpost)
    other = await scene.deliver(SIGNPOST, outbox_id=2)
    await takes_away(scene, signpost, "4711", other)
    assert scene.amira.chat(scene.bot).messages[int(other)].deleted


async def test_a_message_that_is_too_old_to_be_deleted_loses_its_words_and_buttons(
    scene: Scene,
) -> None:
    theirs = await scene.amira.send_text(scene.bot, "he hits me")
    signpost = await scene.deliver(SIGNPOST)
    messages = scene.amira.chat(scene.bot).messages
    messages[int(signpost)].date -= THREE_DAYS_S
    theirs.date -= THREE_DAYS_S
    await takes_away(scene, signpost, f"~{theirs.message_id}")
    message = messages[int(signpost)]
    assert (message.text, message.buttons) == ("This message was taken away.", ())
    assert theirs.text == "he hits me"


async def test_a_chat_that_is_lost_is_told_as_such(scene: Scene) -> None:
    await scene.amira.send_text(scene.bot, "/start")
    signpost = await scene.deliver(SIGNPOST)
    await scene.amira.block(scene.bot)
    with pytest.raises(ChannelLost):
        await takes_away(scene, signpost)


async def test_nothing_to_take_away_is_nothing_to_do(scene: Scene) -> None:
    assert await takes_away(scene) == ""
