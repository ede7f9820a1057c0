"""Sends screens to staff by e-mail."""

from __future__ import annotations

import asyncio
from email.errors import MessageError
from typing import Final

from bot.clock import Clock
from bot.delivery.channel import ChannelLost, DeliveryError, NotSent, Parcel, Refused, Uncertain
from bot.email.letters import Letters
from bot.email.mail_server import HandingOver, MailServer

AT_ONCE: Final = 4
"""Connections to the mail server at a time."""

PATIENCE_S: Final = 15.0
"""After so long the sender may go on with others; the letter stays on its way."""

_REMEMBERED: Final = 200


class _OnItsWay:
    def __init__(self, handing: HandingOver, task: asyncio.Task[None]) -> None:
        self.handing = handing
        self.task = task


class EmailChannel:
    """The Channel of e-mail. An e-mail cannot be changed afterwards: its page shows what is so now.

    Some mail servers take minutes to answer. Such a letter is left on its way; when its message is
    tried again, that waits for the same letter instead of sending another.
    """

    name = "email"
    paced = True

    def __init__(
        self, server: MailServer, letters: Letters, clock: Clock, *, patience_s: float = PATIENCE_S
    ) -> None:
        self.state = "not used yet"
        """For readiness: ready, or down and why."""
        self._server = server
        self._letters = letters
        self._clock = clock
        self._patience_s = patience_s
        self._room = asyncio.Semaphore(AT_ONCE)
        self._on_the_way: dict[int, _OnItsWay] = {}

    async def deliver(self, parcel: Parcel) -> str:
        """Sends one parcel; returns "", since nothing can be done to an e-mail later.

        Raises ChannelLost, Refused, SlowDown, NotSent or Uncertain.
        """
        if parcel.act == "edit":
            raise Refused("An e-mail cannot be changed.")
        one = self._on_the_way.get(parcel.outbox_id) or self._begin(parcel)
        done, _ = await asyncio.wait({one.task}, timeout=self._patience_s)
        if not done:
            self.state = "down: the mail server is slow"
            slow = "The mail server has not answered yet."
            raise Uncertain(slow) if one.handing.begun else NotSent(slow)
        self._on_the_way.pop(parcel.outbox_id, None)
        one.task.result()
        return ""

    async def close(self) -> None:
        """Ends what is on its way; it is sent again after the next start."""
        tasks = [one.task for one in self._on_the_way.values()]
        self._on_the_way.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, parcel: Parcel) -> _OnItsWay:
        handing = HandingOver(self._server)
        task = asyncio.create_task(self._send(handing, parcel))
        one = _OnItsWay(handing, task)
        self._forget_some()
        self._on_the_way[parcel.outbox_id] = one
        return one

    async def _send(self, handing: HandingOver, parcel: Parcel) -> None:
        try:
            letter = self._letters.write(parcel, self._clock.now())
        except (ValueError, MessageError):
            raise Refused("This is not an address that e-mail can go to.") from None
        try:
            async with self._room:
                await handing.of(letter)
        except (NotSent, Uncertain) as error:
            self.state = f"down: {error}"
            raise
        except DeliveryError:
            self.state = "ready"  # it answered, if only to refuse this one
            raise
        self.state = "ready"

    def _forget_some(self) -> None:
        """Letters that arrived at last, and that nobody asks for any more."""
        if len(self._on_the_way) < _REMEMBERED:
            return
        for outbox_id, one in list(self._on_the_way.items()):
            if one.task.done():
                one.task.exception()
                del self._on_the_way[outbox_id]


class NoEmail:
    """Stands in where no mail server is set: whoever has only an address is not reached by it."""

    name = "email"
    paced = False

    async def deliver(self, parcel: Parcel) -> str:  # noqa: ARG002 - nothing can be sent
        raise ChannelLost("No mail server is set up.", why="not set up")
