"""`/alert/TOKEN`: one alert and one button. Only pressing it changes anything.

Mail programs and scanners open links by themselves, so opening one must not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from aiohttp import web

from bot.aftercare.alert_links import ENDING, AlertLinks
from bot.aftercare.deadlines import Limits
from bot.aftercare.mailed_alerts import mailed_alert, take_on
from bot.clock import Clock
from bot.texts import texts_for
from bot.web.forms import Forms
from bot.web.pages import Pages
from storage.database import Database

STAFF_LOCALE: Final = "en"
_ADDRESS: Final = f"/alert/{{token:{ENDING}}}"


class Alerts:
    """Who opens the page is known by the link alone: it went to one address."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        limits: Limits,
        links: AlertLinks,
        pages: Pages,
        forms: Forms,
        woken: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._limits = limits
        self._links = links
        self._pages = pages
        self._forms = forms
        self._woken = woken
        self._texts = texts_for(STAFF_LOCALE)

    def register(self, app: web.Application) -> None:
        app.router.add_get(_ADDRESS, self._show)
        app.router.add_post(_ADDRESS, self._take_on)

    async def _show(self, request: web.Request) -> web.Response:
        outbox_id = self._opened(request)
        alert = await self._database.read(
            lambda connection: mailed_alert(connection, outbox_id, self._texts, self._clock.now())
        )
        if alert is None:
            raise web.HTTPNotFound
        return self._pages.page(
            "alerts/alert.html",
            self._texts,
            alert=alert,
            late=request.query.get("told") == "late",
            action=request.path,
            key=self._forms.issue(request.path),
        )

    async def _take_on(self, request: web.Request) -> web.Response:
        outbox_id = self._opened(request)
        self._forms.once(await self._forms.read(request), request.path)
        result = await self._database.transact(
            lambda connection: take_on(connection, self._limits, outbox_id, self._clock.now())
        )
        if result is None:
            raise web.HTTPNotFound
        self._woken()
        told = "" if result.won else "?told=late"
        return web.Response(status=303, headers={"Location": f"{request.path}{told}"})

    def _opened(self, request: web.Request) -> int:
        outbox_id = self._links.outbox_id(request.match_info["token"])
        if outbox_id is None:
            raise web.HTTPNotFound
        return outbox_id
