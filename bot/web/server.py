"""The web server, put together from the surfaces that it is given."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from typing import Final, Protocol

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.texts import texts_for
from bot.web.pages import Pages
from storage.unavailable import DatabaseUnavailable

LARGEST_BODY: Final = 1024 * 1024
TRY_AGAIN_S: Final = "5"
LOCALE: Final = "en"

log = structlog.get_logger(__name__)


class Surface(Protocol):
    """A part of the server: it adds its own routes."""

    def register(self, app: web.Application) -> None: ...


def build_app(
    pages: Pages, surfaces: Iterable[Surface], *, guards: Iterable[Middleware] = ()
) -> web.Application:
    """An application that serves these surfaces; `guards` see each request first.

    Run it with `web.AppRunner(app, access_log=None)`: addresses hold codes that let people in.
    """
    app = web.Application(middlewares=[_kind_errors(pages), *guards], client_max_size=LARGEST_BODY)
    app.on_response_prepare.append(pages.guard_headers)
    pages.assets.register(app)
    for surface in surfaces:
        surface.register(app)
    return app


def _kind_errors(pages: Pages) -> Middleware:
    """Whatever goes wrong, a person reads a kind sentence and the numbers to call."""

    @web.middleware
    async def kind_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except DatabaseUnavailable as error:
            log.warning("web.database_unavailable", route=_route(request), why=str(error))
            return _problem(pages, 503)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            return _problem(pages, error.status)
        except Exception as error:  # noqa: BLE001 - nobody but the log may see what it was
            # The error's own message is left out: it may hold what somebody wrote.
            log.error(  # noqa: TRY400 - see above
                "web.failed",
                route=_route(request),
                error=type(error).__name__,
                at=_where(error),
            )
            return _problem(pages, 500)

    return kind_errors


def _route(request: web.Request) -> str:
    """The route's pattern, never the address itself, which may hold a code."""
    resource = request.match_info.route.resource
    return f"{request.method} {resource.canonical if resource else 'unknown'}"


def _where(error: Exception) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return [f"{frame.filename}:{frame.lineno}" for frame in frames]


def _problem(pages: Pages, status: int) -> web.Response:
    texts = texts_for(LOCALE)
    known = {
        403: (
            texts.say("That did not come from this page"),
            texts.say("Please go back, load the page again, and try once more."),
        ),
        404: (
            texts.say("There is nothing here"),
            texts.say("Please check the link, or ask the person who invited you for a new one."),
        ),
        413: (
            texts.say("That was too long"),
            texts.say("Please go back and send it in shorter parts."),
        ),
        503: (
            texts.say("We could not save that just now"),
            texts.say("Please go back and try again in a minute. Nothing was changed."),
        ),
    }
    title, advice = known.get(
        status,
        (
            texts.say("Something went wrong"),
            texts.say("That is our fault, not yours. Please go back and try again in a minute."),
        ),
    )
    response = pages.page("problem.html", texts, status=status, title=title, advice=advice)
    if status == 503:
        response.headers["Retry-After"] = TRY_AGAIN_S
    return response
