"""Photos, albums, voice notes and the like, sent by a person."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from tests.telegram.incoming import photo_sizes
from tests.telegram.messages import EmulatedMessage
from tests.telegram.users import TextingUser

if TYPE_CHECKING:
    from tests.telegram.bots import EmulatedBot

_JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 60 + b"\xff\xd9"
_OGG = b"OggS" + b"\x00" * 60
_WEBP = b"RIFF\x30\x00\x00\x00WEBP" + b"\x00" * 40
_albums = itertools.count(13_000_000_000_000_001)


class EmulatedUser(TextingUser):
    """One person. Made by Emulator.user."""

    async def send_photo(
        self, bot: EmulatedBot, caption: str = "", content: bytes = _JPEG
    ) -> EmulatedMessage:
        return self.send_content(bot, self._photo(bot, content), caption, kind="photo")

    async def send_album(
        self, bot: EmulatedBot, count: int = 3, caption: str = ""
    ) -> list[EmulatedMessage]:
        """`count` photos at once: a message each, one media_group_id, caption on the first."""
        album = {"media_group_id": str(next(_albums))}
        return [
            self.send_content(
                bot,
                {**album, **self._photo(bot)},
                caption if number == 0 else "",
                kind="photo",
            )
            for number in range(count)
        ]

    async def send_voice(
        self, bot: EmulatedBot, seconds: int = 4, content: bytes = _OGG
    ) -> EmulatedMessage:
        voice = self._file(bot, "voice", content, "audio/ogg", ".oga")
        return self.send_content(bot, {"voice": {**voice, "duration": seconds}}, kind="voice")

    async def send_sticker(
        self, bot: EmulatedBot, emoji: str = "\N{THUMBS UP SIGN}"
    ) -> EmulatedMessage:
        sticker = self._file(bot, "sticker", _WEBP, "", ".webp")
        sticker |= {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
            "set_name": "TestStickers",
        }
        return self.send_content(bot, {"sticker": sticker}, kind="sticker")

    async def send_document(
        self, bot: EmulatedBot, file_name: str = "letter.pdf", caption: str = ""
    ) -> EmulatedMessage:
        document = self._file(bot, "document", b"%PDF-1.4\n%%EOF\n", "application/pdf", ".pdf")
        document["file_name"] = file_name
        return self.send_content(bot, {"document": document}, caption, kind="document")

    async def send_location(self, bot: EmulatedBot) -> EmulatedMessage:
        place = {"latitude": 51.501, "longitude": -0.142}
        return self.send_content(bot, {"location": place}, kind="location")

    async def send_contact(self, bot: EmulatedBot, phone_number: str) -> EmulatedMessage:
        """Shares their own telephone number."""
        contact = {
            "phone_number": phone_number,
            "first_name": self.first_name,
            "user_id": self.user_id,
        }
        return self.send_content(bot, {"contact": contact}, kind="contact")

    def _photo(self, bot: EmulatedBot, content: bytes = _JPEG) -> dict[str, Any]:
        stored = bot.store("photo", content, "image/jpeg", ".jpg")
        return {"photo": photo_sizes(stored.file_id, stored.unique_id, len(content))}

    def _file(
        self, bot: EmulatedBot, kind: str, content: bytes, content_type: str, suffix: str
    ) -> dict[str, Any]:
        stored = bot.store(kind, content, content_type, suffix)
        body: dict[str, Any] = {
            "file_id": stored.file_id,
            "file_unique_id": stored.unique_id,
            "file_size": len(content),
        }
        if content_type:
            body["mime_type"] = content_type
        return body
