"""sendMessage, sendPhoto, sendVoice, sendDocument."""

from __future__ import annotations

import struct
from typing import Any

from tests.telegram.calls import Call
from tests.telegram.chats import Chat
from tests.telegram.entities import Formatted
from tests.telegram.formatting import formatted
from tests.telegram.keyboards import check_markup
from tests.telegram.parameters import Upload
from tests.telegram.records import SentMessage, StoredFile
from tests.telegram.refusals import bad_request

MOST_TEXT = 4096
MOST_CAPTION = 1024
_MEGABYTE = 1024 * 1024


def send_message(call: Call) -> dict[str, Any]:
    text = formatted(call.given, "text", "entities", MOST_TEXT)
    if not text.text:
        raise bad_request("message text is empty")
    return _send(call, text, {})


def send_photo(call: Call) -> dict[str, Any]:
    stored = _file(call, "photo", 10 * _MEGABYTE, ".jpg")
    width, height = _size(stored.content)
    sizes = [
        _described(stored, width=max(1, width // part), height=max(1, height // part))
        for part in (4, 1)
    ]
    return _send(call, _caption(call), {"photo": sizes})


def send_voice(call: Call) -> dict[str, Any]:
    stored = _file(call, "voice", 50 * _MEGABYTE, ".oga")
    voice = _described(
        stored, duration=call.given.integer("duration"), mime_type=stored.content_type
    )
    return _send(call, _caption(call), {"voice": voice})


def send_document(call: Call) -> dict[str, Any]:
    upload = call.given.uploads.get("document")
    stored = _file(call, "document", 50 * _MEGABYTE, ".bin")
    name = upload.filename if upload else stored.path.rpartition("/")[2]
    document = _described(stored, file_name=name, mime_type=stored.content_type)
    return _send(call, _caption(call), {"document": document})


def _caption(call: Call) -> Formatted:
    return formatted(call.given, "caption", "caption_entities", MOST_CAPTION)


def _send(call: Call, text: Formatted, content: dict[str, Any]) -> dict[str, Any]:
    markup = check_markup(call.given.structure("reply_markup"))
    chat = call.chat()
    _check_reply(call, chat)
    call.bot.limiter.admit(chat.chat_id, call.at)
    message = chat.add(
        call.bot.as_user(),
        text,
        by_bot=True,
        date=call.emulator.now(),
        markup=markup,
        content=content,
    )
    call.bot.sent.append(
        SentMessage(call.at, call.method, chat.chat_id, message.message_id, text.text)
    )
    return message.as_json()


def _check_reply(call: Call, chat: Chat) -> None:
    reply = call.given.structure("reply_parameters")
    if reply is None:
        return
    if not isinstance(reply, dict):
        raise bad_request("can't parse reply parameters JSON object")
    answered = chat.messages.get(int(reply.get("message_id") or 0))
    if (answered is None or answered.deleted) and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found", careless=False)


def _file(call: Call, kind: str, most_bytes: int, suffix: str) -> StoredFile:
    """The file of a request: uploaded in one of two ways, or known already by its id."""
    upload: Upload | None = call.given.uploads.get(kind)
    named = call.given.text(kind)
    if named.startswith("attach://"):
        upload = call.given.uploads.get(named.removeprefix("attach://"))
        if upload is None:
            raise bad_request(f"file {named} is not in the request")
    if upload is None:
        if not named:
            raise bad_request(f"there is no {kind} in the request")
        stored = call.bot.files.get(named)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return stored
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > most_bytes:
        raise bad_request("file is too big")
    if kind == "photo" and not upload.content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"RIFF")):
        raise bad_request("IMAGE_PROCESS_FAILED")
    return call.bot.store(kind, upload.content, upload.content_type, suffix)


def _described(stored: StoredFile, **more: object) -> dict[str, Any]:
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        **more,
    }


def _size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG; a stand-in for the other formats."""
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        return width, height
    return 1280, 960
