"""The web Channel: a page reads its messages itself, so delivery only wakes the open pages."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from bot.delivery.channel import Parcel


class WebChannel:
    """Wakes the pages that a person has open in this process.

    The message itself stays in the database. A page served by another process finds it on its
    next look, a few seconds later.
    """

    name = "web"
    paced = False

    def __init__(self) -> None:
        self._bells: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._closing = False

    async def deliver(self, parcel: Parcel) -> str:
        """Never fails: a page that is not open shows the message when it is opened."""
        self.wake(parcel.address)
        return ""

    def wake(self, address: str) -> None:
        """Lets the open pages of a person (the id as text) look for what is new."""
        for bell in self._bells.get(address, ()):
            bell.set()

    @contextmanager
    def listening(self, address: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever there may be something new for this person."""
        bell = asyncio.Event()
        self._bells[address].add(bell)
        try:
            yield bell
        finally:
            self._bells[address].discard(bell)
            if not self._bells[address]:
                del self._bells[address]

    @property
    def closing(self) -> bool:
        """Whether the server is stopping, so that open pages must let go."""
        return self._closing

    def close(self) -> None:
        """Wakes every page one last time; their streams end."""
        self._closing = True
        for bells in self._bells.values():
            for bell in bells:
                bell.set()
