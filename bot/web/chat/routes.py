"""The pages of the web channel: the link, the chat, and signing out."""

from __future__ import annotations

from typing import Final

from aiohttp import web
from sqlalchemy import Connection

from bot.checkins.chatlog import Line, chat_lines
from bot.checkins.notices import join_problem_text
from bot.clock import Clock
from bot.people.web_sessions import revoke
from bot.texts import texts_for
from bot.web.chat.arriving import HERE_ALREADY, WELCOME, Arriving, arriving
from bot.web.chat.channel import WebChannel
from bot.web.chat.conversation import conversation
from bot.web.chat.given import Given, given
from bot.web.chat.live import LOOK_EVERY_S, stream
from bot.web.chat.not_sent import (
    MOST_MEGABYTES,
    do_not_go_together,
    nothing_sent,
    problem_with,
)
from bot.web.chat.posted import Ticks, inbounds, ticks, typed_text
from bot.web.chat.taking import Taking
from bot.web.chat.ticking import Ticking
from bot.web.chat.visitor import Visitor, find_visitor
from bot.web.cookies import CHAT_PATH, chat_token, forget_chat_token, keep_chat_token
from bot.web.forms import Forms
from bot.web.pages import Pages
from storage.database import Database

LOCALE: Final = "en"
"""Of pages for people whom we do not know yet."""

NEUTRAL_PAGE: Final = "https://www.bbc.co.uk/weather"
"""Where "Leave quickly" goes: what anybody might have open."""


