"""The pages of the inbox."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias
from urllib.parse import urlencode

from aiohttp import web
from sqlalchemy import Connection

from bot.aftercare.acknowledging import acknowledge
from bot.aftercare.acting import Result
from bot.aftercare.deadlines import Limits
from bot.aftercare.inbox import FlagCard, FlagDetail, flag_detail, open_flags
from bot.checkins.asked_in import asked_in
from bot.clock import Clock
from bot.texts import texts_for
from bot.web.forms import Forms
from bot.web.inbox.board import Board, board, pieces
from bot.web.inbox.files import file_of_flag, opening, served
from bot.web.pages import Pages
from storage.database import Database

Viewer: TypeAlias = Callable[[web.Request], Awaitable[int]]
"""Says which member of staff is looking (their person id); raises HTTPForbidden for nobody."""

STAFF_LOCALE: Final = "en"
NO_CHANGE: Final = 204


class Inbox:
    """`/inbox`. Whoever registers it says who is looking; it has no sign-in of its own."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        pages: Pages,
        forms: Forms,
        viewer: Viewer,
        woken: Callable[[], None],
        limits: Limits,
    ) -> None:
        self._database = database
        self._clock = clock
        self._pages = pages
        self._forms = forms
        self._viewer = viewer
        self._woken = woken
        self._limits = limits
        self._texts = texts_for(STAFF_LOCALE)

    def register(self, app: web.Application) -> None:
        app.router.add_get("/inbox", self._list)
        app.router.add_get("/inbox/flags", self._flags)
        app.router.add_get(r"/inbox/flag/{id:\d{1,18}}", self._show)
        app.router.add_get(r"/inbox/flag/{id:\d{1,18}}/state", self._state)
        app.router.add_get(
            r"/inbox/flag/{id:\d{1,18}}/file/{media:\d{1,18}}", self._file, allow_head=False
        )
        app.router.add_post(r"/inbox/flag/{id:\d{1,18}}/read", self._open_to_read)
        app.router.add_post(r"/inbox/flag/{id:\d{1,18}}/acknowledge", self._acknowledge)

    async def _list(self, request: web.Request) -> web.Response:
        viewer = await self._viewer(request)
        return self._pages.page(
            "inbox/page.html",
            self._texts,
            board=await self._board(viewer),
            key=self._forms.issue(_bound(viewer)),
        )

    async def _flags(self, request: web.Request) -> web.Response:
        """The list alone, for an open page; nothing when it shows it already."""
        viewer = await self._viewer(request)
        found = await self._board(viewer)
        if request.query.get("mark") == found.mark:
            return web.Response(status=NO_CHANGE)
        key = self._forms.issue(_bound(viewer))
        return self._pages.page("inbox/flags.html", self._texts, board=found, key=key, live=True)

    async def _board(self, viewer: int) -> Board:
        return board(await self._cards(viewer))

    async def _cards(self, viewer: int) -> list[FlagCard]:
        def work(connection: Connection) -> list[FlagCard]:
            return open_flags(connection, viewer, self._texts, self._clock.now())

        return await self._database.read(work)

    async def _card(self, request: web.Request, viewer: int) -> tuple[FlagCard, int]:
        """The flag that the address names, and how many are waiting for somebody."""
        flag_id = int(request.match_info["id"])
        cards = await self._cards(viewer)
        waiting = sum(card.status == "open" for card in cards)
        for card in cards:
            if card.id == flag_id:
                return card, waiting
        raise web.HTTPNotFound

    async def _show(self, request: web.Request) -> web.Response:
        """One flag; with its words only when somebody pressed to read them."""
        viewer = await self._viewer(request)
        card, waiting = await self._card(request, viewer)
        opened = request.query.get("opened", "")
        detail: FlagDetail | None = None
        if opened and self._forms.sealed(opening(viewer, card.id), opened):
            detail = await self._detail(card.id, viewer)
        return self._pages.page(
            "inbox/flag.html",
            self._texts,
            card=detail.card if detail else card,
            waiting=waiting,
            detail=detail,
            pieces=pieces,
            opened=opened if detail else "",
            told=self._told(request, card),
            key=self._forms.issue(_bound(viewer)),
        )

    async def _detail(self, flag_id: int, viewer: int) -> FlagDetail:
        """The flag with its words."""

        def work(connection: Connection) -> FlagDetail | None:
            now = self._clock.now()
            return flag_detail(connection, flag_id, viewer, self._texts, now, asked_in)

        detail = await self._database.transact(work)
        if detail is None:
            raise web.HTTPNotFound
        return detail

    async def _file(self, request: web.Request) -> web.Response:
        """A file of a flag that was opened to read; that it was is recorded with the flag."""
        viewer = await self._viewer(request)
        flag_id, media_id = int(request.match_info["id"]), int(request.match_info["media"])
        if not self._forms.sealed(opening(viewer, flag_id), request.query.get("opened", "")):
            raise web.HTTPNotFound
        found = await self._database.read(
            lambda connection: file_of_flag(connection, flag_id, media_id, viewer)
        )
        if found is None:
            raise web.HTTPNotFound
        return served(request, *found)

    def _told(self, request: web.Request, card: FlagCard) -> str:
        """What the press that led here came to."""
        told = request.query.get("told")
        if told == "yours":
            return self._texts.say("It is yours now. We have told them that you have seen it.")
        if told == "quiet":
            return self._texts.say(
                "It is yours now. We have not written to them about it: somebody else may read "
                "their phone."
            )
        if told == "late":
            owner = card.owner or self._texts.say("A colleague")
            return self._texts.say("%(name)s has already acknowledged this.", name=owner)
        return ""

    async def _state(self, request: web.Request) -> web.Response:
        """Where the flag stands, for an open page; nothing when it shows that already."""
        viewer = await self._viewer(request)
        card, waiting = await self._card(request, viewer)
        if request.query.get("version") == str(card.version):
            return web.Response(status=NO_CHANGE)
        return self._pages.page(
            "inbox/state.html",
            self._texts,
            card=card,
            waiting=waiting,
            opened=request.query.get("opened", ""),
            key=self._forms.issue(_bound(viewer)),
        )

    async def _open_to_read(self, request: web.Request) -> web.Response:
        viewer = await self._viewer(request)
        self._forms.once(await self._forms.read(request), _bound(viewer))
        card, _ = await self._card(request, viewer)
        opened = self._forms.seal(opening(viewer, card.id))
        return _to_flag(card.id, opened=opened)

    async def _acknowledge(self, request: web.Request) -> web.Response:
        viewer = await self._viewer(request)
        form = await self._forms.read(request)
        self._forms.once(form, _bound(viewer))
        flag_id = int(request.match_info["id"])

        def work(connection: Connection) -> Result:
            return acknowledge(connection, self._limits, flag_id, viewer, self._clock.now())

        result = await self._database.transact(work)
        if result.problem == "not there":
            raise web.HTTPNotFound
        self._woken()
        outcome = ("yours" if result.told else "quiet") if result.won else "late"
        return _to_flag(flag_id, told=outcome, opened=form.get("opened", ""))


def _bound(viewer: int) -> str:
    return f"inbox {viewer}"


def _to_flag(flag_id: int, **query: str) -> web.Response:
    chosen = {name: value for name, value in query.items() if value}
    return web.Response(
        status=303, headers={"Location": f"/inbox/flag/{flag_id}?{urlencode(chosen)}"}
    )
