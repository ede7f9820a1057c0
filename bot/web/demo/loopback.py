"""The demo has no sign-in, so nothing but this machine may talk to it."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@web.middleware
async def refuse_other_hosts(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses any other Host: a page elsewhere may point its own name at 127.0.0.1."""
    if not is_loopback(request.headers.get("Host", "")) or not _came_from_here(request):
        raise web.HTTPForbidden
    return await handler(request)


def is_loopback(host: str) -> bool:
    """Whether a Host header names this machine, with or without a port."""
    try:
        return urlsplit(f"//{host}").hostname in LOOPBACK_NAMES
    except ValueError:
        return False


def _came_from_here(request: web.Request) -> bool:
    try:
        return ip_address(request.remote or "").is_loopback
    except ValueError:
        return False
