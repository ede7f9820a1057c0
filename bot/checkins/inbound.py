"""One thing that came in from a participant, free of any channel. Surfaces make these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

InboundKind: TypeAlias = Literal[
    "text",  # words typed, or the caption of a photo
    "edited",  # an earlier message, changed
    "press",  # a button
    "command",  # help, stop, pause; `text` is its name
    "join",  # /start, or the button behind a link; `text` is the code, which may be empty
    "media",  # a photo, voice note, sticker ... without words
    "group",  # anything said in a group chat
    "unreadable",  # an update that could not be understood at all
]


@dataclass(frozen=True, slots=True)
class Inbound:
    """What came in. `update_id` is unique for the bot; a press carries `session:turn:choice`.

    `message_id` is the channel's name for the message: that which was written, changed or pressed.
    `address` is the channel's own: a chat id, or for the web the person's id. `command_text` holds
    words that followed a command, so that they are read like any others. `album` is the same for
    all messages of one album. `sent_at` is when the person sent it, where the channel says so.
    `burst` holds (update_id, text) of text messages that came right behind this one and are taken
    together with it, `burst_ids` their message ids. `seen` is the `session:turn` that the person
    was looking at when they typed, where the channel knows it.

    With a photo, voice note, video or document, `media` says which, `text` is its caption, `file`
    the channel's reference to it, `file_size` its bytes (0 where that is not known) and `file_type`
    its MIME type. `content` is the file itself, where the channel brings it along (the web).
    """

    bot: Literal["participant", "web"]
    update_id: str
    address: str
    kind: InboundKind
    text: str = ""
    press: str = ""
    media: str = ""
    album: str = ""
    message_id: str = ""
    command_text: str = ""
    sent_at: datetime | None = None
    burst: tuple[tuple[str, str], ...] = ()
    seen: str = ""
    burst_ids: tuple[str, ...] = ()
    file: str = ""
    file_size: int = 0
    file_type: str = ""
    content: bytes = b""
