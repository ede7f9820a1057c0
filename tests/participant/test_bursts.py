"""Messages typed right behind each other are taken together; everything else is not."""

from __future__ import annotations

from typing import Any

from bot.participant.bursts import bursts
from tests.participant.scene import Scene

Update = dict[str, Any]


def said(number: int, text: str, chat: int = 1001, kind: str = "private") -> Update:
    message = {"message_id": number, "date": 1, "chat": {"id": chat, "type": kind}, "text": text}
    return {"update_id": number, "message": message}


def pressed(number: int, chat: int = 1001) -> Update:
    message = {"message_id": 1, "chat": {"id": chat, "type": "private"}}
    query = {"id": str(number), "from": {"id": chat}, "message": message, "data": "1:1:yes"}
    return {"update_id": number, "callback_query": query}


def numbers(updates: list[Update]) -> list[list[int]]:
    return [[update["update_id"] for update in group] for group in bursts(updates)]


def test_plain_words_in_one_chat_stand_together() -> None:
    assert numbers([said(1, "well"), said(2, "it was"), said(3, "a 7")]) == [[1, 2, 3]]


def test_a_press_a_command_or_a_photo_in_between_parts_them() -> None:
    photo = said(4, "")
    photo["message"]["photo"] = []
    assert numbers([said(1, "a"), pressed(2), said(3, "b"), photo, said(5, "c")]) == [
        [1],
        [2],
        [3],
        [4],
        [5],
    ]
    assert numbers([said(1, "a"), said(2, "/stop"), said(3, "b")]) == [[1], [2], [3]]


def test_other_peoples_messages_in_between_do_not() -> None:
    mixed = [said(1, "a"), said(2, "x", chat=1002), said(3, "b"), pressed(4, chat=1002)]
    assert numbers([*mixed, said(5, "y", chat=1002)]) == [[1, 3], [2], [4], [5]]


def test_groups_and_updates_without_a_chat_are_never_joined() -> None:
    in_group = [said(1, "a", chat=-5, kind="group"), said(2, "b", chat=-5, kind="group")]
    assert numbers([*in_group, {"update_id": 3}, {"update_id": 4}]) == [[1], [2], [3], [4]]


def test_a_flood_is_taken_in_parts_of_twenty() -> None:
    flood = [said(number, "again") for number in range(45)]
    assert [len(group) for group in bursts(flood)] == [20, 20, 5]


def test_every_update_is_in_exactly_one_group_in_its_order() -> None:
    updates = [said(1, "a"), pressed(2), said(3, "b"), said(4, "/help"), said(5, "c")]
    assert [update for group in bursts(updates) for update in group] == updates


async def test_three_lines_typed_in_a_row_are_one_inbound_with_each_line_apart(
    scene: Scene,
) -> None:
    """A burst is one answer or a clear question, never three steps (seen in glific 3592)."""
    for line in ("well", "it was", "a 7"):
        await scene.amira.send_text(scene.bot, line)
    [group] = scene.surface.burst(await scene.surface.fetch(None, 0))
    await scene.surface.handle_burst(group)
    [inbound] = scene.taken
    first, second, third = (str(update["update_id"]) for update in group)
    assert (inbound.update_id, inbound.text) == (first, "well")
    assert inbound.burst == ((second, "it was"), (third, "a 7"))


async def test_a_stop_in_a_burst_stays_a_message_of_its_own(scene: Scene) -> None:
    await scene.amira.send_text(scene.bot, "7")
    await scene.amira.send_text(scene.bot, "stop")
    [group] = scene.surface.burst(await scene.surface.fetch(None, 0))
    await scene.surface.handle_burst(group)
    assert [text for _, text in scene.taken[0].burst] == ["stop"]
