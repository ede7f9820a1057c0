"""Taking updates in when something fails: nothing is lost, and nothing stops the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot.intake import Update
from storage.unavailable import DatabaseUnavailable
from tests.delivery.chats import until
from tests.delivery.platform import Platform, Surface, intake_of, polling, update


async def test_a_burst_that_fails_is_handled_one_by_one_and_only_the_bad_part_is_set_aside() -> (
    None
):
    platform, surface = Platform(update(1), update(2), update(3)), Surface()
    surface.faults[2] = [ValueError()] * 6

    async with polling(platform, surface, group=lambda theirs: [theirs]):
        await until(lambda: platform.confirmed == 4)

    assert surface.taken == [[1], [3]]
    assert surface.aside == [(2, "ValueError")]


@pytest.mark.parametrize(
    "group",
    [
        lambda theirs: [theirs[:1]],
        lambda theirs: [list(reversed(theirs))],
        lambda theirs: [[one] for one in theirs] + [[theirs[0]]],
        lambda theirs: theirs[0]["no such key"],
    ],
    ids=["loses", "reorders", "doubles", "raises"],
)
async def test_a_faulty_grouping_loses_nothing(
    group: Callable[[list[Update]], list[list[Update]]],
) -> None:
    platform, surface = Platform(update(1), update(2), update(3)), Surface()

    async with polling(platform, surface, group=group):
        await until(lambda: platform.confirmed == 4)

    assert surface.taken == [[1], [2], [3]]


async def test_an_update_that_fails_is_tried_again() -> None:
    platform, surface = Platform(update(1)), Surface()
    surface.faults[1] = [ValueError(), KeyError()]

    async with polling(platform, surface):
        await until(lambda: platform.confirmed == 2)

    assert (surface.tried, surface.taken, surface.aside) == ([1, 1, 1], [[1]], [])


async def test_an_update_that_fails_three_times_is_set_aside_and_the_next_goes_on() -> None:
    platform, surface = Platform(update(1), update(2), update(3, "ben")), Surface()
    surface.faults[1] = [ValueError()] * 3

    async with polling(platform, surface):
        await until(lambda: platform.confirmed == 4)

    assert surface.tried.count(1) == 3
    assert surface.aside == [(1, "ValueError")]
    assert sorted(surface.order) == [2, 3]


async def test_an_update_that_never_ends_is_set_aside() -> None:
    platform, surface = Platform(update(1), update(2, "ben")), Surface()
    surface.gates[1] = asyncio.Event()

    async with polling(platform, surface, patience=0.05):
        await until(lambda: platform.confirmed == 3)

    assert surface.aside == [(1, "TimeoutError")]


async def test_setting_aside_is_tried_again_too() -> None:
    platform, surface = Platform(update(1)), Surface()
    surface.faults[1] = [ValueError()] * 3
    surface.aside_faults = [RuntimeError(), DatabaseUnavailable()]

    async with polling(platform, surface):
        await until(lambda: platform.confirmed == 2)

    assert surface.aside == [(1, "ValueError")]


async def test_one_update_that_can_be_neither_handled_nor_kept_does_not_stop_the_bot(
    capsys: pytest.CaptureFixture[str],
) -> None:
    platform, surface = Platform(update(77, text="private words"), update(78)), Surface()
    surface.faults[77] = [ValueError("private words")] * 3
    surface.aside_faults = [RuntimeError("private words")] * 5

    async with polling(platform, surface):
        await until(lambda: platform.confirmed == 79)

    printed = capsys.readouterr().out
    assert "given_up" in printed
    assert "77" in printed
    assert "private" not in printed
    assert surface.order == [78]


async def test_while_the_database_is_not_available_nothing_is_set_aside_or_confirmed() -> None:
    platform, surface = Platform(update(1), update(2)), Surface()
    surface.faults[1] = [DatabaseUnavailable() for _ in range(4)]

    async with polling(platform, surface) as intake:
        await until(lambda: intake.state == "down: the database is not available")
        assert platform.offsets == [None]
        await until(lambda: platform.confirmed == 3)
        assert intake.state == "polling"

    assert surface.tried.count(1) == 5
    assert (surface.order, surface.aside) == ([1, 2], [])


async def test_stopping_while_the_database_is_not_available_leaves_the_updates_unconfirmed() -> (
    None
):
    platform, surface = Platform(update(1)), Surface()
    surface.faults[1] = [DatabaseUnavailable() for _ in range(1000)]

    async with polling(platform, surface) as intake:
        await until(lambda: intake.state.startswith("down"))

    assert (platform.confirmed, surface.taken, surface.aside) == (0, [], [])


async def test_a_failure_while_stopping_leaves_the_update_for_the_next_start() -> None:
    platform, surface = Platform(update(1)), Surface()
    surface.gates[1] = asyncio.Event()
    surface.faults[1] = [RuntimeError("the session is closed")]

    async with polling(platform, surface) as intake:
        await until(lambda: surface.at_work == [1])
        stopping = asyncio.create_task(intake.stop())
        await asyncio.sleep(0)
        surface.gates[1].set()
        await stopping

    assert (platform.confirmed, surface.aside) == (0, [])


async def test_polling_goes_on_while_the_platform_is_down_and_says_why_without_secrets() -> None:
    """(Boot failed because one request failed, seen with python-telegram-bot.)"""
    platform, surface = Platform(), Surface()
    platform.errors = [ConnectionError("https://api/bot123:SECRET/getUpdates") for _ in range(3)]

    async with polling(platform, surface) as intake:
        assert intake.state == "starting"
        await until(lambda: intake.state == "down: ConnectionError")
        platform.say(update(1))
        await until(lambda: platform.confirmed == 2)
        assert intake.state == "polling"
    assert surface.order == [1]


async def test_a_surface_can_explain_what_is_wrong_and_how_long_to_wait() -> None:
    platform, surface = Platform(update(1)), Surface()
    platform.errors = [ConnectionError()]
    waited: list[float] = []

    def explain(error: Exception) -> tuple[str, float]:
        waited.append(asyncio.get_running_loop().time())
        return "another program is receiving this bot's updates", 0.3

    async with polling(platform, surface, explain=explain) as intake:
        await until(lambda: intake.state.endswith("this bot's updates"))
        await until(lambda: len(platform.offsets) > 1)
        assert asyncio.get_running_loop().time() - waited[0] >= 0.29


async def test_an_answer_that_cannot_be_understood_does_not_end_the_polling() -> None:
    platform, surface = Platform(), Surface()
    platform.held = ["nonsense", {"update_id": "one"}]

    async with polling(platform, surface) as intake:
        await until(lambda: intake.state.startswith("down"))
        platform.say(update(5))
        await until(lambda: platform.confirmed == 6)
    assert surface.order == [5]


async def test_a_webhook_says_when_the_database_is_not_available() -> None:
    surface = Surface()
    intake = intake_of(Platform(), surface)
    surface.faults[1] = [DatabaseUnavailable("not now")]

    with pytest.raises(DatabaseUnavailable):
        await intake.handle_webhook(update(1))
    assert surface.aside == []
    await intake.handle_webhook(update(1))
    assert surface.taken == [[1]]
