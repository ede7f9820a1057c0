"""Time goes on by minutes: what somebody must not hear, and what a phone must not show."""

from __future__ import annotations

import pytest

from storage.database import Database
from tests.running.fast_forward import Story, fast_forward

ABOUT_SAM = "Sam touched me and told me to keep it secret"
AT_HOME = "My husband hits me every night"


async def test_a_text_about_the_facilitator(sqlite_database: Database) -> None:
    async with fast_forward(sqlite_database) as story:
        await story.staff("Sam", email=True)
        await story.staff("Kim")
        await story.staff("Priya", lead=True)
        await story.staff("Lee", "coordinator", email=True)
        story.participant("Ash", "Sam")
        await story.writes("Ash", ABOUT_SAM)
        await story.at("2026-11-25 08:58", step=story.quarter)
        await story.at("09:02")
        await story.at("09:58", step=story.quarter)
        await story.at("10:05")
        await story.writes("Sam", "/flags")
        await story.writes("Sam", "/read")
        await story.presses("Lee", "Acknowledge")
        await story.at("15:14", step=story.quarter)
        await story.at("15:20")
        await story.at("16:58", step=story.quarter)
        await story.at("17:02")
        story.timeline.must_be("about_the_facilitator")
        told = story.timeline.told("Sam")
        assert [line.partition(": ")[2] for line in told] == [
            "There are no open flags. [Closed lately]",
            "You have read everything.",
        ]


async def the_next_day(story: Story) -> None:
    """Until after the limit, minute by minute where something is due."""
    await story.at("2026-11-25 08:58", step=story.quarter)
    await story.at("09:02")
    await story.at("14:58", step=story.quarter)
    await story.at("15:02")
    await story.at("16:58", step=story.quarter)
    await story.at("17:02")


@pytest.mark.long
async def test_a_phone_that_is_not_safe(sqlite_database: Database) -> None:
    """Nobody said that it is safe to write there: the promise is broken, and the phone is still."""
    async with fast_forward(sqlite_database) as story:
        await story.staff("Sam")
        await story.staff("Priya", "coordinator", lead=True)
        story.participant("Ash", "Sam")
        await story.writes("Ash", AT_HOME)
        await story.at("14:05")
        await story.presses("Sam", "Acknowledge")
        await the_next_day(story)
        story.timeline.must_be("phone_that_is_not_safe")


@pytest.mark.long
async def test_a_phone_that_is_said_not_to_be_safe(sqlite_database: Database) -> None:
    """Asked in a check-in whether it is safe to write there, Ash says no."""
    async with fast_forward(sqlite_database) as story:
        await story.staff("Sam")
        await story.staff("Priya", "coordinator", lead=True)
        story.participant("Ash", "Sam")
        await story.begins_a_check_in("weekly-wellbeing")
        await story.skips_to("Ash", "Today")
        await story.at("14:01")
        await story.presses("Ash", "Today")
        await story.at("14:02")
        await story.presses("Ash", "Skip")
        await story.presses("Ash", "Skip")
        await story.presses("Ash", "No")
        await story.at("14:05")
        await story.presses("Sam", "Acknowledge")
        await the_next_day(story)
        story.timeline.must_be("phone_said_not_to_be_safe")