class Chat:
    """`/c/CODE` and `/chat`."""

    def __init__(
        self,
        *,
        database: Database,
        taking: Taking,
        clock: Clock,
        pages: Pages,
        forms: Forms,
        channel: WebChannel,
        leave_to: str = NEUTRAL_PAGE,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._database = database
        self._taking = taking
        self._clock = clock
        self._pages = pages
        self._forms = forms
        self._channel = channel
        self._leave_to = leave_to
        self._look_every_s = look_every_s
        self._ticking = Ticking(database, taking, forms)

    def register(self, app: web.Application) -> None:
        app.router.add_get("/c/{code}", self._show_link)
        app.router.add_post("/c/{code}", self._open_link)
        app.router.add_get("/chat", self._show)
        app.router.add_get("/chat/now", self._show_now)
        app.router.add_get("/chat/live", self._live)
        app.router.add_post("/chat/say", self._say)
        app.router.add_post("/chat/sign-out", self._sign_out)
        app.router.add_get("/chat/signed-out", self._signed_out)
        app.on_shutdown.append(self._let_go)

    async def _let_go(self, _app: web.Application) -> None:
        self._channel.close()

    async def _show_link(self, request: web.Request) -> web.Response:
        """Only shows a button: what previews a link in a message must not use it up."""
        code = request.match_info["code"]
        found = await self._arriving(request, code)
        if found == HERE_ALREADY:
            return _to_chat()
        if found != WELCOME:
            return self._link_problem(join_problem_text(texts_for(LOCALE), found))
        return self._pages.page(
            "chat/link.html", texts_for(LOCALE), key=self._forms.issue(code), code=code
        )

    async def _arriving(self, request: web.Request, code: str) -> Arriving:
        token = chat_token(request)
        return await self._database.read(
            lambda connection: arriving(connection, code, token, self._clock.now())
        )

    def _link_problem(self, problem: str) -> web.Response:
        return self._pages.page(
            "chat/link_problem.html", texts_for(LOCALE), status=404, problem=problem
        )

    async def _open_link(self, request: web.Request) -> web.Response:
        code = request.match_info["code"]
        self._forms.once(await self._forms.read(request), code)
        if await self._arriving(request, code) == HERE_ALREADY:
            return _to_chat()
        opened = await self._taking.open_link(code)
        if not opened.token:
            return self._link_problem(opened.problem)
        response = _to_chat()
        keep_chat_token(request, response, opened.token)
        return response

    async def _visitor(self, request: web.Request) -> Visitor | None:
        token = chat_token(request)
        return await self._database.read(lambda connection: find_visitor(connection, token))

    def _stranger(self, request: web.Request) -> web.Response:
        if "HX-Request" in request.headers:
            return web.Response(status=200, headers={"HX-Redirect": CHAT_PATH})
        return self._pages.page("chat/stranger.html", texts_for(LOCALE), status=401)

    async def _show(self, request: web.Request) -> web.Response:
        visitor = await self._visitor(request)
        if visitor is None:
            return self._stranger(request)
        problem = nothing_sent(visitor.texts) if request.query.get("problem") else ""
        return await self._render(request, visitor, "chat/page.html", problem)

    async def _show_now(self, request: web.Request) -> web.Response:
        visitor = await self._visitor(request)
        if visitor is None:
            return self._stranger(request)
        return await self._render(request, visitor, "chat/now.html")

    async def _render(
        self,
        request: web.Request,
        visitor: Visitor,
        template: str,
        problem: str = "",
        draft: str = "",
        ticked: Ticks | None = None,
    ) -> web.Response:
        def work(connection: Connection) -> tuple[list[Line], Given]:
            person = visitor.person_id
            return chat_lines(connection, person), given(connection, person)

        everything = request.query.get("all") == "1"
        lines, stands = await self._database.read(work)
        if ticked is not None and ticked.seen == stands.seen:
            stands = Given(stands.seen, None, ticked.keys)
        shown = conversation(
            lines, visitor.texts, visitor.zone, self._clock.now(), stands, everything=everything
        )
        return self._pages.page(
            template,
            visitor.texts,
            conversation=shown,
            everything=everything,
            key=self._forms.issue(visitor.token),
            problem=problem,
            draft=draft,
            leave_to=self._leave_to,
            most_megabytes=MOST_MEGABYTES,
        )

    async def _say(self, request: web.Request) -> web.Response:
        visitor = await self._visitor(request)
        if visitor is None:
            return self._stranger(request)
        form, upload = await self._forms.read_with_file(request, MOST_MEGABYTES * 1024 * 1024)
        once = self._forms.once(form, visitor.token)
        live = "HX-Request" in request.headers
        template = "chat/now.html" if live else "chat/page.html"
        text = typed_text(form)
        if form.get("press") or form.get("command"):
            upload = None  # a button was pressed instead, whatever was chosen before
        problem = problem_with(text, upload, visitor.texts)
        if problem:
            return await self._render(request, visitor, template, problem, text)
        sent = inbounds(form, visitor.address, once, self._forms, upload)
        wanted = ticks(form)
        if wanted is not None and not await self._ticking.send(
            wanted, visitor.person_id, visitor.address, once
        ):
            self._channel.wake(visitor.address)
            problem = do_not_go_together(visitor.texts)
            return await self._render(request, visitor, template, problem, text, wanted)
        for inbound in sent:
            await self._taking.take(inbound)
        return await self._answered(
            request, visitor, sent=bool(sent) or wanted is not None, live=live
        )

    async def _answered(
        self, request: web.Request, visitor: Visitor, *, sent: bool, live: bool
    ) -> web.Response:
        if sent:
            # The person's other open pages show at once what was said here.
            self._channel.wake(visitor.address)
        if live:
            problem = "" if sent else nothing_sent(visitor.texts)
            return await self._render(request, visitor, "chat/now.html", problem)
        where = f"{CHAT_PATH}#now" if sent else f"{CHAT_PATH}?problem=empty#problem"
        return web.Response(status=303, headers={"Location": where})

    async def _live(self, request: web.Request) -> web.StreamResponse:
        visitor = await self._visitor(request)
        if visitor is None:
            # 204 tells the browser's EventSource not to come again.
            return web.Response(status=204)
        return await stream(request, self._database, self._channel, visitor, self._look_every_s)

    async def _sign_out(self, request: web.Request) -> web.Response:
        token = chat_token(request)
        self._forms.once(await self._forms.read(request), token)
        visitor = await self._visitor(request)

        def work(connection: Connection) -> None:
            revoke(connection, token, self._clock.now())

        await self._database.transact(work)
        if visitor is not None:
            # Other pages of the same browser close at once.
            self._channel.wake(visitor.address)
        response = web.Response(status=303, headers={"Location": f"{CHAT_PATH}/signed-out"})
        forget_chat_token(response)
        return response

    async def _signed_out(self, _request: web.Request) -> web.Response:
        return self._pages.page("chat/signed_out.html", texts_for(LOCALE))


def _to_chat() -> web.Response:
    return web.Response(status=303, headers={"Location": f"{CHAT_PATH}#now"})
