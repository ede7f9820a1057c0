"""Time goes on by minutes: an urgent flag, and who is told what and when until somebody has it.

What is expected stands in `timelines/`, a story each. All begin on a Tuesday at 2 pm.
"""

from __future__ import annotations

import pytest

from storage.database import Database
from tests.running.fast_forward import Story, fast_forward

URGENT = "I have taken all my tablets, goodbye"


async def team(story: Story) -> None:
    """Ash's facilitator is Sam. Kim is on call and Jo is second, Priya and Lee coordinate."""
    await story.staff("Sam")
    await story.staff("Kim")
    await story.staff("Jo")
    await story.staff("Priya", "coordinator", lead=True)
    await story.staff("Lee", "coordinator", email=True)
    story.always_on_call("Kim")
    story.always_on_call("Jo", place="second")
    story.participant("Ash", "Sam")


async def test_nobody_answers(sqlite_database: Database) -> None:
    async with fast_forward(sqlite_database) as story:
        await team(story)
        await story.writes("Ash", URGENT)
        await story.at("15:20")
        story.timeline.must_be("nobody_answers")


@pytest.mark.long
async def test_one_answers_late(sqlite_database: Database) -> None:
    async with fast_forward(sqlite_database) as story:
        await team(story)
        await story.writes("Ash", URGENT)
        await story.at("14:22")
        await story.presses("Sam", "Acknowledge")
        await story.at("15:05")
        await story.presses("Sam", "Acknowledge")
        await story.at("15:10")
        await story.presses("Sam", "I have been in touch")
        await story.at("15:30")
        story.timeline.must_be("one_answers_late")


async def test_two_press_at_once(sqlite_database: Database) -> None:
    async with fast_forward(sqlite_database) as story:
        await team(story)
        await story.writes("Ash", URGENT)
        await story.at("14:46")
        await story.press_together(["Priya", "Lee"], "Acknowledge")
        await story.at("14:50")
        await story.presses("Lee", "I have been in touch")
        await story.presses("Priya", "I have been in touch")
        await story.at("15:05")
        story.timeline.must_be("two_press_at_once")


async def test_a_hand_over_is_not_accepted(sqlite_database: Database) -> None:
    async with fast_forward(sqlite_database) as story:
        await team(story)
        await story.writes("Ash", URGENT)
        await story.at("14:02")
        await story.presses("Sam", "Acknowledge")
        await story.at("14:10")
        await story.presses("Sam", "Hand over")
        await story.presses("Sam", "Kim")
        await story.at("14:30")
        await story.presses("Kim", "Acknowledge")
        await story.at("14:35")
        await story.presses("Sam", "Acknowledge")
        story.timeline.must_be("hand_over_not_accepted")


async def test_the_facilitator_blocks_the_bot(sqlite_database: Database) -> None:
    async with fast_forward(sqlite_database) as story:
        await team(story)
        await story.writes("Ash", URGENT)
        await story.at("14:05")
        await story.blocks_the_bot("Sam")
        await story.at("14:25")
        await story.presses("Jo", "Acknowledge")
        story.timeline.must_be("facilitator_blocks_the_bot")


@pytest.mark.long
async def test_a_facilitator_who_had_it_blocks_the_bot(sqlite_database: Database) -> None:
    async with fast_forward(sqlite_database) as story:
        await team(story)
        await story.writes("Ash", URGENT)
        await story.at("14:05")
        await story.presses("Sam", "Acknowledge")
        await story.at("14:10")
        await story.blocks_the_bot("Sam")
        await story.at("14:15")
        await story.presses("Kim", "Acknowledge")
        story.timeline.must_be("facilitator_who_had_it_blocks_the_bot")
