"""An update that cannot be understood stops nothing, and no words are lost beside the damage."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from bot.delivery.telegram.raw_updates import UnreadableUpdateError
from tests.participant.scene import Scene

CHAT = {"id": 1001, "type": "private", "first_name": "Amira"}


async def test_one_malformed_update_does_not_spoil_the_others_of_its_batch(scene: Scene) -> None:
    await scene.amira.send_text(scene.bot, "before")
    scene.bot.inject({"message": {"chat": CHAT, "date": "yesterday"}})
    await scene.amira.send_text(scene.bot, "after")
    taken = await scene.receive()
    assert [(one.kind, one.text) for one in taken] == [
        ("text", "before"),
        ("unreadable", ""),
        ("text", "after"),
    ]


@pytest.mark.parametrize(
    ("message", "kind", "text"),
    [
        ({"chat": CHAT}, "unreadable", ""),
        ({"chat": CHAT, "text": 5}, "unreadable", ""),
        ({"chat": CHAT, "text": ["I", "am"]}, "unreadable", ""),
        ({"chat": CHAT, "text": "I am not safe"}, "text", "I am not safe"),
        ({"chat": CHAT, "caption": "I am not safe", "photo": 5}, "text", "I am not safe"),
        ({"chat": CHAT, "text": "/stop", "entities": "none"}, "command", "stop"),
        ({"chat": CHAT, "text": "half a \ud83d face"}, "text", "half a ? face"),
        ({"chat": {"id": "no"}, "from": {"id": 1001}, "text": "hello"}, "text", "hello"),
    ],
)
async def test_words_beside_the_damage_are_read(
    scene: Scene, message: dict[str, Any], kind: str, text: str
) -> None:
    [inbound] = await scene.handle({"update_id": 9, "message": message})
    assert (inbound.kind, inbound.text, inbound.address) == (kind, text, "1001")
    assert inbound.update_id == "9"


async def test_a_damaged_edit_is_an_edit(scene: Scene) -> None:
    update = {"update_id": 9, "edited_message": {"chat": CHAT, "text": "please help"}}
    [inbound] = await scene.handle(update)
    assert (inbound.kind, inbound.text) == ("edited", "please help")


async def test_an_edit_from_an_impossible_time_is_read(scene: Scene) -> None:
    message = {"message_id": 1, "date": 1, "chat": CHAT, "text": "hm", "edit_date": 10**18}
    [inbound] = await scene.handle({"update_id": 9, "edited_message": message})
    assert (inbound.kind, inbound.text, inbound.sent_at) == ("edited", "hm", None)


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 9, "message": "not an object"},
        {"update_id": 9, "message": {"text": "secret words"}},
        {"update_id": 9, "message": {"chat": {"id": True}, "text": "secret words"}},
        {"update_id": 9, "message": {"chat": {"id": -100}, "text": "secret words"}},
        {"update_id": "nine", "message": {"chat": CHAT, "text": "secret words"}},
        {"message": {"chat": CHAT, "text": "secret words"}},
        {"update_id": 9, "callback_query": []},
        {},
    ],
)
async def test_where_nobody_is_found_to_answer_it_says_so_without_the_words(
    scene: Scene, update: dict[str, Any]
) -> None:
    with pytest.raises(UnreadableUpdateError) as raised:
        await scene.surface.handle(update)
    assert "secret" not in str(raised.value)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__
    assert scene.taken == []


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 9},
        {"update_id": 9, "message": None},
        {"update_id": 9, "telepathy": {"text": "secret words"}},
        {"update_id": 9, "poll_answer": {"poll_id": "1", "option_ids": []}},
    ],
)
async def test_kinds_that_were_not_asked_for_are_passed_over_quietly(
    scene: Scene, update: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        update.setdefault("update_id", 9)
        if "poll_answer" in update:
            update["poll_answer"]["option_persistent_ids"] = []
        await scene.surface.handle(update)
    assert scene.taken == []
    captured = capfd.readouterr()
    assert "secret" not in captured.out + captured.err


async def test_a_deeply_nested_update_is_survived(scene: Scene) -> None:
    message: dict[str, Any] = {"message_id": 1, "date": 1, "chat": CHAT, "text": "deep"}
    for _ in range(400):
        message = {**message, "reply_to_message": message}
    [inbound] = await scene.handle({"update_id": 9, "message": message})
    assert inbound.text == "deep"
