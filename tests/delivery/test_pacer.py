"""The pacer: who may send when."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.lanes import Lane
from bot.delivery.pacer import CHAT_BURST, CHAT_PERIOD_S, Pacer
from tests.delivery.hand_time import HandTime, everybody_runs

SLACK = 1e-6


@dataclass(frozen=True)
class Turn:
    at: float
    lane: Lane
    address: str
    asked: float
    number: int


class Crowd:
    """Messages waiting before a pacer, and the turns they got."""

    def __init__(self, sends_per_second: float = 30) -> None:
        self.time = HandTime()
        self.start = self.time.time()
        self.pacer = Pacer(sends_per_second, self.time)
        self.turns: list[Turn] = []
        self.tasks: list[asyncio.Task[None]] = []

    def ask(self, lane: Lane, address: str) -> asyncio.Task[None]:
        task = asyncio.create_task(self._wait(lane, address, len(self.tasks)))
        self.tasks.append(task)
        return task

    async def _wait(self, lane: Lane, address: str, number: int) -> None:
        asked = self.time.time()
        await self.pacer.slot(lane, address)
        self.turns.append(Turn(self.time.time(), lane, address, asked, number))

    async def finish(self) -> None:
        await everybody_runs()
        while await self.time.advance_to_alarm():
            pass

    def times(self, address: str | None = None) -> list[float]:
        """Seconds from the start at which turns were given."""
        return [
            turn.at - self.start
            for turn in self.turns
            if address is None or turn.address == address
        ]


async def test_the_pace_is_one_below_the_limit_in_any_second() -> None:
    crowd = Crowd(30)
    for number in range(120):
        crowd.ask(Lane.BULK, f"chat-{number}")
    await crowd.finish()

    times = crowd.times()
    assert len(times) == 120
    for index, first in enumerate(times):
        within = [at for at in times[index:] if at < first + 1 - SLACK]
        assert len(within) <= 29
    assert times[-1] == pytest.approx(119 / 29, abs=0.05)


async def test_idle_time_is_not_saved_up_for_a_burst() -> None:
    crowd = Crowd(30)
    await crowd.time.advance(600)
    for number in range(29):
        crowd.ask(Lane.REPLY, f"chat-{number}")
    await crowd.time.advance(0.1)

    assert len(crowd.turns) <= 4
    assert crowd.turns[0].at - crowd.turns[0].asked == 0


async def test_an_alert_waits_for_no_more_than_one_bulk_message() -> None:
    crowd = Crowd(30)
    for number in range(3000):
        crowd.ask(Lane.BULK, f"chat-{number}")
    await crowd.time.advance(10)
    before = len(crowd.turns)
    crowd.ask(Lane.ALERT, "facilitator")
    await crowd.time.advance(1 / 29)

    lanes = [turn.lane for turn in crowd.turns[before:]]
    assert lanes.index(Lane.ALERT) <= 1
    for task in crowd.tasks:
        task.cancel()


async def test_a_chat_gets_a_burst_of_three_replies_and_then_one_a_second() -> None:
    crowd = Crowd(30)
    for _ in range(6):
        crowd.ask(Lane.REPLY, "chat")
    await crowd.finish()

    times = crowd.times()
    assert times[2] < 0.2
    assert times[3:] == pytest.approx([1, 2, 3], abs=0.2)


async def test_reminders_to_one_chat_come_one_a_second_without_a_burst() -> None:
    crowd = Crowd(30)
    for _ in range(3):
        crowd.ask(Lane.BULK, "chat")
    await crowd.finish()

    assert crowd.times() == pytest.approx([0, 1, 2], abs=0.05)


async def test_a_chat_that_has_to_wait_lets_the_others_by() -> None:
    crowd = Crowd(30)
    for _ in range(10):
        crowd.ask(Lane.REPLY, "busy")
    for number in range(10):
        crowd.ask(Lane.REPLY, f"other-{number}")
    await crowd.time.advance(0.6)

    assert len([turn for turn in crowd.turns if turn.address != "busy"]) == 10
    await crowd.finish()


async def test_an_urgent_message_to_a_busy_chat_lets_lower_lanes_by() -> None:
    crowd = Crowd(30)
    for _ in range(4):
        crowd.ask(Lane.ALERT, "busy")
    crowd.ask(Lane.BULK, "other")
    await crowd.time.advance(0.3)

    assert len(crowd.times("busy")) == 3
    assert len(crowd.times("other")) == 1
    await crowd.finish()


async def test_nothing_leaves_while_the_bot_is_held_and_the_pace_holds_afterwards() -> None:
    crowd = Crowd(30)
    crowd.pacer.hold(5)
    assert crowd.pacer.held() == pytest.approx(5)
    for number in range(40):
        crowd.ask(Lane.BULK, f"chat-{number}")
    crowd.ask(Lane.ALERT, "facilitator")
    await crowd.time.advance(4.9)
    assert crowd.turns == []

    await crowd.finish()
    assert crowd.turns[0].lane is Lane.ALERT
    times = crowd.times()
    assert min(times) >= 5
    assert len([at for at in times if at < 6 - SLACK]) <= 29


async def test_a_shorter_hold_does_not_end_a_longer_one() -> None:
    crowd = Crowd(30)
    crowd.pacer.hold(5)
    crowd.pacer.hold(1)
    crowd.pacer.hold_chat("chat", 9)
    crowd.pacer.hold_chat("chat", 2)

    assert crowd.pacer.held() == pytest.approx(5)
    assert crowd.pacer.held("chat") == pytest.approx(9)
    assert crowd.pacer.held("other") == pytest.approx(5)
    await crowd.time.advance(10)
    assert crowd.pacer.held("chat") == 0


async def test_a_chat_that_is_held_holds_nobody_else() -> None:
    crowd = Crowd(30)
    crowd.pacer.hold_chat("held", 30)
    crowd.ask(Lane.ALERT, "held")
    crowd.ask(Lane.BULK, "other")
    await crowd.time.advance(0.1)
    assert [turn.address for turn in crowd.turns] == ["other"]

    await crowd.finish()
    assert crowd.times("held") == pytest.approx([30])


async def test_whoever_gives_up_waiting_takes_nobodys_turn() -> None:
    crowd = Crowd(30)
    first, second = crowd.ask(Lane.REPLY, "a"), crowd.ask(Lane.REPLY, "b")
    third = crowd.ask(Lane.REPLY, "c")
    await everybody_runs()
    assert crowd.pacer.waiting(Lane.REPLY) == 2
    second.cancel()
    await everybody_runs()
    assert crowd.pacer.waiting(Lane.REPLY) == 1

    await crowd.time.advance(1 / 29)
    assert [turn.address for turn in crowd.turns] == ["a", "c"]
    assert first.done()
    assert third.done()


async def test_chats_that_have_long_been_quiet_are_forgotten() -> None:
    crowd = Crowd(100_000)
    for number in range(5000):
        crowd.ask(Lane.REPLY, f"chat-{number}")
        if number % 500 == 0:
            await crowd.time.advance(60)
    await crowd.finish()

    assert len(crowd.turns) == 5000
    assert len(crowd.pacer._chats) < 2500


arrivals = st.lists(
    st.tuples(
        st.floats(0, 0.4, allow_subnormal=False),
        st.sampled_from(list(Lane)),
        st.sampled_from(["a", "b", "c", "d", "e"]),
    ),
    max_size=60,
)


@given(arrivals=arrivals, limit=st.sampled_from([2, 5.5, 30]))
@settings(deadline=None, max_examples=60)
def test_turns_keep_to_the_lanes_the_order_and_the_limits(
    arrivals: list[tuple[float, Lane, str]], limit: float
) -> None:
    crowd = asyncio.run(_played(arrivals, limit))

    assert len(crowd.turns) == len(arrivals)  # everybody got a turn
    _no_lower_lane_first(crowd)
    _in_order(crowd)
    _within_the_limit(crowd, limit)
    _within_the_chats_limits(crowd)


async def _played(arrivals: list[tuple[float, Lane, str]], limit: float) -> Crowd:
    crowd = Crowd(limit)
    for pause, lane, address in arrivals:
        await crowd.time.advance(pause)
        crowd.ask(lane, address)
        await everybody_runs()
    await crowd.finish()
    return crowd


def _opens(crowd: Crowd, address: str, lane: Lane, before: int) -> float:
    """When the chat is open for another message of the lane, reckoned from its turns so far."""
    paid_until = float("-inf")
    for turn in crowd.turns[:before]:
        if turn.address == address:
            paid_until = max(paid_until, turn.at) + CHAT_PERIOD_S
    ahead = 0 if lane is Lane.BULK else CHAT_BURST - 1
    return paid_until - ahead * CHAT_PERIOD_S


def _no_lower_lane_first(crowd: Crowd) -> None:
    for index, turn in enumerate(crowd.turns):
        for later in crowd.turns[index + 1 :]:
            if later.lane < turn.lane and later.asked < turn.at:
                assert _opens(crowd, later.address, later.lane, index) > turn.at - SLACK


def _in_order(crowd: Crowd) -> None:
    for lane in Lane:
        for address in "abcde":
            numbers = [
                turn.number for turn in crowd.turns if (turn.lane, turn.address) == (lane, address)
            ]
            assert numbers == sorted(numbers)


def _within_the_limit(crowd: Crowd, limit: float) -> None:
    pace = max(limit - 1, limit / 2)
    times = crowd.times()
    for index, first in enumerate(times):
        for span in (1, 2, 5):
            within = [at for at in times[index:] if at < first + span - SLACK]
            assert len(within) <= limit * span
    assert all(later - earlier >= 0.5 / pace - SLACK for earlier, later in pairwise(times))


def _within_the_chats_limits(crowd: Crowd) -> None:
    for address in "abcde":
        times = crowd.times(address)
        for index, first in enumerate(times):
            for span in (1, 2, 4):
                within = [at for at in times[index:] if at < first + span - SLACK]
                assert len(within) <= CHAT_BURST - 1 + span
