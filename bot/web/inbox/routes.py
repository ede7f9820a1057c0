"""The pages of the inbox."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final, TypeAlias

from aiohttp import web
from sqlalchemy import Connection

from bot.aftercare.alerts import act_words
from bot.aftercare.deadlines import Limits
from bot.aftercare.handing_over import can_take
from bot.aftercare.inbox import (
    FlagCard,
    FlagDetail,
    closed_flags,
    flag_card,
    flag_detail,
    open_flags,
)
from bot.aftercare.life import FROM, OUTCOMES
from bot.aftercare.relay_lines import ChatShown, chat_of_flag, said_beside
from bot.aftercare.wording import outcome_words
from bot.checkins.asked_in import asked_in
from bot.clock import Clock
from bot.texts import texts_for
from bot.web.forms import Forms
from bot.web.inbox.acting import (
    ACTS,
    AT_ONCE,
    Acting,
    bound,
    snoozes,
    to_flag,
)
from bot.web.inbox.board import Board, board, lines_shown, mark_of, pieces
from bot.web.inbox.files import file_of_flag, opening, served
from bot.web.inbox.writing import Writing, writing_about
from bot.web.pages import Pages
from storage.database import Database
from storage.people import Someone

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
        self._texts = texts_for(STAFF_LOCALE)
        self._buttons: dict[str, Any] = {
            "labels": {act: act_words(self._texts, act) for act in FROM},
            "act_words": partial(act_words, self._texts),
            "AT_ONCE": AT_ONCE,
        }
        self._acting = Acting(
            database=database,
            clock=clock,
            forms=forms,
            texts=self._texts,
            limits=limits,
            woken=woken,
        )

    def register(self, app: web.Application) -> None:
        app.router.add_get("/inbox", self._list)
        app.router.add_get("/inbox/flags", self._flags)
        app.router.add_get(r"/inbox/flag/{id:\d{1,18}}", self._show)
        app.router.add_get(r"/inbox/flag/{id:\d{1,18}}/state", self._state)
        app.router.add_get(r"/inbox/flag/{id:\d{1,18}}/lines", self._lines)
        app.router.add_get(
            r"/inbox/flag/{id:\d{1,18}}/file/{media:\d{1,18}}", self._file, allow_head=False
        )
        app.router.add_post(r"/inbox/flag/{id:\d{1,18}}/read", self._open_to_read)
        app.router.add_post(r"/inbox/flag/{id:\d{1,18}}/say", self._say)
        app.router.add_post(r"/inbox/flag/{id:\d{1,18}}/leave", self._leave)
        app.router.add_post(rf"/inbox/flag/{{id:\d{{1,18}}}}/{{act:{ACTS}}}", self._act)
        app.router.add_get("/inbox/closed", self._closed)

    async def _list(self, request: web.Request) -> web.Response:
        viewer = await self._viewer(request)
        return self._pages.page(
            "inbox/page.html",
            self._texts,
            board=await self._board(viewer),
            key=self._forms.issue(bound(viewer)),
        )

    async def _flags(self, request: web.Request) -> web.Response:
        """The list alone, for an open page; nothing when it shows it already."""
        viewer = await self._viewer(request)
        found = await self._board(viewer)
        if request.query.get("mark") == found.mark:
            return web.Response(status=NO_CHANGE)
        key = self._forms.issue(bound(viewer))
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
        card = await self._database.read(
            lambda connection: flag_card(
                connection, flag_id, viewer, self._texts, self._clock.now()
            )
        )
        if card is None:
            raise web.HTTPNotFound
        waiting = sum(one.status == "open" for one in await self._cards(viewer))
        return card, waiting

    async def _closed(self, request: web.Request) -> web.Response:
        """The flags that were closed lately."""
        viewer = await self._viewer(request)
        cards = await self._database.read(
            lambda connection: closed_flags(connection, viewer, self._texts, self._clock.now())
        )
        key = self._forms.issue(bound(viewer))
        return self._pages.page("inbox/closed.html", self._texts, cards=cards, key=key)

    async def _show(self, request: web.Request) -> web.Response:
        """One flag; with its words only when somebody pressed to read them."""
        viewer = await self._viewer(request)
        card, waiting = await self._card(request, viewer)
        opened = request.query.get("opened", "")
        detail: FlagDetail | None = None
        if self._is_open(card.id, viewer, opened):
            detail = await self._detail(card.id, viewer)
        choices = await self._choices(card, viewer)
        lines = lines_shown(choices["chat"], opened=detail is not None)
        return self._pages.page(
            "inbox/flag.html",
            self._texts,
            card=detail.card if detail else card,
            waiting=waiting,
            mark=mark_of(detail.card if detail else card, waiting),
            lines=lines,
            lines_mark=mark_of(lines),
            detail=detail,
            pieces=pieces,
            opened=opened if detail else "",
            did=request.query.get("did", ""),
            told=self._acting.said(request, viewer, card.id),
            **self._buttons,
            said=said_beside(detail.signals, lines) if detail else (),
            **choices,
            key=self._forms.issue(bound(viewer)),
        )

    def _is_open(self, flag_id: int, viewer: int, opened: str) -> bool:
        """Whether the viewer pressed to read this flag; `opened` is what they got for it."""
        return bool(opened) and self._forms.sealed(opening(viewer, flag_id), opened)

    async def _lines(self, request: web.Request) -> web.Response:
        """What was written in the chat, for an open page; nothing when it shows that already."""
        viewer = await self._viewer(request)
        card, _ = await self._card(request, viewer)
        opened = request.query.get("opened", "")
        chat = await self._database.read(
            lambda connection: chat_of_flag(
                connection, card.id, viewer, self._texts, self._clock.now()
            )
        )
        lines = lines_shown(chat, opened=self._is_open(card.id, viewer, opened))
        mark = mark_of(lines)
        if request.query.get("mark") == mark:
            return web.Response(status=NO_CHANGE)
        return self._pages.page(
            "inbox/lines.html",
            self._texts,
            card=card,
            lines=lines,
            lines_mark=mark,
            talking=True,
            opened=opened,
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

    async def _choices(self, card: FlagCard, viewer: int) -> dict[str, Any]:
        """What can be chosen for the acts that need something, and the chat about the flag."""
        now = self._clock.now()

        def work(connection: Connection) -> tuple[list[Someone], ChatShown | None, Writing]:
            colleagues = can_take(connection, card.id, viewer) if "hand_over" in card.acts else []
            writing = writing_about(connection, self._texts, card.id, viewer, now)
            chat = chat_of_flag(connection, card.id, viewer, self._texts, now)
            return colleagues, chat, writing

        # Looking for a way to write ends a chat with somebody whom the flag turned out to be about.
        colleagues, chat, writing = await self._database.transact(work)
        return {
            "colleagues": colleagues,
            "writing": writing,
            "chat": chat,
            "snoozes": snoozes(card, now),
            "outcomes": [(one, outcome_words(self._texts, one)) for one in OUTCOMES],
        }

    async def _state(self, request: web.Request) -> web.Response:
        """Where the flag stands, for an open page; nothing when it shows that already."""
        viewer = await self._viewer(request)
        card, waiting = await self._card(request, viewer)
        mark = mark_of(card, waiting)
        if request.query.get("mark") == mark:
            return web.Response(status=NO_CHANGE)
        return self._pages.page(
            "inbox/state.html",
            self._texts,
            card=card,
            waiting=waiting,
            mark=mark,
            **self._buttons,
            opened=request.query.get("opened", ""),
            key=self._forms.issue(bound(viewer)),
        )

    async def _open_to_read(self, request: web.Request) -> web.Response:
        viewer = await self._viewer(request)
        self._forms.once(await self._forms.read(request), bound(viewer))
        card, _ = await self._card(request, viewer)
        opened = self._forms.seal(opening(viewer, card.id))
        return to_flag(card.id, opened=opened)

    async def _act(self, request: web.Request) -> web.Response:
        return await self._acting.act(request, await self._viewer(request))

    async def _say(self, request: web.Request) -> web.Response:
        return await self._acting.say(request, await self._viewer(request))

    async def _leave(self, request: web.Request) -> web.Response:
        return await self._acting.leave(request, await self._viewer(request))
