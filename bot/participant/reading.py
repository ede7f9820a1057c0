"""Telegram's messages and presses as `Inbound`. Only private chats are served."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from aiogram.enums import ChatType, ContentType
from aiogram.types import CallbackQuery, Message, TelegramObject, VideoNote

from bot.checkins.inbound import Inbound
from bot.participant.commands import split_command
from bot.participant.raw_updates import PressedMessage

_CONTROLS: Final = frozenset({"help", "stop", "pause", "change"})

# What a person sends, as opposed to what Telegram notes in a chat (a message pinned, a timer set).
# Something that this version does not know is taken for the first: better a reply too many.
_SENT: Final = frozenset(
    {
        ContentType.ANIMATION,
        ContentType.AUDIO,
        ContentType.CHECKLIST,
        ContentType.CHECKLIST_TASKS_ADDED,
        ContentType.CONTACT,
        ContentType.DICE,
        ContentType.DOCUMENT,
        ContentType.GAME,
        ContentType.GIFT,
        ContentType.LIVE_PHOTO,
        ContentType.LOCATION,
        ContentType.PAID_MEDIA,
        ContentType.PHOTO,
        ContentType.POLL,
        ContentType.RICH_MESSAGE,
        ContentType.STICKER,
        ContentType.STORY,
        ContentType.TEXT,
        ContentType.UNIQUE_GIFT,
        ContentType.UNKNOWN,
        ContentType.VENUE,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.VOICE,
    }
)
_PHOTO_TYPE: Final = "image/jpeg"
"""Telegram makes one of every photo; what is sent as a file it leaves as it is."""

_WORDED: Final = frozenset({"text", "title", "question"})


def read_message(message: Message, update_id: int) -> Inbound | None:
    """A new message; None for Telegram's own notes, in which nobody says anything."""
    content = message.content_type
    if content not in _SENT:
        return None
    found = _addressed(message, update_id)
    if message.chat.type != ChatType.PRIVATE:
        return replace(found, kind="group", album="")
    words = _words(message)
    if content != ContentType.TEXT:
        found = _with_file(replace(found, media=ContentType(content).value), message)
    if not words:
        return replace(found, kind="media")
    return worded(found, words)


def worded(found: Inbound, words: str) -> Inbound:
    """`found` with what the words are: a way in, a command, or simply words.

    The words after a command are kept beside it, so that they are read like any others.
    """
    command = split_command(words)
    if command is None:
        return replace(found, kind="text", text=words)
    name, rest = command
    if name == "start":
        parts = rest.split(maxsplit=1)
        code = parts[0] if parts else ""
        return replace(found, kind="join", text=code, command_text=rest if len(parts) > 1 else "")
    if name in _CONTROLS:
        return replace(found, kind="command", text=name, command_text=rest)
    return replace(found, kind="text", text=words)


def read_edit(message: Message, update_id: int) -> Inbound | None:
    """A message that was changed; None when there are no words in it, or it is in a group."""
    words = _words(message)
    if message.chat.type != ChatType.PRIVATE or not words:
        return None
    found = _addressed(message, update_id)
    return replace(found, kind="edited", text=words, sent_at=_changed_at(message))


def _with_file(found: Inbound, message: Message) -> Inbound:
    """`found` with the file in the message, if there is one; of a photo the largest size.

    Its reference is Telegram's file id, with which the same bot can fetch it again at any time.
    """
    sizes = message.photo or ()
    photo = max(
        sizes, key=lambda size: (size.width * size.height, size.file_size or 0), default=None
    )
    if photo is not None:
        size = photo.file_size or 0
        return replace(found, file=photo.file_id, file_size=size, file_type=_PHOTO_TYPE)
    file = message.voice or message.video or message.document or message.audio or message.video_note
    if file is None:
        return found
    kind = "" if isinstance(file, VideoNote) else file.mime_type or ""
    return replace(found, file=file.file_id, file_size=file.file_size or 0, file_type=kind)


def _changed_at(message: Message) -> datetime | None:
    try:
        return datetime.fromtimestamp(message.edit_date, UTC) if message.edit_date else None
    except (ValueError, OverflowError, OSError):  # no time that there is
        return None


def read_press(query: CallbackQuery, update_id: int, pressed: PressedMessage | None) -> Inbound:
    """A press of a button. Its message may be gone, and then it is not known where it was."""
    return Inbound(
        bot="participant",
        update_id=str(update_id),
        # In a private chat the chat has the person's own id.
        address=str(pressed.chat if pressed else query.from_user.id),
        kind="press" if pressed is None or pressed.private else "group",
        press=query.data or "",
        message_id=str(pressed.message) if pressed else "",
    )


def _addressed(message: Message, update_id: int) -> Inbound:
    return Inbound(
        bot="participant",
        update_id=str(update_id),
        address=str(message.chat.id),
        kind="text",
        album=message.media_group_id or "",
        message_id=str(message.message_id),
        sent_at=message.date,
    )


def _words(message: Message) -> str:
    if message.text or message.caption:
        return message.text or message.caption or ""
    # Rare, and still something that a person wrote: nothing said is unread.
    said = (message.poll, message.checklist, message.checklist_tasks_added, message.rich_message)
    return "\n".join(_said_in(part) for part in said if part is not None)


def _said_in(part: TelegramObject) -> str:
    return " ".join(" ".join(_texts(part.model_dump(), "")).split())


def _texts(value: object, name: str) -> Iterator[str]:
    if isinstance(value, str):
        if name in _WORDED:
            yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name)
