"""The staff bot's messages about photos, voice notes and other files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.sent_files import FileShown, attachment_for, files_shown, find_file, note_opening
from bot.aftercare.when import when_words
from bot.delivery.screen import Button, Screen
from bot.texts import Texts
from storage import people
from storage.media import MediaKept

_PRESS: Final = re.compile(r"m:(\d{1,18})", re.ASCII)
"""The data of a button that opens a file, with its id."""

MOST_BUTTONS: Final = 60
"""Telegram takes no message with more than a hundred."""


def pressed_file(press: str) -> int | None:
    """The file that a press is to open; None for a press of another button."""
    found = _PRESS.fullmatch(press)
    return int(found.group(1)) if found else None


def file_line(texts: Texts, file: FileShown) -> str:
    """One file in a list, as "(photo)"."""
    if file.lost:
        return texts.say("(%(media)s: it is lost, so nobody can open it)", media=file.words)
    return f"({file.words})"


def file_buttons(texts: Texts, files: Sequence[FileShown]) -> tuple[Button, ...]:
    """A button for each file that there is, or may yet be; of very many, for the newest."""
    return tuple(
        Button(texts.say("Open the %(media)s", media=file.words), f"m:{file.id}")
        for file in files[-MOST_BUTTONS:]
        if not file.lost
    )


def opened_file(
    connection: Connection, texts: Texts, media_id: int, viewer_id: int, now: datetime
) -> Screen:
    """The file itself, or why it cannot be shown. That it was opened is recorded."""
    kept = find_file(connection, media_id, viewer_id)
    if kept is None:
        return Screen(text=texts.say("That file is not there. /flags shows the open flags."))
    (file,) = files_shown(texts, [kept])
    if file.problem:
        return Screen(text=file.problem, choices=file_buttons(texts, [file]))
    note_opening(connection, kept, viewer_id, now)
    return Screen(
        text=_sent_words(connection, texts, kept, file.words, now),
        sensitive=True,
        attachment=attachment_for(kept.id, viewer_id),
    )


def _sent_words(
    connection: Connection, texts: Texts, kept: MediaKept, words: str, now: datetime
) -> str:
    sender = people.find_person(connection, kept.person_id)
    return texts.say(
        "This is the %(media)s that %(who)s sent, %(when)s.",
        media=words,
        who=sender.code if sender else "",
        when=when_words(texts, kept.received_at, now, "Europe/London"),
    )
