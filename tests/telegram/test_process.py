"""The emulator in a process of its own."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.telegram import EmulatorProcess
from tests.telegram.conftest import Api
from tests.telegram.process import RemoteBot

YES = {"inline_keyboard": [[{"text": "Yes", "callback_data": "1:1:yes"}]]}

# Notes each update durably, asks the next question, and only then raises the offset.
NOTING_BOT = """
import json, os, sys, urllib.request
url, token, book = sys.argv[1:]
def call(method, **given):
    request = urllib.request.Request(
        f"{url}/bot{token}/{method}", json.dumps(given).encode(),
        {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request))["result"]
keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "1:1:yes"}]]}
offset = 0
with open(book, "a") as notes:
    while True:
        for update in call("getUpdates", offset=offset, timeout=5):
            notes.write(f"{update['update_id']}\\n")
            notes.flush()
            os.fsync(notes.fileno())
            chat = (update.get("callback_query") or update)["message"]["chat"]["id"]
            call("sendMessage", chat_id=chat, text="Safe?", reply_markup=keyboard)
            offset = update["update_id"] + 1
"""


@pytest.fixture
async def remote(emulator_process: EmulatorProcess) -> RemoteBot:
    return await emulator_process.register("wesaid_bot", first_name="WeSaid")


@pytest.fixture
def bot_side(emulator_process: EmulatorProcess, remote: RemoteBot, http: Any) -> Api:
    return Api(emulator_process.url, remote.token, http)


async def test_a_conversation_across_processes(
    emulator_process: EmulatorProcess, remote: RemoteBot, bot_side: Api
) -> None:
    ann = await emulator_process.user(1001, "Ann")
    await ann.send_text(remote, "/start")
    update = (await bot_side.result("getUpdates", timeout=5))[0]
    assert update["message"]["text"] == "/start"
    await bot_side.result("sendMessage", chat_id=1001, text="Safe?", reply_markup=YES)
    question = await ann.wait_for(remote, "Safe", button="Yes")
    assert (question.labels, question.data) == (("Yes",), ("1:1:yes",))
    query = await ann.press(question, "Yes")
    offset = update["update_id"] + 1
    press = (await bot_side.result("getUpdates", offset=offset, timeout=5))[0]["callback_query"]
    await bot_side.result("answerCallbackQuery", callback_query_id=press["id"])
    told = await emulator_process.call("acknowledged", bot="wesaid_bot", query_id=query)
    assert told["seconds"] < 5
    assert [g["content"] for g in await emulator_process.delivered_inputs(remote)] == ["/start"]
    await bot_side.result("getUpdates", offset=offset + 1)
    delivered = await emulator_process.delivered_inputs(remote, since=1)
    assert [(g["kind"], g["content"]) for g in delivered] == [("press", "1:1:yes")]
    assert await ann.transcript(remote) == (
        "Ann: /start\nWeSaid: Safe?\n    [Yes]\nAnn presses [Yes]\n"
    )


async def test_times_are_those_of_this_process_too(
    emulator_process: EmulatorProcess, remote: RemoteBot, bot_side: Api
) -> None:
    ann = await emulator_process.user(1001, "Ann")
    await ann.send_text(remote, "/start")
    before = time.monotonic()
    await bot_side.result("sendMessage", chat_id=1001, text="x")
    (sent,) = await emulator_process.sent(remote)
    assert before <= sent["at"] <= time.monotonic()
    counts = await emulator_process.counts(remote)
    assert counts["methods"] == {"sendMessage": 1}
    assert (counts["sent"], counts["waiting"], counts["delivered"]) == (1, 1, 0)


async def test_simulated_people_answer_by_themselves(
    emulator_process: EmulatorProcess, remote: RemoteBot, bot_side: Api
) -> None:
    people = await emulator_process.call("users", first_id=2000, count=20)
    await emulator_process.call(
        "send_texts", bot="wesaid_bot", texts={str(user): "/start" for user in people}
    )
    await emulator_process.answer(
        remote, users=people, rules=[{"containing": "Safe", "press": "Yes"}], pace=[0, 0.02]
    )
    offset, pressed = 0, set[int]()
    while len(pressed) < 20:
        for update in await bot_side.result("getUpdates", offset=offset, timeout=5):
            offset = update["update_id"] + 1
            if "message" in update:
                chat_id = update["message"]["chat"]["id"]
                await bot_side.result(
                    "sendMessage", chat_id=chat_id, text="Safe?", reply_markup=YES
                )
            else:
                pressed.add(update["callback_query"]["from"]["id"])
    assert pressed == set(people)
    assert (await emulator_process.call("answered"))[0]["answered"] == 20
    await emulator_process.call("stop_answering")


async def test_faults_and_outages_by_command(
    emulator_process: EmulatorProcess, remote: RemoteBot, bot_side: Api
) -> None:
    await emulator_process.call("fault", kind="too_many_requests", seconds=2, method="getMe")
    assert (await bot_side("getMe"))["parameters"] == {"retry_after": 2}
    assert (await emulator_process.call("faults"))[0]["struck"] == 1
    await emulator_process.call("clear_faults")
    await emulator_process.call("go_down")
    with pytest.raises(aiohttp.ClientError):
        await bot_side("getMe")
    await emulator_process.call("come_back")
    await bot_side.result("getMe")
    await emulator_process.call("limits", bot="wesaid_bot", per_second=None, chat_per_second=None)
    await emulator_process.call("settings", query_lifetime=1.5)


async def test_a_bot_that_is_killed_again_and_again_is_delivered_everything(
    emulator_process: EmulatorProcess, remote: RemoteBot, tmp_path: Path
) -> None:
    await emulator_process.call("limits", bot="wesaid_bot", per_second=None, chat_per_second=None)
    people = await emulator_process.call("users", first_id=2000, count=10)
    await emulator_process.answer(remote, users=people, pace=[0, 0.02], double=0.2)
    texts = {str(user): "/start" for user in people}
    await emulator_process.call("send_texts", bot="wesaid_bot", texts=texts)
    book = tmp_path / "book"
    for _ in range(6):
        killed = await asyncio.create_subprocess_exec(
            sys.executable, "-c", NOTING_BOT, emulator_process.url, remote.token, str(book)
        )
        before = len(await emulator_process.delivered_inputs(remote))
        for _ in range(1000):
            await asyncio.sleep(0.02)
            if len(await emulator_process.delivered_inputs(remote)) > before + 5:
                break
        killed.kill()
        await killed.wait()
    delivered = await emulator_process.delivered_inputs(remote)
    noted = set(book.read_text().split())
    assert len(delivered) > 30
    assert {str(given["update_id"]) for given in delivered} <= noted
    counts = await emulator_process.counts(remote)
    assert counts["delivered"] + counts["waiting"] == counts["given"]
    assert counts["discarded"] == 0


async def test_what_goes_wrong_in_there_is_told_here(
    emulator_process: EmulatorProcess, remote: RemoteBot, bot_side: Api
) -> None:
    ann = await emulator_process.user(1001, "Ann")
    with pytest.raises(AssertionError, match='did not say "Hello"'):
        await ann.wait_for(remote, "Hello", timeout=0.05)
    with pytest.raises(AssertionError, match="there is no command dance"):
        await emulator_process.call("dance")
    with pytest.raises(AssertionError, match="unknown settings"):
        await emulator_process.call("settings", colour="red")
    await bot_side("sendFireworks")
    with pytest.raises(AssertionError, match="sendFireworks"):
        await emulator_process.assert_no_violations()
    assert len(await emulator_process.call("violations", take=True)) == 1


async def test_it_outlives_its_bots_but_not_its_test() -> None:
    async with EmulatorProcess() as running:
        pid = (await running.call("ready"))["pid"]
        os.kill(pid, 0)
    await asyncio.sleep(0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
