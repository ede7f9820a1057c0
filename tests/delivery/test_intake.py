"""Taking updates in: confirmed only after the commit, and in order for each person."""

from __future__ import annotations

import asyncio

from bot.intake import Update
from storage.database import Database
from storage.updates import record_update
from tests.delivery.chats import START, until
from tests.delivery.platform import Platform, Surface, intake_of, polling, update


async def test_the_offset_rises_only_after_every_update_before_it_is_committed() -> None:
    """(The libraries' own loops raise it before the handler is done: a deploy loses answers.)"""
    platform, surface = Platform(update(1, "ana"), update(2, "ben"), update(3, "cem")), Surface()
    surface.gates[2] = asyncio.Event()

    async with polling(platform, surface) as intake:
        await until(lambda: surface.order == [1, 3])
        await asyncio.sleep(0.05)
        assert platform.offsets == [None]
        surface.gates[2].set()
        await until(lambda: platform.offsets == [None, 4])
        assert intake.state == "polling"
    assert sorted(surface.order) == [1, 2, 3]


async def test_updates_of_one_person_are_in_order_and_of_others_side_by_side() -> None:
    updates = [update(number, who) for number, who in enumerate("abaabb", start=1)]
    platform, surface = Platform(*reversed(updates)), Surface()

    async with polling(platform, surface):
        await until(lambda: platform.confirmed == 7)

    assert [number for number in surface.order if number in (1, 3, 4)] == [1, 3, 4]
    assert [number for number in surface.order if number in (2, 5, 6)] == [2, 5, 6]
    assert {1, 2} in surface.side_by_side
    assert not any({1, 3} <= together for together in surface.side_by_side)


async def test_texts_sent_in_one_go_are_handed_over_together() -> None:
    """(Three photos at once gave three replies, glific 3592.)"""
    updates = [update(1), update(2, "ben"), update(3), update(4, text="/stop"), update(5)]

    def group(theirs: list[Update]) -> list[list[Update]]:
        groups: list[list[Update]] = [[]]
        for one in theirs:
            if one["text"].startswith("/"):
                groups += [[one], []]
            else:
                groups[-1].append(one)
        return groups

    platform, surface = Platform(*updates), Surface()
    async with polling(platform, surface, group=group):
        await until(lambda: platform.confirmed == 6)

    assert sorted(surface.taken) == [[1, 3], [2], [4], [5]]


async def test_stop_ends_the_long_poll_at_once() -> None:
    platform, surface = Platform(), Surface()

    async with polling(platform, surface) as intake:
        await until(lambda: platform.offsets == [None])
        async with asyncio.timeout(1):
            await intake.stop()

    assert platform.cancelled == 1


async def test_stop_waits_for_the_handlers_at_work() -> None:
    platform, surface = Platform(update(1)), Surface()
    surface.gates[1] = asyncio.Event()

    async with polling(platform, surface) as intake:
        await until(lambda: surface.at_work == [1])
        stopping = asyncio.create_task(intake.stop())
        await asyncio.sleep(0.05)
        assert not stopping.done()
        surface.gates[1].set()
        await stopping

    assert surface.taken == [[1]]


async def test_an_update_that_comes_twice_in_one_answer_is_handled_once() -> None:
    platform, surface = Platform(update(1), update(1), update(2)), Surface()

    async with polling(platform, surface):
        await until(lambda: platform.confirmed == 3)

    assert surface.order == [1, 2]


async def test_an_update_of_nobody_is_handled_like_any_other() -> None:
    platform, surface = Platform({"update_id": 4}), Surface()

    async with polling(platform, surface):
        await until(lambda: platform.confirmed == 5)

    assert surface.order == [4]


async def test_a_webhook_returns_only_after_the_commit() -> None:
    """(aiogram's webhook handler answers 200 first and works in the background.)"""
    surface = Surface()
    intake = intake_of(Platform(), surface)
    surface.gates[1] = asyncio.Event()

    answering = asyncio.create_task(intake.handle_webhook(update(1)))
    await until(lambda: surface.at_work == [1])
    assert not answering.done()
    surface.gates[1].set()
    await answering
    assert surface.taken == [[1]]


async def test_webhooks_of_one_person_are_in_order_and_of_others_side_by_side() -> None:
    surface = Surface()
    intake = intake_of(Platform(), surface)
    surface.gates[1] = asyncio.Event()

    ana = [asyncio.create_task(intake.handle_webhook(update(number))) for number in (1, 2, 3)]
    await intake.handle_webhook(update(4, "ben"))
    assert surface.order == [4]
    surface.gates[1].set()
    await asyncio.gather(*ana)
    assert surface.order == [4, 1, 2, 3]
    assert intake._people._locks == {}


async def test_a_webhook_that_keeps_failing_is_set_aside_and_confirmed() -> None:
    surface = Surface()
    intake = intake_of(Platform(), surface)
    surface.faults[1] = [ValueError()] * 3

    await intake.handle_webhook(update(1))

    assert surface.aside == [(1, "ValueError")]


async def test_what_was_not_confirmed_comes_again_and_is_recorded_once(database: Database) -> None:
    """(Retried webhooks duplicated rows, chatwoot 15450.)"""
    recorded: list[int | None] = []
    killed = asyncio.Event()

    async def handle(updates: list[Update]) -> None:
        number = str(updates[0]["update_id"])
        recorded.append(
            await database.transact(
                lambda connection: record_update(
                    connection,
                    bot="participant",
                    update_id=number,
                    channel_id=None,
                    kind="text",
                    now=START,
                )
            )
        )
        await killed.wait()

    platform, surface = Platform(update(1), update(2, "ben")), Surface()
    first = asyncio.create_task(intake_of(platform, surface, handle=handle).run())
    await until(lambda: len(recorded) == 2)
    first.cancel()  # after the commit, and before anything could be confirmed
    await asyncio.gather(first, return_exceptions=True)
    assert platform.offsets == [None]
    killed.set()

    async with polling(platform, surface, handle=handle):
        await until(lambda: platform.confirmed == 3)

    assert None not in recorded[:2]
    assert recorded[2:] == [None, None]
