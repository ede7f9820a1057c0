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
from bot.web.chat.given import answer_before
from bot.web.chat.live import LOOK_EVERY_S, stream
from bot.web.chat.posted import LONGEST_TEXT, inbounds, typed_text
from bot.web.chat.taking import Taking
from bot.web.chat.visitor import Visitor, find_visitor
from bot.web.cookies import CHAT_PATH, chat_token, forget_chat_token, keep_chat_token
from bot.web.forms import Forms
from bot.web.pages import Pages
from flows.events import Answer
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
        problem = self._nothing_sent(visitor) if request.query.get("problem") else ""
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
    ) -> web.Response:
        def work(connection: Connection) -> tuple[list[Line], Answer | None]:
            person = visitor.person_id
            return chat_lines(connection, person), answer_before(connection, person)

        everything = request.query.get("all") == "1"
        lines, before = await self._database.read(work)
        shown = conversation(
            lines, visitor.texts, visitor.zone, self._clock.now(), before, everything=everything
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
        )

    async def _say(self, request: web.Request) -> web.Response:
        visitor = await self._visitor(request)
        if visitor is None:
            return self._stranger(request)
        form = await self._forms.read(request)
        once = self._forms.once(form, visitor.token)
        live = "HX-Request" in request.headers
        text = typed_text(form)
        if len(text) > LONGEST_TEXT:
            template = "chat/now.html" if live else "chat/page.html"
            return await self._render(request, visitor, template, self._too_long(visitor), text)
        sent = inbounds(form, visitor.address, once, self._forms)
        for inbound in sent:
            await self._taking.take(inbound)
        if sent:
            # The person's other open pages show at once what was said here.
            self._channel.wake(visitor.address)
        if live:
            problem = "" if sent else self._nothing_sent(visitor)
            return await self._render(request, visitor, "chat/now.html", problem)
        where = f"{CHAT_PATH}#now" if sent else f"{CHAT_PATH}?problem=empty#problem"
        return web.Response(status=303, headers={"Location": where})

    def _nothing_sent(self, visitor: Visitor) -> str:
        return visitor.texts.say("There was nothing to send. Please choose an answer, or type one.")

    def _too_long(self, visitor: Visitor) -> str:
        return visitor.texts.say(
            "That is too long to send at once. It is still in the box: "
            "please send it in shorter parts."
        )

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
