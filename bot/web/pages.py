"""What all pages share: templates, the words in them, and the headers that keep them private."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.texts import Texts
from bot.web.assets import Assets

TEMPLATES: Final = Path(__file__).resolve().parent / "templates"

UK_NUMBER: Final = re.compile(
    r"(?<![\d£])(?<!NHS )(?:85258|999|111|116 ?123|0\d{2,5}(?: ?\d{2,6}){1,4})(?![\d%])"
)
"""Numbers to call in the United Kingdom, as help.yaml writes them."""

TEXT_NUMBERS: Final = frozenset({"85258"})
"""Numbers that take text messages only."""

TEXT_WORD: Final = re.compile(r"\b([A-Z]{2,12}) to $")

SECURITY_HEADERS: Final = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


class Pages:
    """Renders templates. `framed` lets our own pages show each other in frames (the demo)."""

    def __init__(self, assets: Assets, *, framed: bool = False) -> None:
        self.assets = assets
        self._policy = _content_policy(framed=framed)
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["asset"] = assets.address
        self._templates.filters["with_numbers"] = with_numbers

    def render(self, template: str, texts: Texts, **values: object) -> str:
        lang = texts.locale.split("@", maxsplit=1)[0]
        return self._templates.get_template(template).render(
            say=texts.say, plural=texts.plural, lang=lang, **values
        )

    def page(
        self, template: str, texts: Texts, *, status: int = 200, **values: object
    ) -> web.Response:
        body = self.render(template, texts, **values)
        return web.Response(text=body, content_type="text/html", status=status)

    async def guard_headers(self, _request: web.Request, response: web.StreamResponse) -> None:
        """Sets the security headers of every response; a signal, so that none goes without."""
        response.headers.update(SECURITY_HEADERS)
        response.headers["Content-Security-Policy"] = self._policy
        response.headers.setdefault("Cache-Control", "no-store")


def _content_policy(*, framed: bool) -> str:
    ours = "'self'"
    framing = ours if framed else "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {ours}",
            f"style-src {ours}",
            f"img-src {ours}",
            f"media-src {ours}",
            f"connect-src {ours}",
            f"form-action {ours}",
            "base-uri 'none'",
            f"frame-src {framing}",
            f"frame-ancestors {framing}",
        )
    )


def with_numbers(text: str) -> Markup:
    """The text, escaped, with each UK phone number made a link that calls it."""
    done = Markup("")
    at = 0
    for number in UK_NUMBER.finditer(text):
        address = _address(text[: number.start()], number.group().replace(" ", ""))
        link = Markup('<a class="call" href="{}">{}</a>').format(address, number.group())
        done += escape(text[at : number.start()]) + link
        at = number.end()
    return done + escape(text[at:])


def _address(before: str, digits: str) -> str:
    """What pressing a number does; the word to text to it, as in "text SHOUT to", is filled in."""
    if digits not in TEXT_NUMBERS:
        return f"tel:{digits}"
    word = TEXT_WORD.search(before)
    return f"sms:{digits}?&body={word.group(1)}" if word else f"sms:{digits}"
