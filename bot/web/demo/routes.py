"""The demo's page and its buttons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from aiohttp import web

from bot.texts import texts_for
from bot.web.cookies import keep_chat_token
from bot.web.forms import Forms
from bot.web.pages import Pages

VIEWER_COOKIE: Final = "wesaid_demo_viewer"
LOCALE: Final = "en"
BOUND_TO: Final = "demo"


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """Somebody whose eyes the inbox can be seen through; `role` in words, such as "facilitator"."""

    id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class DemoFlow:
    """A check-in that can be tried: its name, and its title in words."""

    name: str
    title: str


class Demo:
    """`/demo`.

    `participant_token` returns the token of an open web session of the made-up participant; it is
    asked on each view, so it should return the same one until `start_again`. `staff` are the
    made-up members of staff, the first is looked through at first. `flows` can be tried, the
    first where none is chosen. `start_check_in`, which takes a flow's name, and `start_again` do
    what they say and return when it is done.
    """

    def __init__(
        self,
        *,
        pages: Pages,
        forms: Forms,
        participant_name: str,
        participant_token: Callable[[], Awaitable[str]],
        staff: Callable[[], Awaitable[Sequence[DemoStaff]]],
        flows: Sequence[DemoFlow],
        start_check_in: Callable[[str], Awaitable[None]],
        start_again: Callable[[], Awaitable[None]],
    ) -> None:
        self._pages = pages
        self._forms = forms
        self._participant_name = participant_name
        self._participant_token = participant_token
        self._staff = staff
        self._flows = flows
        self._start_check_in = start_check_in
        self._start_again = start_again

    def register(self, app: web.Application) -> None:
        app.router.add_get("/", self._to_demo)
        app.router.add_get("/demo", self._show)
        app.router.add_post("/demo/look", self._look)
        app.router.add_post("/demo/check-in", self._check_in)
        app.router.add_post("/demo/again", self._again)

    async def viewer(self, request: web.Request) -> int:
        """Through whose eyes the inbox is seen; what the inbox asks."""
        staff = await self._staff()
        chosen = request.cookies.get(VIEWER_COOKIE, "")
        return next((one.id for one in staff if str(one.id) == chosen), staff[0].id)

    async def _to_demo(self, _request: web.Request) -> web.Response:
        return _back_to("chat")

    async def _show(self, request: web.Request) -> web.Response:
        response = self._pages.page(
            "demo/page.html",
            texts_for(LOCALE),
            participant=self._participant_name,
            staff=await self._staff(),
            viewer=await self.viewer(request),
            side=_side(request.query.get("show", "")),
            flows=self._flows,
            flow=self._flow(request.query.get("flow", "")),
            key=self._forms.issue(BOUND_TO),
        )
        keep_chat_token(request, response, await self._participant_token())
        return response

    async def _pressed(self, request: web.Request) -> dict[str, str]:
        form = await self._forms.read(request)
        self._forms.once(form, BOUND_TO)
        return form

    async def _look(self, request: web.Request) -> web.Response:
        form = await self._pressed(request)
        response = _back_to("inbox")
        response.set_cookie(
            VIEWER_COOKIE, form.get("staff", "")[:20], path="/", httponly=True, samesite="Lax"
        )
        return response

    async def _check_in(self, request: web.Request) -> web.Response:
        form = await self._pressed(request)
        flow = self._flow(form.get("flow", ""))
        await self._start_check_in(flow)
        return _back_to("chat", flow)

    def _flow(self, asked: str) -> str:
        names = [flow.name for flow in self._flows]
        return asked if asked in names else names[0]

    async def _again(self, request: web.Request) -> web.Response:
        await self._pressed(request)
        await self._start_again()
        response = _back_to("chat")
        response.del_cookie(VIEWER_COOKIE, path="/")
        return response


def _side(asked: str) -> Literal["chat", "inbox"]:
    return "inbox" if asked == "inbox" else "chat"


def _back_to(side: Literal["chat", "inbox"], flow: str = "") -> web.Response:
    chosen = f"&flow={flow}" if flow else ""
    return web.Response(status=303, headers={"Location": f"/demo?show={side}{chosen}"})
