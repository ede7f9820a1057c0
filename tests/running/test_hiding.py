""" "Hide this", for real: the messages are gone from the chat, and staff still read them."""

from __future__ import annotations

import asyncio
from pathlib import Path

from aiohttp.test_utils import unused_port

from tests.running.child import (
    PARTICIPANT_TOKEN,
    STAFF_TOKEN,
    Child,
    make_cohort,
    make_database,
    make_participants,
    make_staff,
)
from tests.telegram.process import EmulatorProcess


async def test_a_press_takes_both_sides_of_the_chat_away_and_the_facilitator_still_reads_it(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/wesaid.db"
    database = make_database(url)
    project, cohort = make_cohort(database)
    sam, sams_code = make_staff(database, project, "Sam")
    ((_, code),) = make_participants(database, project, cohort, sam, 1)
    async with EmulatorProcess() as telegram:
        bot = await telegram.register("people_bot", PARTICIPANT_TOKEN)
        staff_bot = await telegram.register("staff_bot", STAFF_TOKEN)
        child = Child(url, telegram.url, unused_port())
        await child.start()
        facilitator = await telegram.user(11, "Sam")
        await facilitator.send_text(staff_bot, f"/start {sams_code}")
        await facilitator.wait_for(staff_bot, "You are in")
        person = await telegram.user(22)
        await person.send_text(bot, f"/start {code}")
        await person.wait_for(bot, "Hello, and welcome")
        await person.send_text(bot, "My husband hits me every night")
        signpost = await person.wait_for(bot, "0808 2000 247", timeout=10)
        await person.press(signpost, "Hide this")
        await person.wait_for(bot, "That is done.", timeout=10)
        for _ in range(50):
            messages = await telegram.call("messages", bot=bot.username, user=22)
            left = " ".join(one["text"] for one in messages if not one["deleted"])
            if "0808" not in left and "husband" not in left:
                break
            await asyncio.sleep(0.1)
        assert "0808" not in left
        assert "husband" not in left
        assert "Hello, and welcome" in left
        alert = await facilitator.wait_for(staff_bot, button="Open", timeout=10)
        await facilitator.press(alert, "Open")
        await facilitator.wait_for(staff_bot, "My husband hits me every night", timeout=10)
        await telegram.assert_no_violations()
        assert await child.stop() == 0
    database.close()
