"""The cookie that keeps a participant signed in to the chat."""

from __future__ import annotations

from typing import Final

from aiohttp import web

CHAT_COOKIE: Final = "wesaid_session"
CHAT_PATH: Final = "/chat"
COOKIE_PATH: Final = "/"
"""The link's page sees it, too: whoever presses their link again is led to their chat."""

NINETY_DAYS_S: Final = 90 * 24 * 3_600


def chat_token(request: web.Request) -> str:
    """The token of the browser's web session, or ""."""
    return request.cookies.get(CHAT_COOKIE, "")


def keep_chat_token(request: web.Request, response: web.StreamResponse, token: str) -> None:
    response.set_cookie(
        CHAT_COOKIE,
        token,
        path=COOKIE_PATH,
        max_age=NINETY_DAYS_S,
        httponly=True,
        samesite="Lax",
        secure=over_https(request),
    )


def forget_chat_token(response: web.StreamResponse) -> None:
    response.del_cookie(CHAT_COOKIE, path=COOKIE_PATH)


def over_https(request: web.Request) -> bool:
    """Whether the browser came by https, also when a proxy in front of us took that off."""
    forwarded = request.headers.get("X-Forwarded-Proto", "").split(",")[0].strip()
    return request.secure or forwarded == "https"
