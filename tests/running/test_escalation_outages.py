"""Time goes on by minutes while Telegram, e-mail or the database is down."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database, open_database
from tests import postgres
from tests.conftest import SECRET
from tests.running.fast_forward import Story, fast_forward

URGENT = "I have taken all my tablets, goodbye"
READ = "Open to read"


async def team(story: Story) -> None:
    """Sam gets nothing but Telegram; Kim is on call and gets e-mail too."""
    await story.staff("Sam")
    await story.staff("Kim", email=True)
    await story.staff("Priya", "coordinator", lead=True, email=True)
    story.always_on_call("Kim")
    story.participant("Ash", "Sam")


async def test_telegram_is_down_for_two_hours(sqlite_database: Database) -> None:
    async with fast_forward(sqlite_database) as story:
        await team(story)
        await story.at("14:01")
        await story.writes("Ash", URGENT)
        await story.at("14:03")
        await story.telegram_goes_down()
        await story.at("14:20")
        await story.follows_the_link("Kim")
        await story.at("16:03")
        await story.telegram_comes_back()
        await story.at("16:06")
        story.timeline.must_be("telegram_down_for_two_hours")


@pytest.mark.long
async def test_telegram_is_down_and_nobody_answers(sqlite_database: Database) -> None:
    async with fast_forward(sqlite_database) as story:
        await team(story)
        await story.writes("Ash", URGENT)
        await story.at("14:03")
        await story.telegram_goes_down()
        await story.at("16:03")
        await story.telegram_comes_back()
        await story.at("16:06")
        await story.presses("Sam", "Acknowledge")
        story.timeline.must_be("telegram_down_and_nobody_answers")


@pytest.mark.long
async def test_telegram_is_down_before_anything_is_said(sqlite_database: Database) -> None:
    """Nobody waits for Sam, whom nothing reaches; and from the e-mail's page all can be done."""
    async with fast_forward(sqlite_database) as story:
        await team(story)
        story.chats_on_the_web("Ash")
        await story.telegram_goes_down()
        await story.says_on_the_web("Ash", URGENT)
        await story.at("14:03")
        await story.follows_the_link("Kim", READ, "I have been in touch")
        await story.at("14:20")
        await story.telegram_comes_back()
        await story.at("14:22")
        story.timeline.must_be("telegram_down_from_the_start")


@pytest.mark.long
async def test_e_mail_is_down_too(sqlite_database: Database) -> None:
    async with fast_forward(sqlite_database) as story:
        await team(story)
        await story.writes("Ash", URGENT)
        await story.at("14:03")
        await story.telegram_goes_down()
        await story.post_goes_down()
        await story.at("14:32")
        await story.looks_at_readiness()
        await story.at("14:33")
        await story.post_comes_back()
        await story.at("14:50")
        await story.telegram_comes_back()
        await story.at("14:55")
        await story.presses("Priya", "Acknowledge")
        story.timeline.must_be("telegram_and_e_mail_down")


@pytest.fixture
def own_server() -> Iterator[Path]:
    """The folder of a PostgreSQL server that no other test uses: it can be stopped."""
    folder = postgres.make_run_folder()
    yield folder
    postgres.clear_run_folder(folder)


@pytest.mark.long
async def test_postgresql_is_restarted_in_the_middle_of_an_escalation(own_server: Path) -> None:
    """It is away when the next person is due, and when Ash writes once more."""
    with postgres.new_database(own_server) as url:
        database = open_database(url, SECRET)
        async with fast_forward(database) as story:
            await team(story)
            await story.writes("Ash", URGENT)
            await story.at("14:13")
            await asyncio.to_thread(postgres.stop_server, own_server)
            await story.happens("PostgreSQL is down")
            await story.at("14:18")
            await story.looks_at_readiness()
            await asyncio.to_thread(postgres.start_server, own_server)
            await story.happens("PostgreSQL is back")
            await story.at("14:20")
            await story.presses("Kim", "Acknowledge")
            await story.at("14:35")
            story.timeline.must_be("postgresql_restarted")
        database.close()
