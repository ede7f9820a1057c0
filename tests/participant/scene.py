"""The participants' bot between a pretended Telegram and a stand-in for what is behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from bot.checkins.inbound import Inbound
from bot.delivery.channel import Parcel
from bot.delivery.screen import Screen
from bot.participant.surface import ParticipantSurface
from bot.texts import texts_for
from tests.telegram import Emulator

AMIRA = 1001


class Scene:
    """What is behind notes what it takes, waits while `commits` is cleared, raises `error`."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.bot = emulator.register("WeSaidBot")
        self.amira = emulator.user(AMIRA, "Amira")
        self.begun: list[Inbound] = []
        self.taken: list[Inbound] = []
        self.lost: list[str] = []
        self.commits = asyncio.Event()
        self.commits.set()
        self.error: Exception | None = None
        self.surface = ParticipantSurface(
            self.bot.token,
            emulator.url,
            texts_for("en"),
            self._take,
            lost=self._lose,
            request_s=1.0,
        )

    async def receive(self) -> list[Inbound]:
        """Everything that waits at Telegram is handled, one after the other; what was taken."""
        for update in await self.surface.fetch(None, 0):
            await self.surface.handle(update)
        return self.taken

    async def handle(self, update: dict[str, Any]) -> list[Inbound]:
        await self.surface.handle(update)
        return self.taken

    async def deliver(self, screen: Screen, remote_id: str = "", outbox_id: int = 1) -> str:
        """Sends Amira a screen, or edits the message `remote_id` to show it."""
        parcel = Parcel(outbox_id, "edit" if remote_id else "send", str(AMIRA), remote_id, screen)
        return await self.surface.channel.deliver(parcel)

    async def _take(self, inbound: Inbound) -> None:
        self.begun.append(inbound)
        await self.commits.wait()
        if self.error is not None:
            raise self.error
        self.taken.append(inbound)

    async def _lose(self, address: str) -> None:
        self.lost.append(address)


async def eventually(holds: Callable[[], object]) -> None:
    """Waits until `holds()`. Raises AssertionError after five seconds."""
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come to hold within 5 s")
