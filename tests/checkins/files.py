"""Photos and voice notes that the participant sends, and where they are fetched from."""

from __future__ import annotations

from datetime import datetime
from random import Random

from bot.checkins.fetching_media import fetch_due
from bot.checkins.inbound import Inbound
from tests.checkins.scene import Scene

ME = "501"
PICTURE = b"\x89PNG marmalade"


class Files:
    """A source with one file for each reference; the others fail as they are told to."""

    def __init__(self, files: dict[str, bytes | Exception]) -> None:
        self.files = files
        self.asked: list[str] = []

    async def fetch_file(self, reference: str) -> bytes:
        self.asked.append(reference)
        found = self.files[reference]
        if isinstance(found, Exception):
            raise found
        return found


class SceneClock:
    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def now(self) -> datetime:
        return self._scene.now


async def fetched(scene: Scene, files: Files) -> int:
    return await fetch_due(scene.database, {"participant": files}, SceneClock(scene), Random(1))


def sends_photo(scene: Scene, **given: object) -> None:
    number = str(len(scene.rows("inbound_update")) + 5000)
    words = str(given.get("text", ""))
    scene.receives(
        Inbound(
            "participant",
            number,
            ME,
            "text" if words else "media",
            text=words,
            media=str(given.get("media", "photo")),
            album=str(given.get("album", "")),
            message_id=str(given.get("message_id", "")),
            file=str(given.get("file", "file-1")),
            file_size=int(str(given.get("file_size", 10))),
            file_type=str(given.get("file_type", "image/jpeg")),
        )
    )
