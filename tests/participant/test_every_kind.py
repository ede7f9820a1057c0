"""Every kind of question from the phone to the database and back, with all parts in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.app import Installation
from bot.demo import demo_settings
from storage.database import Database
from tests.participant.scene import AMIRA
from tests.telegram import EmulatedBot, EmulatedMessage, EmulatedUser, Emulator
from tests.telegram.limits import Limits
from tests.web.house import House, clock
from tests.web.kinds import KINDS
from tests.web.store import answers_of


class Asking:
    """Amira in a check-in of every kind of question, on Telegram."""

    def __init__(
        self, emulator: Emulator, house: House, bot: EmulatedBot, amira: EmulatedUser
    ) -> None:
        self.emulator = emulator
        self.house = house
        self.bot = bot
        self.amira = amira
        self.person_id = 0

    async def begin(self) -> EmulatedMessage:
        person, code = self.house.invite(name="Amira")
        assert person.project_id is not None
        self.person_id = person.id
        self.house.add_flow(person.project_id, KINDS)
        await self.amira.send_text(self.bot, f"/start {code}")
        await self.amira.wait_for(self.bot, "")
        await self.house.begin_check_in(person, "kinds")
        return await self.asked("What made it hard?")

    async def asked(self, words: str) -> EmulatedMessage:
        return await self.amira.wait_for(self.bot, words)

    def answers(self) -> list[tuple[str, str | None]]:
        return answers_of(self.house.database, self.person_id)


@pytest.fixture
async def asking(sqlite_database: Database) -> AsyncIterator[Asking]:
    async with Emulator(limits=Limits.none()) as emulator:
        bot = emulator.register("WeSaidBot")
        staff = emulator.register("WeSaidStaffBot")
        settings = demo_settings(Path("unused.db"), 0).model_copy(
            update={
                "participant_token": bot.token,
                "staff_token": staff.token,
                "telegram_api": emulator.url,
            }
        )
        installation = Installation(settings, sqlite_database, clock, web=False, work=True)
        await installation.start()
        house = House("", sqlite_database, installation, web.AppRunner(web.Application()))
        yield Asking(emulator, house, bot, emulator.user(AMIRA, "Amira"))
        await installation.stop()
        emulator.assert_no_violations()


async def test_a_press_ticks_the_same_message_and_done_answers(asking: Asking) -> None:
    hard = await asking.begin()
    assert hard.labels[:5] == [
        "Getting there",
        "Hearing, or being heard",
        "Things at home",
        "None of these",
        "Done",
    ]
    asked = len(asking.bot.sent)
    for button in ("Getting there", "Things at home"):
        await asking.amira.press(hard, button)
        await asking.amira.wait_for(asking.bot, "What made it hard?", button=f"\u2713 {button}")
    await asking.amira.press(hard, "\u2713 Getting there")
    for _ in range(200):
        if hard.labels[0] == "Getting there":
            break
        await asyncio.sleep(0.02)
    assert hard.labels[:3] == ["Getting there", "Hearing, or being heard", "\u2713 Things at home"]
    assert len(asking.bot.sent) == asked
    await asking.amira.press(hard, "Done")
    await asking.asked("When did you first come?")
    assert asking.answers() == [("hard", "home")]


async def test_ticks_that_come_faster_than_telegram_takes_them_end_as_they_were_made(
    asking: Asking,
) -> None:
    hard = await asking.begin()
    tick = "editMessageReplyMarkup"
    asking.emulator.faults.delay(0.5, method=tick)
    for button in (0, 2, 0, 1, 2, 0):
        await asking.amira.press(hard, hard.labels[button].removeprefix("\u2713 "))
    await asking.amira.wait_for(asking.bot, "What made it hard?", button="\u2713 Hearing")
    assert hard.labels[:3] == [
        "\u2713 Getting there",
        "\u2713 Hearing, or being heard",
        "Things at home",
    ]
    assert len(asking.emulator.requests(asking.bot, tick)) < 6


async def test_every_kind_is_answered_and_changed_on_a_phone(asking: Asking) -> None:
    await asking.begin()
    amira, bot = asking.amira, asking.bot
    await amira.send_text(bot, "1, 3")
    day = await asking.asked("When did you first come?")
    assert "Type the date in a message" in day.text
    await amira.send_text(bot, "30 March 2026")
    assert "(minutes)" in (await asking.asked("How long")).text
    await amira.send_text(bot, "45")
    await amira.press(await asking.asked("How was the week?"), "Good")
    await amira.press(await asking.asked("Do you feel safe"), "I prefer not to say")
    assert "up to 20 MB" in (await asking.asked("show us what you made")).text
    await amira.send_voice(bot)
    review = await asking.asked("Is it right?")
    assert "1. What made it hard? Tick all that fit.\nGetting there, Things at home" in review.text
    assert "2. When did you first come?\n30 March 2026" in review.text
    assert review.labels[0] == "That is right"
    await amira.press(review, "Change an answer")
    listed = await asking.asked("Which answer would you like to change?")
    await amira.press(listed, "4. How was the week?")
    again = await amira.wait_for(bot, "How was the week?", button="Hard")
    await amira.press(again, "Hard")
    again = await asking.asked("Is it right?")
    assert "4. How was the week?\nHard" in again.text
    await amira.press(again, "That is right")
    await asking.asked("Thank you.")
    given = dict(asking.answers())
    assert given["made"]
    del given["made"]
    assert given == {
        "hard": "travel,home",
        "first_day": "2026-03-30",
        "hours": "45",
        "felt": "2",
        "wellbeing": None,
    }


async def test_the_list_of_answers_comes_by_a_command_at_any_time(asking: Asking) -> None:
    await asking.begin()
    await asking.amira.send_text(asking.bot, "Getting there")
    await asking.asked("When did you first come?")
    await asking.amira.send_text(asking.bot, "/change")
    listed = await asking.asked("Which answer would you like to change?")
    assert listed.labels[0] == "1. What made it hard? Tick all that fit."
    await asking.amira.press(listed, "Leave them as they are")
    await asking.asked("When did you first come?")


async def test_an_edited_message_corrects_its_answer(asking: Asking) -> None:
    await asking.begin()
    message = await asking.amira.send_text(asking.bot, "Getting there")
    await asking.asked("When did you first come?")
    await asking.amira.edit(message, "Things at home")
    for _ in range(200):
        if asking.answers() == [("hard", "home")]:
            break
        await asyncio.sleep(0.02)
    assert asking.answers() == [("hard", "home")]
