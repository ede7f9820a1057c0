"""Whether the process is alive, and whether it is ready for work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be so; `words` say how it is, without secrets and without texts.

    Not `ok` takes the process out of service. With `alarm` somebody has to look, but taking its
    pages away would help nobody.
    """

    ok: bool
    words: str
    alarm: bool = False

    def as_json(self) -> dict[str, object]:
        shown: dict[str, object] = {"ok": self.ok, "words": self.words}
        return {**shown, "alarm": True} if self.alarm else shown


Checks: TypeAlias = Callable[[], Awaitable[Mapping[str, Check]]]


class Health:
    """`/healthz` and `/readyz`."""

    def __init__(self, checks: Checks) -> None:
        self._checks = checks

    def register(self, app: web.Application) -> None:
        app.router.add_get("/healthz", self._alive)
        app.router.add_get("/readyz", self._ready)

    async def _alive(self, _request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def _ready(self, _request: web.Request) -> web.Response:
        checks = await self._checks()
        ok = all(check.ok for check in checks.values())
        body: dict[str, object] = {
            "ok": ok,
            "checks": {name: check.as_json() for name, check in checks.items()},
        }
        if any(check.alarm for check in checks.values()):
            body["alarm"] = True
        return web.json_response(body, status=200 if ok else 503)
