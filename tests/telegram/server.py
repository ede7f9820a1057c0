"""The Bot API over HTTP: from a request to a method and back, with the faults in between."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
import time
from typing import TYPE_CHECKING, Any, Literal

from aiohttp import web

from tests.telegram.bots import EmulatedBot
from tests.telegram.calls import Call, Described, Encoded
from tests.telegram.faults import Fault
from tests.telegram.methods import METHODS, Method
from tests.telegram.parameters import Parameters, read_parameters
from tests.telegram.records import RequestRecord
from tests.telegram.refusals import RefusalError, too_many_requests

if TYPE_CHECKING:
    from tests.telegram.emulator import Emulator

OutageKind = Literal["refused", "bad gateway", "silence"]

_METHOD_PATH = re.compile(r"/bot(\d+:[\w-]+)/(\w+)/?")
_FILE_PATH = re.compile(r"/file/bot(\d+:[\w-]+)/(.+)")
_GATEWAY_PAGE = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>\r\n"
_DROPPED = 599
_MOST_BYTES = 60 * 1024 * 1024


class Server:
    """One listening socket on 127.0.0.1, which can go away and come back."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._port = 0
        self._outage: OutageKind | None = None
        self._back = asyncio.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def is_down(self) -> bool:
        return self._outage is not None

    async def start(self, port: int) -> None:
        app = web.Application(client_max_size=_MOST_BYTES)
        app.router.add_route("*", "/{tail:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        self._port = port
        await self._listen()
        self._port = self._runner.addresses[0][1]

    async def _listen(self) -> None:
        assert self._runner
        self._site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await self._site.start()

    async def stop(self) -> None:
        self._back.set()
        if self._runner:
            await self._runner.cleanup()

    async def go_down(self, kind: OutageKind) -> None:
        self._outage = kind
        self._back.clear()
        if kind == "refused" and self._site and self._runner and self._runner.server:
            await self._site.stop()
            self._site = None
            for connection in list(self._runner.server.connections):
                if connection.transport:
                    connection.transport.abort()
        for bot in self._emulator.bots.values():
            bot.updates.end_poll()

    async def come_back(self) -> None:
        self._outage = None
        self._back.set()
        if self._site is None:
            await self._listen()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        at = time.monotonic()
        if self._outage == "bad gateway":
            return _gateway_page(502)
        if self._outage == "silence":
            await self._back.wait()
            return _drop(request)
        found = _METHOD_PATH.fullmatch(request.path)
        if not found:
            return self._file(request)
        bot = self._emulator.bots_by_token.get(found.group(1))
        if bot is None:
            return _answer(401, RefusalError(401, "Unauthorized").body())
        return await self._call(request, bot, found.group(2), at)

    def _file(self, request: web.Request) -> web.Response:
        found = _FILE_PATH.fullmatch(request.path)
        bot = self._emulator.bots_by_token.get(found.group(1)) if found else None
        stored = bot.files_by_path.get(found.group(2)) if bot and found else None
        if bot is None or stored is None:
            return _answer(404, RefusalError(404, "Not Found").body())
        if bot.path_ends.get(stored.path, 0.0) <= self._emulator.clock():
            return _answer(404, RefusalError(404, "Not Found").body())
        return web.Response(body=stored.content, content_type="application/octet-stream")

    async def _call(
        self, request: web.Request, bot: EmulatedBot, name: str, at: float
    ) -> web.StreamResponse:
        method = METHODS.get(name.lower())
        record = RequestRecord(at, method.name if method else name)
        bot.requests.append(record)
        try:
            given = await read_parameters(request)
        except RefusalError as refusal:
            return self._refuse(bot, record, refusal)
        record.parameters = given.plain()
        faults = self._emulator.faults.striking(bot.username, record.method, _chat_id(given))
        instead = await _before(request, faults)
        if instead is not None:
            record.status = instead.status if instead.status != _DROPPED else 0
            return instead
        sent_before = len(bot.sent)
        answer = await self._run(
            Call(self._emulator, bot, record.method, given, at), method, record
        )
        if any(fault.kind == "drop_after" for fault in faults):
            record.status = 0
            if record.method.startswith("send") and len(bot.sent) > sent_before:
                bot.lose_last_answer()
            return _drop(request)
        return answer

    async def _run(self, call: Call, method: Method | None, record: RequestRecord) -> web.Response:
        """Carries out one method, whatever becomes of its answer."""
        if method is None:
            not_there = RefusalError(404, "Not Found", careless=True)
            return self._refuse(call.bot, record, not_there)
        unknown = sorted(set(call.given) - method.parameters)
        if unknown:
            self._emulator.violate(
                call.bot, f"{method.name} does not know the parameters {', '.join(unknown)}"
            )
        try:
            result = method.run(call)
            if inspect.isawaitable(result):
                result = await result
        except RefusalError as refusal:
            return self._refuse(call.bot, record, refusal)
        record.status = 200
        return _success(result)

    def _refuse(
        self, bot: EmulatedBot, record: RequestRecord, refusal: RefusalError
    ) -> web.Response:
        record.status, record.description = refusal.status, refusal.description
        if refusal.careless:
            self._emulator.violate(
                bot, f"{record.method} was refused with {refusal.status}: {refusal.description}"
            )
        return _answer(refusal.status, refusal.body())


def _chat_id(given: Parameters) -> int | None:
    raw = str(given.values.get("chat_id", ""))
    return int(raw) if raw.lstrip("-").isdigit() else None


async def _before(request: web.Request, faults: list[Fault]) -> web.StreamResponse | None:
    """Faults that strike before the method runs: the answer that is given instead, if any."""
    for fault in faults:
        if fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        elif fault.kind == "too_many_requests":
            return _answer(429, too_many_requests(int(fault.seconds)).body())
        elif fault.kind == "server_error":
            if fault.as_html:
                return _gateway_page(fault.status)
            return _answer(fault.status, RefusalError(fault.status, "Internal Server Error").body())
        elif fault.kind == "drop_before":
            return _drop(request)
    return None


def _drop(request: web.Request) -> web.Response:
    """Breaks the connection; the response that aiohttp wants goes nowhere."""
    if request.transport:
        request.transport.abort()
    return web.Response(status=_DROPPED)


def _gateway_page(status: int) -> web.Response:
    return web.Response(status=status, body=_GATEWAY_PAGE, content_type="text/html")


def _answer(status: int, body: dict[str, Any]) -> web.Response:
    payload = json.dumps(body, ensure_ascii=False).encode()
    return web.Response(status=status, body=payload, content_type="application/json")


def _success(result: object) -> web.Response:
    if isinstance(result, Encoded):
        payload = b'{"ok":true,"result":' + result.payload + b"}"
        return web.Response(body=payload, content_type="application/json")
    if isinstance(result, Described):
        body = {"ok": True, "result": result.result, "description": result.description}
        return _answer(200, body)
    return _answer(200, {"ok": True, "result": result})
