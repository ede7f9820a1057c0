"""A chat for real: both bots, over HTTP, `wesaid run` in a process of its own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from aiohttp.test_utils import unused_port
from sqlalchemy import Connection

from bot.rounds.rounds import add_round_now
from storage import projects
from tests.running.child import (
    PARTICIPANT_TOKEN,
    STAFF_TOKEN,
    Child,
    make_cohort,
    make_database,
    make_participants,
    make_staff,
)
from tests.running.test_end_to_end import finish_welcome
from tests.telegram.process import EmulatorProcess


@pytest.mark.long
async def test_a_facilitator_and_a_participant_talk_and_the_check_in_goes_on_where_it_was(
    database_url: str,
) -> None:
    database = make_database(database_url)
    project, cohort = make_cohort(database)
    sam, sams_code = make_staff(database, project, "Sam")
    (participant, code), *_ = make_participants(database, project, cohort, sam, 1)
    async with EmulatorProcess() as telegram:
        bot = await telegram.register("people_bot", PARTICIPANT_TOKEN)
        staff_bot = await telegram.register("staff_bot", STAFF_TOKEN)
        child = Child(database_url, telegram.url, unused_port())
        await child.start()
        facilitator = await telegram.user(11, "Sam Facilitator")
        await facilitator.send_text(staff_bot, f"/start {sams_code}")
        await facilitator.wait_for(staff_bot, "You are in")
        person = await telegram.user(22, "Robin Participant")
        await person.send_text(bot, f"/start {code}")
        await finish_welcome(person, bot)

        def begin_round(connection: Connection) -> None:
            found = projects.find_cohort(connection, project, "Tuesday group")
            assert found is not None
            add_round_now(connection, found, "after-session", datetime.now(UTC), anyway=True)

        database.transact_now(begin_round)
        question = await person.wait_for(bot, button="Skip", timeout=15)
        await person.send_text(bot, "I was abused by my uncle")
        await person.wait_for(bot, "How would you like us to get in touch?", timeout=10)
        alert = await facilitator.wait_for(staff_bot, participant.code, timeout=10)
        await facilitator.press(alert, "Acknowledge")
        await person.wait_for(bot, "Sam has seen your message", timeout=10)
        await facilitator.press(alert, "Open")
        opened = await facilitator.wait_for(staff_bot, button="Message them", timeout=10)
        await facilitator.press(opened, "Message them")
        await facilitator.wait_for(staff_bot, "Write your message to", timeout=10)
        await facilitator.send_text(staff_bot, "Hello, is now a good time to talk?")
        await person.wait_for(bot, "Sam is a person from the team", timeout=10)
        await person.wait_for(bot, "Sam: Hello, is now a good time", timeout=10)
        await person.send_text(bot, "yes")
        await facilitator.wait_for(staff_bot, "\u201cyes\u201d", timeout=10)
        await facilitator.send_text(staff_bot, "Thank you for telling us.")
        await person.wait_for(bot, "Sam: Thank you for telling us.", timeout=10)
        await facilitator.send_text(staff_bot, "/caseload")
        listed = await facilitator.wait_for(staff_bot, "1 person is in your care", timeout=10)
        assert participant.code in listed.text
        await person.send_text(bot, "thank you")
        heard = await facilitator.wait_for(staff_bot, button="End the chat", timeout=10)
        await facilitator.press(heard, "End the chat")
        left = await person.wait_for(bot, "Sam has left the chat", timeout=10)
        await person.press(left, "Carry on")
        again = await person.wait_for(bot, button="Skip", timeout=10)
        assert question.text.endswith(again.text)
        for who, chat in ((person, bot), (facilitator, staff_bot)):
            transcript = await who.transcript(chat)
            assert ("Facilitator" if who is person else "Robin") not in transcript
        await telegram.assert_no_violations()
        assert await child.stop() == 0
        assert "Traceback" not in child.log
    database.close()
