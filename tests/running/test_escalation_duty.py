"""Time goes on: gaps in the rota, days off, the hour that comes twice."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from storage.database import Database
from tests.running.fast_forward import fast_forward

URGENT = "I have taken all my tablets, goodbye"
SOON = "My carer takes my money"
HOURS = timedelta(minutes=30)


@pytest.mark.long
async def test_a_gap_in_the_rota(sqlite_database: Database) -> None:
    """Nobody is on call at weekends; it is told a week ahead, and never in place of a flag."""
    async with fast_forward(sqlite_database, "2026-11-26 10:00") as story:
        await story.staff("Sam")
        await story.staff("Kim")
        await story.staff("Priya", "coordinator", lead=True)
        story.participant("Ash", "Sam")
        story.on_call("Kim", weekdays=(0, 1, 2, 3), starts=time(17), ends=time(9))
        await story.at("10:02")
        await story.at("2026-11-27 08:59", step=HOURS)
        await story.at("2026-11-27 09:02")
        await story.at("2026-11-28 10:59", step=HOURS)
        await story.at("2026-11-28 11:00")
        await story.writes("Ash", URGENT)
        await story.at("11:40")
        await story.presses("Priya", "Acknowledge")
        await story.at("11:45")
        story.timeline.must_be("rota_gap")


@pytest.mark.long
async def test_a_bank_holiday(sqlite_database: Database) -> None:
    """Working hours end on Christmas Eve and go on on the Tuesday after."""
    async with fast_forward(sqlite_database, "2026-12-24 14:00") as story:
        await story.staff("Sam")
        await story.staff("Priya", "coordinator", lead=True)
        story.participant("Ash", "Sam")
        await story.writes("Ash", SOON)
        await story.at("2026-12-24 17:00", step=story.quarter)
        await story.at("2026-12-24 17:02")
        await story.at("2026-12-29 08:59", step=timedelta(hours=1))
        await story.at("2026-12-29 09:02")
        await story.at("2026-12-29 09:58", step=story.quarter)
        await story.at("2026-12-29 10:05")
        await story.presses("Priya", "Acknowledge")
        await story.at("2026-12-29 15:14", step=story.quarter)
        await story.at("2026-12-29 15:20")
        await story.at("2026-12-29 16:58", step=story.quarter)
        await story.at("2026-12-29 17:02")
        story.timeline.must_be("bank_holiday")


@pytest.mark.long
async def test_an_urgent_flag_on_a_bank_holiday_waits_for_nothing(
    sqlite_database: Database,
) -> None:
    async with fast_forward(sqlite_database, "2026-12-25 08:00") as story:
        await story.staff("Sam")
        await story.staff("Kim")
        await story.staff("Priya", "coordinator", lead=True)
        story.participant("Ash", "Sam")
        story.on_call("Kim", weekdays=tuple(range(7)), starts=time(17), ends=time(9))
        story.on_call("Kim", weekdays=(4,), starts=time(9), ends=time(17), on_holidays=True)
        await story.at("08:01")
        await story.at("12:00", step=HOURS)
        await story.writes("Ash", URGENT)
        await story.at("12:20")
        await story.presses("Kim", "Acknowledge")
        story.timeline.must_be("urgent_on_a_bank_holiday")


async def test_the_clocks_go_back(sqlite_database: Database) -> None:
    """An hour is an hour: half past one comes twice in that night."""
    async with fast_forward(sqlite_database, "2026-10-25 01:20") as story:
        await story.staff("Sam")
        await story.staff("Kim")
        await story.staff("Priya", "coordinator", lead=True)
        story.participant("Ash", "Sam")
        story.on_call("Kim", weekdays=tuple(range(7)), starts=time(17), ends=time(9))
        await story.passes(minutes=10)
        await story.writes("Ash", URGENT)
        await story.passes(minutes=70)
        story.timeline.must_be("clocks_go_back")


@pytest.mark.long
async def test_the_clocks_go_forward(sqlite_database: Database) -> None:
    """From one o'clock to two is no time at all in that night."""
    async with fast_forward(sqlite_database, "2026-03-29 00:40") as story:
        await story.staff("Sam")
        await story.staff("Priya", "coordinator", lead=True)
        story.participant("Ash", "Sam")
        await story.passes(minutes=5)
        await story.writes("Ash", URGENT)
        await story.passes(minutes=62)
        story.timeline.must_be("clocks_go_forward")
