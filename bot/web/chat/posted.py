"""A posted form as what came in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from aiohttp import web

from bot.checkins.inbound import Inbound
from bot.web.forms import Forms

PRESS: Final = re.compile(r"[0-9]{1,18}:[0-9]{1,9}:~?[a-z0-9_-]{1,40}")
"""A button's data, `session:turn:choice`, as our own pages write it."""

LONGEST_TEXT: Final = 10_000
"""Characters of one message; the receiver takes no more at once."""

SEEN: Final = re.compile(r"[0-9]{1,18}:[0-9]{1,9}")
COMMANDS: Final = frozenset({"talk", "help", "stop", "pause"})


def inbounds(form: Mapping[str, str], address: str, once: str, forms: Forms) -> list[Inbound]:
    """What the person sent, in order; nothing when the form was empty.

    A control's own button sends that alone: words that somebody left standing in the box when
    they pressed Skip were not sent. The Send button under the choices sends the choice, and words
    too if there are any. Raises HTTPBadRequest for a form that is none of ours.
    """

    def made(content: str) -> str:
        return forms.update_id(once, content)

    command, press = form.get("command", ""), form.get("press", "")
    if command:
        if command not in COMMANDS:
            raise web.HTTPBadRequest
        return [Inbound("web", made(f"/{command}"), address, "command", text=command)]
    if press:
        return [_press(press, made(press), address)]
    choice = form.get("choice", "") if form.get("send") != "text" else ""
    sent = [_press(choice, made(choice), address)] if choice else []
    text = typed_text(form)
    if text.strip():
        seen = form.get("seen", "")
        shown = seen if SEEN.fullmatch(seen) else ""
        sent.append(_words(text, shown, made(f"words\n{text}"), address))
    return sent


def typed_text(form: Mapping[str, str]) -> str:
    """The words in the box, with line ends as they are elsewhere."""
    return form.get("text", "").replace("\r\n", "\n")


def _press(press: str, update_id: str, address: str) -> Inbound:
    if not PRESS.fullmatch(press):
        raise web.HTTPBadRequest
    return Inbound("web", update_id, address, "press", press=press)


def _words(text: str, seen: str, update_id: str, address: str) -> Inbound:
    """Words, or a command as people who know the other chat may write it."""
    whole = text.strip().lower()
    if whole == "/start":
        return Inbound("web", update_id, address, "join")
    if whole.startswith("/") and whole[1:] in COMMANDS:
        return Inbound("web", update_id, address, "command", text=whole[1:])
    return Inbound("web", update_id, address, "text", text=text, seen=seen)
