"""An emulator in a process of its own, and people in it, played from here."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class RemoteBot:
    """A bot in the other process."""

    username: str
    token: str
    bot_id: int


@dataclass(frozen=True, slots=True)
class RemoteMessage:
    """A message as it looked when it was asked for."""

    bot: str
    message_id: int
    text: str
    labels: tuple[str, ...]
    data: tuple[str, ...]
    version: int


class EmulatorProcess:
    """Use as `async with EmulatorProcess() as telegram`. It outlives every bot that talks to it.

    `call` reaches every command of `tests.telegram.commands.Commands` by name; the most used have
    methods of their own. Raises AssertionError with what went wrong in the pretended world.
    """

    def __init__(self, port: int = 0) -> None:
        self.url = ""
        self._control = ""
        self._port = port
        self._process: asyncio.subprocess.Process | None = None
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> EmulatorProcess:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self, ready_within: float = 30.0) -> None:
        """Starts the process and returns when it listens; `url` is then the API's base address."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.telegram",
            "--port",
            str(self._port),
            "--follow-stdin",
            cwd=_ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout
        line = await asyncio.wait_for(self._process.stdout.readline(), ready_within)
        if not line:
            raise AssertionError("the emulator's process ended before it was ready")
        ready = json.loads(line)
        self.url, self._control = ready["url"], ready["control"]
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))

    async def stop(self) -> None:
        if self._http:
            await self._http.close()
        if self._process and self._process.stdin:
            self._process.stdin.close()
            try:
                await asyncio.wait_for(self._process.wait(), 10)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()

    async def call(self, command: str, **given: Any) -> Any:
        """Carries out one command and returns its result."""
        assert self._http, "start the process first"
        async with self._http.post(self._control + command, json=given) as answer:
            body = await answer.json()
        if not body["ok"]:
            raise AssertionError(f"{command}: {body['problem']}")
        return body["result"]

    async def register(self, username: str, token: str = "", first_name: str = "") -> RemoteBot:
        made = await self.call("register", username=username, token=token, first_name=first_name)
        return RemoteBot(**made)

    async def user(self, user_id: int, first_name: str = "") -> RemoteUser:
        await self.call("user", user_id=user_id, first_name=first_name)
        return RemoteUser(self, user_id)

    async def answer(self, bot: RemoteBot, **given: Any) -> None:
        """Lets people answer by themselves: see Answerer for `users`, `rules`, `pace` and so on."""
        await self.call("answer", bot=bot.username, **given)

    async def delivered_inputs(self, bot: RemoteBot, since: int = 0) -> list[dict[str, Any]]:
        """What people gave and the bot confirmed: fields as of Given."""
        result: list[dict[str, Any]] = await self.call(
            "delivered_inputs", bot=bot.username, since=since
        )
        return result

    async def sent(self, bot: RemoteBot, since: int = 0) -> list[dict[str, Any]]:
        """Messages that were taken: fields as of SentMessage, times monotonic."""
        result: list[dict[str, Any]] = await self.call("sent", bot=bot.username, since=since)
        return result

    async def counts(self, bot: RemoteBot) -> dict[str, Any]:
        result: dict[str, Any] = await self.call("counts", bot=bot.username)
        return result

    async def violations(self) -> list[str]:
        result: list[str] = await self.call("violations")
        return result

    async def assert_no_violations(self) -> None:
        found = await self.violations()
        if found:
            raise AssertionError("violations of the Bot API:\n" + "\n".join(found[:20]))


class RemoteUser:
    """A person in the other process."""

    def __init__(self, telegram: EmulatorProcess, user_id: int) -> None:
        self.user_id = user_id
        self._telegram = telegram

    async def _do(self, command: str, bot: str, **given: Any) -> Any:
        return await self._telegram.call(command, bot=bot, user=self.user_id, **given)

    async def send_text(self, bot: RemoteBot, text: str) -> int:
        """Returns the message's id."""
        sent = await self._do("send_text", bot.username, text=text)
        return int(sent["message_id"])

    async def press(self, message: RemoteMessage, button: str) -> str:
        """Returns the query's id."""
        query: str = await self._do(
            "press", message.bot, message_id=message.message_id, button=button
        )
        return query

    async def block(self, bot: RemoteBot) -> None:
        await self._do("block", bot.username)

    async def wait_for(
        self,
        bot: RemoteBot,
        containing: str = "",
        *,
        button: str = "",
        timeout: float = 10.0,  # noqa: ASYNC109 - the words of those who write tests
    ) -> RemoteMessage:
        """As EmulatedUser.wait_for."""
        shown = await self._do(
            "wait_for", bot.username, containing=containing, button=button, within=timeout
        )
        buttons = [button for row in shown["buttons"] for button in row]
        return RemoteMessage(
            bot.username,
            shown["message_id"],
            shown["text"],
            tuple(button["label"] for button in buttons),
            tuple(button["data"] for button in buttons),
            shown["version"],
        )

    async def transcript(self, bot: RemoteBot) -> str:
        text: str = await self._do("transcript", bot.username)
        return text
