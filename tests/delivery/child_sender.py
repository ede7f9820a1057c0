"""A process that sends until it is killed: `python -m tests.delivery.child_sender URL FILE`.

Each message that "arrives" is a line in the file.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.delivery.channel import Parcel
from storage.database import open_database
from tests.conftest import SECRET
from tests.delivery.chats import BOT, sending


class FileChannel:
    name = BOT
    paced = True

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", buffering=1)

    async def deliver(self, parcel: Parcel) -> str:
        await asyncio.sleep(0.005)
        self._file.write(f"{parcel.screen.text}\n")
        await asyncio.sleep(0.005)
        return "remote"


async def main(url: str, path: Path) -> None:
    async with sending(open_database(url, SECRET), FileChannel(path), sends_per_second=200):
        await asyncio.sleep(60)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
