"""The main job, for real: both bots, over HTTP, in a process of their own."""

from __future__ import annotations

import asyncio
import signal
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

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
from tests.telegram.process import EmulatorProcess, RemoteBot, RemoteUser

CONSENT_STEPS = 12
"""More questions than `welcome` has."""


async def finish_welcome(person: RemoteUser, bot: RemoteBot) -> None:
    """Agrees to check-ins and skips what can be skipped."""
    message = await person.wait_for(bot, button="Yes")
    await person.press(message, "Yes")
    while True:
        message = await person.wait_for(bot)
        if "That is all for now" in message.text:
            return
        if "Skip" in message.labels:
            await person.press(message, "Skip")


async def test_an_unsafe_answer_reaches_the_facilitator_and_the_participant_hears_who_has_seen_it(
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
        facilitator = await telegram.user(11, "Sam")
        await facilitator.send_text(staff_bot, f"/start {sams_code}")
        await facilitator.wait_for(staff_bot, "You are in")
        person = await telegram.user(22)
        await person.send_text(bot, f"/start {code}")
        await finish_welcome(person, bot)

        def begin_round(connection):  # type: ignore[no-untyped-def]
            found = projects.find_cohort(connection, project, "Tuesday group")
            assert found is not None
            add_round_now(connection, found, "after-session", datetime.now(UTC), anyway=True)

        database.transact_now(begin_round)
        for _ in range(CONSENT_STEPS):
            message = await person.wait_for(bot, button="Skip", timeout=15)
            if "feel safe right now" in message.text:
                break
            await person.press(message, "Skip")
        await person.press(message, "No")
        signpost = await person.wait_for(bot, "999", timeout=5)
        assert "Sam" in signpost.text
        alert = await facilitator.wait_for(staff_bot, participant.code, timeout=5)
        assert alert.labels[0].startswith("Acknowledge")
        assert "Urgent" in alert.text
        await facilitator.press(alert, "Acknowledge")
        await person.wait_for(bot, "Sam has seen your message", timeout=5)
        await telegram.assert_no_violations()
        assert await child.stop() == 0
    database.close()


async def test_a_photo_reaches_the_facilitators_eyes(database_url: str) -> None:
    database = make_database(database_url)
    project, cohort = make_cohort(database)
    sam, sams_code = make_staff(database, project, "Sam")
    ((_, code),) = make_participants(database, project, cohort, sam, 1)
    async with EmulatorProcess() as telegram:
        bot = await telegram.register("people_bot", PARTICIPANT_TOKEN)
        staff_bot = await telegram.register("staff_bot", STAFF_TOKEN)
        child = Child(database_url, telegram.url, unused_port())
        await child.start()
        facilitator = await telegram.user(11, "Sam")
        await facilitator.send_text(staff_bot, f"/start {sams_code}")
        await facilitator.wait_for(staff_bot, "You are in")
        person = await telegram.user(22)
        await person.send_text(bot, f"/start {code}")
        await finish_welcome(person, bot)
        await telegram.call("send_media", bot=bot.username, user=22, kind="photo")
        await person.wait_for(bot, "I have kept your photo")
        alert = await facilitator.wait_for(staff_bot, button="Open to read")
        await facilitator.press(alert, "Open to read")
        words = await facilitator.wait_for(staff_bot, button="Open the photo")
        for _ in range(10):
            await facilitator.press(words, "Open the photo")
            shown = await facilitator.wait_for(staff_bot, "photo")
            if shown.text.startswith("This is the photo that P-"):
                break
            await asyncio.sleep(1)  # it is fetched within a few seconds
        assert "sendPhoto" in [one["method"] for one in await telegram.sent(staff_bot)]
        await telegram.assert_no_violations()
        assert await child.stop() == 0
    database.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_starts_serves_and_stops_cleanly_while_telegram_is_down(
    tmp_path: Path, number: int
) -> None:
    """Seen with python-telegram-bot: start-up failed because getMe failed."""
    url = f"sqlite:///{tmp_path}/wesaid.db"
    child = Child(url, f"http://127.0.0.1:{unused_port()}", unused_port())
    await child.start()
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{child.port}/healthz") as answer,
    ):
        assert answer.status == 200
    assert await child.stop(number) == 0
    assert "Traceback" not in child.log


async def test_without_tokens_it_says_in_one_sentence_what_is_missing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/wesaid.db"
    child = Child(url, "http://127.0.0.1:1", 0, WESAID_PARTICIPANT_TOKEN="", WESAID_STAFF_TOKEN="")
    await child.start(ready=False)
    said = await child.output()
    assert "WESAID_PARTICIPANT_TOKEN" in said
    assert "@BotFather" in said
    assert "Traceback" not in said


async def test_with_a_public_address_updates_come_by_webhook_with_a_secret(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/wesaid.db"
    database = make_database(url)
    project, cohort = make_cohort(database)
    ((_, code),) = make_participants(database, project, cohort, None, 1)
    async with EmulatorProcess() as telegram:
        bot = await telegram.register("people_bot", PARTICIPANT_TOKEN)
        await telegram.register("staff_bot", STAFF_TOKEN)
        port = unused_port()
        child = Child(url, telegram.url, port, WESAID_PUBLIC_URL=f"http://127.0.0.1:{port}")
        await child.start()
        person = await telegram.user(22)
        await person.send_text(bot, f"/start {code}")
        await finish_welcome(person, bot)
        forged = {"update_id": 1, "message": {"text": "/stop"}}
        address = f"http://127.0.0.1:{port}/telegram/participant"
        async with aiohttp.ClientSession() as http, http.post(address, json=forged) as answer:
            assert answer.status == 401
        await telegram.assert_no_violations()
        assert await child.stop() == 0
    database.close()
