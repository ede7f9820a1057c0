"""`wesaid run` as a child process against a pretended Telegram, as somebody would install it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Final

import aiohttp
from aiohttp.test_utils import unused_port

from benchmarks.world import SECRET
from tests.telegram.process import EmulatorProcess, RemoteBot

ROOT: Final = Path(__file__).resolve().parents[1]
PARTICIPANT_TOKEN: Final = "1001:participants-bot-of-the-benchmarks"
STAFF_TOKEN: Final = "1002:staff-bot-of-the-benchmarks-00000"
STOP_S: Final = 15.0

_DELAYED: Final = ("sendMessage", "editMessageText", "answerCallbackQuery")


class Child:
    """Use as `async with Child(url, telegram, log) as child`; it is stopped as by a deployment.

    `started_at` is when it was begun, in monotonic seconds, which all processes share.
    """

    def __init__(self, url: str, telegram: str, log: Path) -> None:
        self.started_at = 0.0
        self.pid = 0
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._environment = {
            **os.environ,
            "DATABASE_URL": url,
            "WESAID_SECRET_KEY": SECRET,
            "WESAID_PARTICIPANT_TOKEN": PARTICIPANT_TOKEN,
            "WESAID_STAFF_TOKEN": STAFF_TOKEN,
            "WESAID_TELEGRAM_API": telegram,
            "WESAID_HOST": "127.0.0.1",
            "PORT": str(unused_port()),
        }

    async def __aenter__(self) -> Child:
        # Into a file: a pipe that nobody reads would one day stop the process.
        with self._log.open("ab") as log:
            self.started_at = monotonic()
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        self.pid = self._process.pid
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self._process.wait(), STOP_S)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        if error is None and self._process.returncode != 0:
            raise AssertionError(self._log.read_text(encoding="utf-8"))

    def resident_mib(self) -> float:
        """The memory that it has in use now."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024


async def register_bots(telegram: EmulatorProcess, answer_s: float) -> tuple[RemoteBot, RemoteBot]:
    """The participants' bot and the staff bot; a request of theirs takes `answer_s` seconds."""
    bot = await telegram.register("people_bot", PARTICIPANT_TOKEN)
    staff_bot = await telegram.register("staff_bot", STAFF_TOKEN)
    for method in _DELAYED:
        await telegram.call("fault", kind="delay", method=method, seconds=answer_s, times=None)
    return bot, staff_bot


async def open_chats(telegram: EmulatorProcess, bot: RemoteBot, first: int, count: int) -> None:
    """So many people have written to the bot, long ago; so now it may write to them."""
    await telegram.call("users", first_id=first, count=count)
    texts = {str(first + number): "hello" for number in range(count)}
    await telegram.call("send_texts", bot=bot.username, texts=texts)
    async with aiohttp.ClientSession() as http:
        url = f"{telegram.url}/bot{bot.token}/deleteWebhook"
        async with http.post(url, data={"drop_pending_updates": "true"}) as answer:
            answer.raise_for_status()
