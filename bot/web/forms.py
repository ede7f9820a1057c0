"""Forms: the one-time key in each, and the check that a form was sent from our own page."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from bot.web.uploads import Upload, brings_a_file, fields_and_file

KEY_FIELD: Final = "key"


class Forms:
    """Makes and checks the hidden key of every form.

    A key is a random part and an HMAC of it together with what it is bound to (the cookie of the
    browser that was shown the form), so a form that another site made up is refused.
    """

    def __init__(self, secret: str, public_url: str = "") -> None:
        """`secret` is any text of 32 characters or more; `public_url` the server's own address."""
        self._key = hmac.digest(secret.encode(), b"wesaid web forms", sha256)
        self._public_host = urlsplit(public_url).netloc

    def issue(self, bound_to: str) -> str:
        """A new key for one form."""
        once = secrets.token_hex(16)
        return f"{once}.{self._proof(once, bound_to)}"

    def once(self, form: Mapping[str, str], bound_to: str) -> str:
        """The random part of the form's key. Raises HTTPForbidden when the key is not ours."""
        once, _, proof = form.get(KEY_FIELD, "").partition(".")
        if not hmac.compare_digest(proof.encode(), self._proof(once, bound_to).encode()):
            raise web.HTTPForbidden
        return once

    def update_id(self, once: str, content: str) -> str:
        """What makes a sent form unique: the same key with the same content is the same update.

        Different content under an old key (the browser's Back button) is a new update, so that
        nothing that was written is lost. The content is hashed with a key: an update's id is
        stored in plain sight.
        """
        return f"{once}.{self._proof(once, content)[:24]}"

    def seal(self, content: str) -> str:
        """A proof that `content` was made here."""
        return self._proof("seal", content)

    def sealed(self, content: str, seal: str) -> bool:
        return hmac.compare_digest(self.seal(content).encode(), seal.encode())

    async def read(self, request: web.Request) -> dict[str, str]:
        """The fields of a form sent from our own page.

        Raises HTTPForbidden when another site sent it, HTTPBadRequest when it cannot be read, and
        HTTPRequestEntityTooLarge.
        """
        self._must_be_ours(request)
        try:
            fields = await request.post()
        except (ValueError, LookupError) as error:
            raise web.HTTPBadRequest from error
        return {name: value for name, value in fields.items() if isinstance(value, str)}

    async def read_with_file(
        self, request: web.Request, most: int
    ) -> tuple[dict[str, str], Upload | None]:
        """As `read`, for a form that may bring a file; of one larger than `most` bytes only that
        it was."""
        if not brings_a_file(request):
            return await self.read(request), None
        self._must_be_ours(request)
        return await fields_and_file(request, most)

    def _must_be_ours(self, request: web.Request) -> None:
        if not self._from_our_page(request):
            raise web.HTTPForbidden

    def _from_our_page(self, request: web.Request) -> bool:
        # Browsers send `Origin: null` from a page with `Referrer-Policy: no-referrer`, so the
        # newer header comes first; a browser without it is held by the key alone.
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = request.headers.get("Origin", "null")
        if origin == "null":
            return True
        return urlsplit(origin).netloc in {request.host, self._public_host} - {""}

    def _proof(self, once: str, bound_to: str) -> str:
        return hmac.new(self._key, f"{once}\n{bound_to}".encode(), sha256).hexdigest()
