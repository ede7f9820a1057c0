"""Ticks on a question that is there already: its buttons change, and its words do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.delivery.screen import Button, Screen
from tests.participant.scene import Scene

HELLO = Screen(text="Hello Amira.")
QUESTION = Screen(
    text="Do you feel safe right now?",
    choices=(Button("Yes", "5:1:yes"), Button("No", "5:1:no")),
    kind="question",
)


@pytest.fixture
async def talking(scene: Scene) -> Scene:
    """The scene after Amira has written to the bot, so that it may write to her."""
    await scene.amira.send_text(scene.bot, "/start")
    return scene


async def test_a_tick_changes_the_buttons_of_the_same_message_and_not_its_words(
    talking: Scene,
) -> None:
    options = (Button("Getting there", "5:1:travel"), Button("Hearing", "5:1:hearing"))
    done = (Button("Done", "5:1:~done"),)
    asked = Screen(
        text="What makes it hard?",
        choices=options,
        controls=done,
        layout="ticks",
        kind="question",
    )
    remote_id = await talking.deliver(asked)
    message = talking.amira.last(talking.bot)
    words = message.text
    assert message.labels == ["Getting there", "Hearing", "Done"]
    ticked = replace(asked, text="Something else", ticked=("hearing",))
    assert await talking.deliver(ticked, remote_id, outbox_id=2) == remote_id
    assert message.labels == ["Getting there", "\u2713 Hearing", "Done"]
    assert message.text == words
    assert await talking.deliver(ticked, remote_id, outbox_id=3) == remote_id
    assert await talking.deliver(asked, remote_id, outbox_id=4) == remote_id
    assert message.labels == ["Getting there", "Hearing", "Done"]


async def test_ticks_below_a_question_of_several_messages_stay_where_they_are(
    talking: Scene,
) -> None:
    asked = Screen(
        text="Which of these? " + "word " * 1_000,
        choices=(Button("Getting there", "5:1:travel"),),
        layout="ticks",
        kind="question",
    )
    remote_id = await talking.deliver(asked)
    sent = len(talking.emulator.sent(talking.bot))
    await talking.deliver(replace(asked, ticked=("travel",)), remote_id, outbox_id=2)
    assert talking.amira.last(talking.bot).labels == ["\u2713 Getting there"]
    assert len(talking.emulator.sent(talking.bot)) == sent


async def test_ticks_on_a_message_that_is_gone_come_with_the_question_anew(talking: Scene) -> None:
    asked = Screen(
        text="What makes it hard?",
        choices=(Button("Getting there", "5:1:travel"),),
        layout="ticks",
        kind="question",
    )
    remote_id = await talking.deliver(asked)
    talking.amira.last(talking.bot).deleted = True
    ticked = replace(asked, ticked=("travel",))
    assert await talking.deliver(ticked, remote_id, outbox_id=2) != remote_id
    message = talking.amira.last(talking.bot)
    assert message.text.startswith("What makes it hard?")
    assert message.labels == ["\u2713 Getting there"]
