"""A posted form as what came in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from aiohttp import web

from bot.checkins.inbound import Inbound
from bot.web.forms import Forms
from bot.web.uploads import Upload

PRESS: Final = re.compile(r"[0-9]{1,18}:[0-9]{1,9}:~?[a-z0-9_-]{1,40}")
"""A button's data, `session:turn:choice`, as our own pages write it."""

LONGEST_TEXT: Final = 10_000
"""Characters of one message; the receiver takes no more at once."""

SEEN: Final = re.compile(r"[0-9]{1,18}:[0-9]{1,9}")
COMMANDS: Final = frozenset({"talk", "help", "stop", "pause", "change"})
FIELDS: Final = ("day", "number")
"""Boxes of their own for one kind of answer; what is in them is read like any words."""

TICK_FIELD: Final = "tick."
MEDIA: Final = {"image": "photo", "audio": "voice"}


@dataclass(frozen=True, slots=True)
class Ticks:
    """All that was ticked in the question `seen`, by key."""

    seen: str
    keys: frozenset[str]


def inbounds(
    form: Mapping[str, str], address: str, once: str, forms: Forms, upload: Upload | None = None
) -> list[Inbound]:
    """What the person sent, in order; nothing when the form was empty.

    A control's own button sends that alone: words that somebody left standing in the box when
    they pressed Skip were not sent. The Send button under the choices sends the choice, and words
    too if there are any; so does the one under a box for a date or a number. A photo or voice note
    goes with the words, which are its caption. Raises HTTPBadRequest for a form that is none of
    ours.
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
    # Whichever button of those that send: a file that was chosen is not left behind.
    shown, text = _seen(form), typed_text(form)
    if upload is not None:
        return [_file(upload, text, shown, made, address)]
    sent = [] if form.get("send") == "text" else list(_answer(form, shown, made, address))
    if text.strip():
        sent.append(_words(text, shown, made(f"words\n{text}"), address))
    return sent


def ticks(form: Mapping[str, str]) -> Ticks | None:
    """What was ticked, when the form sends that. Raises HTTPBadRequest when it is none of ours."""
    if form.get("send") != "ticks" or form.get("press") or form.get("command"):
        return None
    seen = _seen(form)
    presses = [value for name, value in form.items() if name.startswith(TICK_FIELD)]
    if not seen or any(
        not PRESS.fullmatch(press) or press.rpartition(":")[0] != seen for press in presses
    ):
        raise web.HTTPBadRequest
    return Ticks(seen, frozenset(press.rpartition(":")[2] for press in presses))


def tick_press(wanted: Ticks, choice: str, address: str, once: str, forms: Forms) -> Inbound:
    """One press on the way to these ticks. The same form sent twice makes the same presses."""
    press = f"{wanted.seen}:{choice}"
    content = "\n".join(("ticks", *sorted(wanted.keys), press))
    return _press(press, forms.update_id(once, content), address)


def typed_text(form: Mapping[str, str]) -> str:
    """The words in the box, with line ends as they are elsewhere."""
    return form.get("text", "").replace("\r\n", "\n")


def media_kind(content_type: str) -> str:
    """`photo` or `voice`; "" for any other file."""
    return MEDIA.get(content_type.partition("/")[0], "")


def _seen(form: Mapping[str, str]) -> str:
    seen = form.get("seen", "")
    return seen if SEEN.fullmatch(seen) else ""


def _answer(
    form: Mapping[str, str], shown: str, made: Callable[[str], str], address: str
) -> Iterator[Inbound]:
    choice = form.get("choice", "")
    if choice:
        yield _press(choice, made(choice), address)
    for name in FIELDS:
        value = form.get(name, "").strip()
        if value:
            yield _words(value, shown, made(f"{name}\n{value}"), address)


def _file(
    upload: Upload, caption: str, seen: str, made: Callable[[str], str], address: str
) -> Inbound:
    """A photo or voice note, with what is in it. Its reference is new for every one."""
    update_id = made(f"file\n{sha256(upload.content).hexdigest()}\n{caption}")
    return Inbound(
        "web",
        update_id,
        address,
        "text" if caption.strip() else "media",
        text=caption.strip(),
        media=media_kind(upload.content_type),
        seen=seen,
        file=f"web:{update_id}",
        file_size=len(upload.content),
        file_type=upload.content_type,
        content=upload.content,
    )


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
