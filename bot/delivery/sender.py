"""The sender: brings what is in the outbox to every channel that is registered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from random import Random

from bot.clock import Clock
from bot.delivery.bot_sender import BotSender
from bot.delivery.carrier import Carrier
from bot.delivery.channel import Channel
from bot.delivery.pacer import LoopTime, Pacer
from bot.delivery.settling import OnFailed, OnLost, Settler
from bot.delivery.single_sender import SenderLease, sender_lease
from storage.database import Database


class Sender:
    """One independent loop for each bot: one that is held, slow or down stops no other."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        clock: Clock,
        *,
        on_lost: OnLost,
        on_failed: OnFailed,
        sends_per_second: float = 30,
        paces: Mapping[str, float] | None = None,
        random: Random | None = None,
        lease: Callable[[Database, str], SenderLease] = sender_lease,
        time: LoopTime | None = None,
    ) -> None:
        """`channels` by the bot's name; `sends_per_second` is the platform's limit for each, and
        `paces` are other limits of some of them.

        `on_lost` and `on_failed` are called in the transaction that marks a message, so what they
        write stands or falls with the mark. `time` is the event loop's unless given.
        """
        chance = random or Random()  # noqa: S311 - it spreads out tries, and guards nothing
        settler = Settler(on_lost, on_failed)

        def sender_for(bot: str, channel: Channel) -> BotSender:
            pace = (paces or {}).get(bot, sends_per_second)
            pacer = Pacer(pace, time) if channel.paced else None
            right = lease(database, bot)
            carrier = Carrier(
                channel,
                database,
                clock,
                settler=settler,
                lease=right,
                pacer=pacer,
                random=chance,
            )
            return BotSender(bot, carrier, database, clock, lease=right, pacer=pacer, random=chance)

        self.bots: Mapping[str, BotSender] = {
            bot: sender_for(bot, channel) for bot, channel in channels.items()
        }
        self._running: asyncio.Future[list[None]] | None = None
        self._stopping = False

    def wake(self, bot: str) -> None:
        """Has the bot's messages sent at once. Called in the event loop, after the commit."""
        if bot in self.bots:
            self.bots[bot].wake()

    def states(self) -> dict[str, str]:
        """For each bot: starting, sending, standing by (another process sends) or down."""
        return {bot: sender.state for bot, sender in self.bots.items()}

    async def run(self) -> None:
        """Sends until `stop`."""
        self._running = asyncio.gather(*(sender.run() for sender in self.bots.values()))
        try:
            await self._running
        except asyncio.CancelledError:
            if not self._stopping:
                raise

    async def stop(self, timeout: float = 5.0) -> None:  # noqa: ASYNC109 - it marks, too
        """Ends `run`. What is on its way has up to `timeout` seconds to arrive and be marked.

        What is not on its way stays in the outbox, and goes out after the next start. A database
        that does not answer keeps nothing waiting for longer.
        """
        ends = asyncio.get_running_loop().time() + timeout
        self._stopping = True
        for sender in self.bots.values():
            sender.begin_stop()
        if self._running is not None:
            await asyncio.wait([self._running], timeout=timeout)
            self._running.cancel()
        left = max(0.0, ends - asyncio.get_running_loop().time())
        await asyncio.gather(*(sender.finish_stop(left) for sender in self.bots.values()))
