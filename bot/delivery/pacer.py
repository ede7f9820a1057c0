"""The pacer: when the next message of a bot may leave, and which one it is.

Platforms limit what a bot sends in all and to each chat. One pacer stands before each bot, and
everything passes it: alerts, replies, rounds, edits and tries that are repeated.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from math import inf
from typing import Protocol

from bot.delivery.lanes import Lane

CHAT_PERIOD_S = 1.0
"""One chat gets a message each second ..."""

CHAT_BURST = 3
"""... and up to this many at once when somebody waits for them: alerts and replies."""

_SWEEP_AT = 1024


class Timer(Protocol):
    def cancel(self) -> None: ...


class LoopTime(Protocol):
    """What the pacer needs of an event loop: its steady clock, in seconds, and its alarm."""

    def time(self) -> float: ...

    def call_at(self, when: float, callback: Callable[[], None], /) -> Timer: ...


@dataclass(slots=True)
class _Waiter:
    address: str
    turn: asyncio.Future[None]


@dataclass(slots=True)
class _Chat:
    """`paid_until` runs ahead of the clock by a second for each message that was sent."""

    paid_until: float = -inf
    held_until: float = -inf

    def opens(self, lane: Lane) -> float:
        """When this chat can get its next message of the lane."""
        burst = 1 if lane is Lane.BULK else CHAT_BURST
        return max(self.held_until, self.paid_until - (burst - 1) * CHAT_PERIOD_S)

    def idle(self, now: float) -> bool:
        return self.paid_until <= now and self.held_until <= now


@dataclass(slots=True)
class _Pace:
    """An even pace: `per_second` in any second, and no saving up while nothing is sent."""

    per_second: float
    opens: float = -inf
    held_until: float = -inf
    _recent: deque[float] = field(default_factory=deque)

    def next(self) -> float:
        """When the bot can send its next message."""
        return max(self.opens, self.held_until)

    def spend(self, now: float) -> None:
        interval = 1 / self.per_second
        # A timer that fired a little late is made up for, by at most half an interval.
        self.opens = max(self.opens + interval, now + interval / 2)
        # Making up must not squeeze too many into one second: that is what gets refused.
        self._recent.append(now)
        in_a_second = max(1, int(self.per_second))
        if len(self._recent) >= in_a_second:
            self.opens = max(self.opens, self._recent.popleft() + in_a_second * interval)


class Pacer:
    """Hands out a bot's turns to send, strictly by lane and in each lane in order.

    A message whose chat has to wait lets the others by. A turn that was handed out is used at
    once, so a higher lane waits for no more than the one message before it.
    """

    def __init__(self, sends_per_second: float = 30, time: LoopTime | None = None) -> None:
        """`sends_per_second` is the platform's limit; the pace stays one below it.

        `time` is the running event loop unless given. All methods are called in that loop.
        """
        # Half the limit keeps the pace above nothing where the limit is 1.
        self._pace = _Pace(max(sends_per_second - 1, sends_per_second / 2))
        self._given_time = time
        self._chats: dict[str, _Chat] = {}
        self._waiting: dict[Lane, dict[int, _Waiter]] = {lane: {} for lane in Lane}
        self._numbers = count()
        self._timer: Timer | None = None
        self._sweep_at = _SWEEP_AT

    async def slot(self, lane: Lane, address: str) -> None:
        """Waits for the turn to send one message to this chat. Send it as soon as this returns.

        Waiting can be cancelled.
        """
        waiter = _Waiter(address, asyncio.get_running_loop().create_future())
        number = next(self._numbers)
        self._waiting[lane][number] = waiter
        self._hand_out()
        try:
            await waiter.turn
        finally:
            self._waiting[lane].pop(number, None)

    def hold(self, seconds: float) -> None:
        """Nothing leaves for so long: the platform asked the whole bot to wait."""
        self._pace.held_until = max(self._pace.held_until, self._time.time() + seconds)

    def hold_chat(self, address: str, seconds: float) -> None:
        """Nothing leaves to this chat for so long; the others go on."""
        chat = self._chats.setdefault(address, _Chat())
        chat.held_until = max(chat.held_until, self._time.time() + seconds)

    def held(self, address: str | None = None) -> float:
        """For how many seconds the bot, or this chat, is still held; 0 when it is not."""
        until = self._pace.held_until
        if address is not None and address in self._chats:
            until = max(until, self._chats[address].held_until)
        return max(0.0, until - self._time.time())

    def opens_in(self, lane: Lane, address: str) -> float:
        """Seconds until this chat can get its next message of the lane, whoever else waits."""
        chat = self._chats.get(address)
        return max(0.0, chat.opens(lane) - self._time.time()) if chat else 0.0

    def waiting(self, lane: Lane) -> int:
        """How many wait for a turn in this lane."""
        return len(self._waiting[lane])

    @property
    def _time(self) -> LoopTime:
        return self._given_time or asyncio.get_running_loop()

    def _hand_out(self) -> None:
        """Gives every turn that can be given now, and sets the alarm for the next."""
        while True:
            now = self._time.time()
            when, found = self._next(now)
            if found is None:
                break
            lane, number = found
            waiter = self._waiting[lane].pop(number)
            if not waiter.turn.done():
                self._spend(waiter.address, now)
                waiter.turn.set_result(None)
        self._set_alarm(when)

    def _next(self, now: float) -> tuple[float, tuple[Lane, int] | None]:
        """Whose turn it is now, or when it will be somebody's."""
        pace = self._pace.next()
        opens = inf
        for lane, waiters in self._waiting.items():
            for number, waiter in waiters.items():
                chat = self._chats.get(waiter.address)
                ready = max(pace, chat.opens(lane)) if chat else pace
                if ready <= now:
                    return now, (lane, number)
                opens = min(opens, ready)
                if ready == pace:
                    # None can be sooner; and when the pace opens, this lane has first choice.
                    return opens, None
        return opens, None

    def _spend(self, address: str, now: float) -> None:
        self._pace.spend(now)
        chat = self._chats.setdefault(address, _Chat())
        chat.paid_until = max(chat.paid_until, now) + CHAT_PERIOD_S
        if len(self._chats) >= self._sweep_at:
            self._chats = {at: chat for at, chat in self._chats.items() if not chat.idle(now)}
            self._sweep_at = max(_SWEEP_AT, 2 * len(self._chats))

    def _set_alarm(self, when: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if when < inf:
            self._timer = self._time.call_at(when, self._hand_out)
