"""What every contender does: take an answered step in, and have it on disk before it returns."""

from __future__ import annotations

from typing import Protocol


class Contender(Protocol):
    """Something that a twelve-step check-in can be answered to, by people 0, 1, 2 and so on."""

    def update(self, person: int, place: int) -> bytes:
        """The update by which a person answers a question, as Telegram sends it."""
        ...

    async def take(self, update: bytes) -> object:
        """Takes the update in; returns the rendered reply, once everything is kept."""
        ...

    async def deliver(self) -> None:
        """All replies so far are seen by their people. This is not timed."""
        ...

    def kept(self) -> int:
        """How many answers are on disk, read from there."""
        ...

    async def close(self) -> None: ...
