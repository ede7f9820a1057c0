"""`/alert/TOKEN`: one alert, and what to do next. Only pressing a button changes anything.

Mail programs and scanners open links by themselves, so opening one must not. What was said has no
address: it is only in the answer to the press that asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from aiohttp import web
from sqlalchemy import Connection

from bot.aftercare.acting import Result
from bot.aftercare.alert_links import ENDING, AlertLinks
from bot.aftercare.deadlines import Limits
from bot.aftercare.inbox import FlagDetail
from bot.aftercare.mailed_alerts import (
    MailedAlert,
    in_touch,
    in_vain,
    mailed_alert,
    read_mailed,
    take_on,
)
from bot.checkins.asked_in import asked_in
from bot.clock import Clock
from bot.texts import texts_for
from bot.web.forms import Forms
from bot.web.pages import Pages
from storage.database import Database

STAFF_LOCALE: Final = "en"
MOST_DIGITS: Final = 10
TOLD: Final = ("late", "done", "tried", "changed", "again")
"""What the page can say about the last press."""

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
        app.router.add_post(_ADDRESS, self._pressed)

    async def _show(self, request: web.Request) -> web.Response:
        outbox_id = self._opened(request)
        alert = await self._database.read(
            lambda connection: mailed_alert(connection, outbox_id, self._texts, self._clock.now())
        )
        return self._page(request, alert)

    def _page(
        self, request: web.Request, alert: MailedAlert | None, detail: FlagDetail | None = None
    ) -> web.Response:
        if alert is None:
            raise web.HTTPNotFound
        told = request.query.get("told", "")
        return self._pages.page(
            "alerts/alert.html",
            self._texts,
            alert=alert,
            detail=detail,
            told=told if told in TOLD and detail is None else "",
            action=request.path,
            key=self._forms.issue(request.path),
        )

    async def _pressed(self, request: web.Request) -> web.Response:
        outbox_id = self._opened(request)
        form = await self._forms.read(request)
        self._forms.once(form, request.path)
        act = form.get("act", "")
        if act == "read":
            return await self._read(request, outbox_id)
        version = form.get("version", "")
        looked_at = int(version) if version.isdecimal() and len(version) < MOST_DIGITS else 0

        def work(connection: Connection) -> tuple[Result | None, str]:
            return self._do(connection, outbox_id, act, looked_at, self._clock.now())

        result, told = await self._database.transact(work)
        if result is None:
            raise web.HTTPNotFound
        self._woken()
        query = f"?told={told}" if told else ""
        return web.Response(status=303, headers={"Location": f"{request.path}{query}"})

    def _do(
        self, connection: Connection, outbox_id: int, act: str, version: int, now: datetime
    ) -> tuple[Result | None, str]:
        """Does what was pressed; what came of it, and what the page says of it."""
        if act == "contacted":
            result = in_touch(connection, self._limits, outbox_id, version, now)
            lost = "changed" if result is not None and result.problem == "changed" else "late"
            return result, "done" if result is not None and result.won else lost
        if act == "tried":
            result = in_vain(connection, outbox_id, now)
            return result, "tried" if result is not None and result.won else "late"
        result = take_on(connection, self._limits, outbox_id, now)
        return result, "" if result is not None and result.won else "late"

    async def _read(self, request: web.Request, outbox_id: int) -> web.Response:
        """What was said, in the answer itself: it has no address that could be passed on."""

        def work(connection: Connection) -> tuple[MailedAlert | None, FlagDetail | None]:
            now = self._clock.now()
            detail = read_mailed(connection, outbox_id, self._texts, now, asked_in)
            return mailed_alert(connection, outbox_id, self._texts, now), detail

        alert, detail = await self._database.transact(work)
        if alert is not None and detail is None:
            # They do not have it any more, or the e-mail is too old: the page says how it stands.
            return web.Response(status=303, headers={"Location": f"{request.path}?told=again"})
        return self._page(request, alert, detail)

    def _opened(self, request: web.Request) -> int:
        outbox_id = self._links.outbox_id(request.match_info["token"])
        if outbox_id is None:
            raise web.HTTPNotFound
        return outbox_id
