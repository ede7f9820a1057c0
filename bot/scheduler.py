"""Calls the ticks, and nothing else: what is due is decided by rows in the database.

APScheduler keeps its jobs in memory, so that a second scheduler beside it cannot fire them twice;
a tick that is late runs once, whatever it missed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Tick = Callable[[], Awaitable[None]]


class Scheduler:
    """Runs each tick every `seconds`, never two of the same at once."""

    def __init__(self, ticks: dict[str, Tick], seconds: float) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for name, tick in ticks.items():
            self._scheduler.add_job(
                _until_cut_off, "interval", args=(tick,), seconds=seconds, id=name, name=name
            )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


async def _until_cut_off(tick: Tick) -> None:
    """When everything stops, a tick that is at work is cut off: no error, and nothing to log."""
    # What it had begun the database finishes, and the rest is due after the next start.
    with suppress(asyncio.CancelledError):
        await tick()
