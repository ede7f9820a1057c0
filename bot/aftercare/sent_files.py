"""Photos, voice notes and other files that participants sent: who may open them, and opening."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Connection

from bot.aftercare.wording import media_words
from bot.delivery.attachments import Attachment, Opened
from bot.delivery.channel import NotSent, Refused
from bot.texts import Texts
from storage import flags, media, people
from storage.database import Database
from storage.media import FETCHED, LOST, MediaKept
from storage.people import Someone
from storage.unavailable import DatabaseUnavailable

ENDINGS: Final = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "audio/ogg": ".oga",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/m4a": ".m4a",
    "audio/x-m4a": ".m4a",
    "audio/aac": ".aac",
    "audio/wav": ".wav",
    "audio/x-wav": ".wav",
    "audio/webm": ".weba",
}
"""Pictures and sounds that can be shown as what they are, and how their files' names end."""


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file in a list. `words` say what it is, with a number where there are several of its kind.

    `shown_as` is how a page can show it: as a picture, as a sound, or as a file to save.
    `problem` says why it cannot be opened now, or ever when it is `lost`; else it is "".
    """

    id: int
    inbound_id: int
    words: str
    shown_as: Literal["picture", "sound", "file"]
    lost: bool
    problem: str


def files_shown(texts: Texts, kept: Iterable[MediaKept]) -> tuple[FileShown, ...]:
    """The files as staff see them named, in the order in which they came."""
    found = [(one, media_words(texts, one.kind)) for one in kept]
    there_are = Counter(words for _, words in found)
    so_far: Counter[str] = Counter()
    shown = []
    for one, words in found:
        so_far[words] += 1
        if there_are[words] > 1:
            named = texts.say("%(media)s %(number)s", media=words, number=so_far[words])
        else:
            named = words
        shown.append(_shown(texts, one, named))
    return tuple(shown)


def type_of(kept: MediaKept) -> str:
    """The file's type without what comes after it, as in `audio/webm; codecs=opus`."""
    return kept.mime_type.partition(";")[0].strip().lower()


def shown_as(kept: MediaKept) -> Literal["picture", "sound", "file"]:
    """Only types that cannot do anything in a browser are shown; any other is a file to save."""
    known = type_of(kept)
    if known not in ENDINGS:
        return "file"
    return "picture" if known.startswith("image/") else "sound"


def file_name(kept: MediaKept) -> str:
    """A name that says nothing of its sender."""
    return f"{shown_as(kept)}-{kept.id}{ENDINGS.get(type_of(kept), '')}"


def find_file(connection: Connection, media_id: int, viewer_id: int) -> MediaKept | None:
    """The file, if this member of staff may open it; None when there is none for them."""
    kept = media.find_media(connection, media_id)
    viewer = people.find_person(connection, viewer_id)
    if kept is None or viewer is None or not _may_open(connection, kept, viewer):
        return None
    return kept


def note_opening(connection: Connection, kept: MediaKept, viewer_id: int, now: datetime) -> None:
    """That somebody opened the file is part of the history of the flags that it belongs to."""
    for flag_id in kept.flag_ids:
        flags.add_event(connection, flag_id, "read", now, viewer_id, f"media:{kept.id}")


def attachment_for(media_id: int, viewer_id: int) -> str:
    """What a screen names: the file, and for whom it is opened."""
    return f"{media_id}:{viewer_id}"


def opener(database: Database) -> Opened:
    """Opens what screens name. Whether it is still for the viewer is looked at again."""

    def work(connection: Connection, media_id: int, viewer_id: int) -> Attachment | None:
        kept = find_file(connection, media_id, viewer_id)
        content = media.content_of(connection, media_id) if kept is not None else None
        if kept is None or content is None:
            return None
        return Attachment(_attached_as(kept), content, file_name(kept))

    async def opened(named: str) -> Attachment:
        media_id, _, viewer_id = named.partition(":")
        if not (media_id.isdecimal() and viewer_id.isdecimal()):
            raise Refused("This names no file.")
        try:
            found = await database.read(
                lambda connection: work(connection, int(media_id), int(viewer_id))
            )
        except DatabaseUnavailable as unavailable:
            raise NotSent(str(unavailable)) from unavailable
        if found is None:
            raise Refused("There is no such file for this member of staff.")
        return found

    return opened


def _attached_as(kept: MediaKept) -> Literal["photo", "voice", "file"]:
    if shown_as(kept) == "picture":
        return "photo"
    return "voice" if kept.kind == "voice" else "file"


def _may_open(connection: Connection, kept: MediaKept, viewer: Someone) -> bool:
    """A flag's files are for all staff of the project, any other for those who read the words.

    Never for somebody whom it, or anything else from its sender, is about.
    """
    sender = people.find_person(connection, kept.person_id)
    if sender is None or viewer.role == "participant" or viewer.project_id != sender.project_id:
        return False
    if viewer.id in media.staff_kept_from(connection, kept):
        return False
    reads = sender.facilitator_id in (None, viewer.id)
    return bool(kept.flag_ids) or reads or viewer.role == "coordinator" or viewer.lead


def _shown(texts: Texts, kept: MediaKept, words: str) -> FileShown:
    return FileShown(
        id=kept.id,
        inbound_id=kept.inbound_id,
        words=words,
        shown_as=shown_as(kept),
        lost=kept.status == LOST,
        problem=_problem(texts, kept, words),
    )


def _problem(texts: Texts, kept: MediaKept, words: str) -> str:
    if kept.status == FETCHED:
        return ""
    if kept.status == LOST:
        return texts.say(
            "The %(media)s is lost. I could not fetch it, so nobody can open it. "
            "Please ask them what was in it.",
            media=words,
        )
    return texts.say("The %(media)s is not here yet. Please try again in a minute.", media=words)
