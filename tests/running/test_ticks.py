"""Ticks, when everything stops."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.scheduler import Scheduler


async def test_a_tick_that_is_at_work_when_everything_stops_is_no_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Or each deployment would log an error for every tick that it met."""
    at_work = asyncio.Event()

    async def tick() -> None:
        at_work.set()
        await asyncio.sleep(60)

    scheduler = Scheduler({"slow": tick}, 0.01)
    scheduler.start()
    await asyncio.wait_for(at_work.wait(), 10)
    scheduler.stop()
    await asyncio.sleep(0.05)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
