"""A platform that holds updates until they are confirmed, and a surface that takes them in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from random import Random
from typing import Any

from bot.backoff import Backoff
from bot.intake import Intake, Update

QUICK = Backoff(first=0.01, most=0.02)


def update(number: int, who: str = "ana", text: str = "") -> Update:
    return {"update_id": number, "who": who, "text": text or f"text {number}"}


class Platform:
    """Holds updates until they are confirmed by a higher offset, as Telegram does."""

    def __init__(self, *updates: Update) -> None:
        self.held: list[Any] = list(updates)
        self.offsets: list[int | None] = []
        self.errors: list[Exception] = []
        self.cancelled = 0
        self._news = asyncio.Event()

    def say(self, *updates: Any) -> None:
        self.held += updates
        self._news.set()

    async def fetch(self, offset: int | None, timeout: int) -> list[Update]:  # noqa: ASYNC109 - the platform's own
        assert timeout > 0
        self.offsets.append(offset)
        if self.errors:
            raise self.errors.pop(0)
        if offset is not None:
            self.held = [held for held in self.held if _number(held) >= offset]
        if not self.held:
            self._news.clear()
            try:
                async with asyncio.timeout(timeout):
                    await self._news.wait()
            except asyncio.CancelledError:
                self.cancelled += 1
                raise
        return self.held[:100]

    @property
    def confirmed(self) -> int:
        """Everything below this number is confirmed."""
        return max((offset for offset in self.offsets if offset is not None), default=0)


def _number(held: Any) -> float:
    return held.get("update_id", float("inf")) if isinstance(held, dict) else float("inf")


class Surface:
    """Takes updates in, unless the test has put a fault in the way."""

    def __init__(self) -> None:
        self.taken: list[list[int]] = []
        self.aside: list[tuple[int, str]] = []
        self.faults: dict[int, list[Exception | None]] = {}
        self.aside_faults: list[Exception] = []
        self.gates: dict[int, asyncio.Event] = {}
        self.tried: list[int] = []
        self.at_work: list[int] = []
        self.side_by_side: set[frozenset[int]] = set()

    async def handle(self, updates: list[Update]) -> None:
        numbers = [update["update_id"] for update in updates]
        self.tried += numbers
        self.at_work += numbers
        self.side_by_side.add(frozenset(self.at_work))
        try:
            await asyncio.sleep(0)
            for number in numbers:
                if number in self.gates:
                    await self.gates[number].wait()
            for number in numbers:
                fault = self.faults[number].pop(0) if self.faults.get(number) else None
                if fault is not None:
                    raise fault
        finally:
            self.at_work = [number for number in self.at_work if number not in numbers]
        self.taken.append(numbers)

    async def set_aside(self, update: Update, error: Exception) -> None:
        if self.aside_faults:
            raise self.aside_faults.pop(0)
        self.aside.append((update["update_id"], type(error).__name__))

    @property
    def order(self) -> list[int]:
        return [number for group in self.taken for number in group]


def whose(update: Update) -> Hashable:
    who: str = update["who"]
    return who


def intake_of(platform: Platform, surface: Surface, **more: Any) -> Intake:
    options: dict[str, Any] = {
        "fetch": platform.fetch,
        "handle": surface.handle,
        "key": whose,
        "set_aside": surface.set_aside,
        "backoff": QUICK,
        "random": Random(1),
        **more,
    }
    return Intake("participant", **options)


@asynccontextmanager
async def polling(platform: Platform, surface: Surface, **more: Any) -> AsyncIterator[Intake]:
    intake = intake_of(platform, surface, **more)
    running = asyncio.create_task(intake.run())
    try:
        yield intake
    finally:
        async with asyncio.timeout(5):
            await intake.stop()
            await running
