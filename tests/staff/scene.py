"""The staff bot between a pretended Telegram and a stand-in for what is behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from bot.aftercare.staff_inbound import StaffInbound
from bot.delivery.attachments import Attachment
from bot.delivery.channel import DeliveryError, Parcel
from bot.delivery.screen import Screen
from bot.staff.surface import StaffSurface
from bot.texts import texts_for
from tests.telegram import Emulator

SAM = 2001


class Scene:
    """What is behind notes what it takes, waits while `commits` is cleared, raises `error`."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.bot = emulator.register("WeSaidStaffBot")
        self.sam = emulator.user(SAM, "Sam")
        self.begun: list[StaffInbound] = []
        self.taken: list[StaffInbound] = []
        self.lost: list[str] = []
        self.commits = asyncio.Event()
        self.commits.set()
        self.error: Exception | None = None
        self.kept: dict[str, Attachment | DeliveryError] = {}
        self.surface = StaffSurface(
            self.bot.token,
            emulator.url,
            texts_for("en"),
            self._take,
            lost=self._lose,
            request_s=1.0,
            opened=self._open,
        )

    async def receive(self) -> list[StaffInbound]:
        """Everything that waits at Telegram is handled, one after the other; what was taken."""
        for update in await self.surface.fetch(None, 0):
            await self.surface.handle(update)
        return self.taken

    async def handle(self, update: dict[str, Any]) -> list[StaffInbound]:
        await self.surface.handle(update)
        return self.taken

    async def deliver(self, screen: Screen, remote_id: str = "", outbox_id: int = 1) -> str:
        """Sends Sam a screen, or edits the message `remote_id` to show it."""
        parcel = Parcel(outbox_id, "edit" if remote_id else "send", str(SAM), remote_id, screen)
        return await self.surface.channel.deliver(parcel)

    async def _take(self, inbound: StaffInbound) -> None:
        self.begun.append(inbound)
        await self.commits.wait()
        if self.error is not None:
            raise self.error
        self.taken.append(inbound)

    async def _open(self, named: str) -> Attachment:
        found = self.kept[named]
        if isinstance(found, DeliveryError):
            raise found
        return found

    async def _lose(self, address: str) -> None:
        self.lost.append(address)


async def eventually(holds: Callable[[], object]) -> None:
    """Waits until `holds()`. Raises AssertionError after five seconds."""
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come to hold within 5 s")
