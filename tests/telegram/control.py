"""The control API: what tests in another process ask of an emulator, as POST /control/<command>."""

from __future__ import annotations

import asyncio
import inspect
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.telegram.commands import Commands

if TYPE_CHECKING:
    from tests.telegram.emulator import Emulator

_PREFIX = "/control/"


class Control:
    """Serves the commands on a port of its own, so that an outage does not reach them.

    A command takes a JSON object and gives {"ok": true, "result": …}; what went wrong in the
    pretended world (no such button, nothing came) is {"ok": false, "problem": …} with 409.
    """

    def __init__(self, emulator: Emulator) -> None:
        self.stopped = asyncio.Event()
        self._commands = Commands(emulator, self.stopped)
        self._runner: web.AppRunner | None = None

    async def start(self, port: int) -> str:
        """Listens on 127.0.0.1 and returns the base address."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_post(_PREFIX + "{command}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}{_PREFIX}"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def _handle(self, request: web.Request) -> web.Response:
        name = request.match_info["command"]
        command = None if name.startswith("_") else getattr(self._commands, name, None)
        if command is None:
            return _answer(404, {"ok": False, "problem": f"there is no command {name}"})
        given: dict[str, Any] = json.loads(await request.text() or "{}")
        try:
            result = command(**given)
            if inspect.isawaitable(result):
                result = await result
        except (AssertionError, LookupError, TypeError, ValueError) as problem:
            words = f"{type(problem).__name__}: {problem}"
            return _answer(409, {"ok": False, "problem": words})
        return _answer(200, {"ok": True, "result": result})


def _answer(status: int, body: dict[str, Any]) -> web.Response:
    return web.Response(
        status=status,
        body=json.dumps(body, ensure_ascii=False).encode(),
        content_type="application/json",
    )
