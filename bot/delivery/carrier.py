"""Carries one claimed message at a time to its channel, and marks what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from random import Random
from typing import Final

import structlog

from bot.backoff import Backoff
from bot.clock import Clock
from bot.delivery.channel import Channel, ChannelLost, DeliveryError, Refused, SlowDown, Uncertain
from bot.delivery.outage import Outage
from bot.delivery.outbox import ClaimedMessage
from bot.delivery.pacer import Pacer
from bot.delivery.settling import Damaged, NotYet, Settler, judge, without_telling
from bot.delivery.single_sender import SenderLease
from storage.database import Database
from storage.outbox_marks import mark_handed
from storage.unavailable import DatabaseUnavailable

TURN_S: Final = 8.0
"""A message that has not had its turn by then goes back, so that others can be claimed."""

SEND_S: Final = 20.0
"""A channel that has not answered by then leaves it uncertain whether the message went out."""

_DATABASE: Final = Backoff(first=0.2, most=5)
_log = structlog.get_logger()


class Carrier:
    """Waits for a message's turn, hands it to the channel, and marks it afterwards.

    `outage` and `recovered` are what it learns about the platform on the way.
    """

    def __init__(
        self,
        channel: Channel,
        database: Database,
        clock: Clock,
        *,
        settler: Settler,
        lease: SenderLease,
        pacer: Pacer | None,
        random: Random,
    ) -> None:
        self.outage = Outage(random)
        self.recovered = False
        """An outage has ended: what waits for another try can have it at once."""
        self.unmarked = 0
        """Messages whose fate is known here, but not yet in the database."""
        self._channel = channel
        self._database = database
        self._clock = clock
        self._settler = settler
        self._lease = lease
        self._pacer = pacer
        self._random = random
        self._turns: set[asyncio.Timeout] = set()
        self._stopping = False

    def stop(self) -> None:
        """Nothing more is handed to the channel; what waits for its turn goes back."""
        self._stopping = True
        for turn in self._turns:
            if not turn.expired():
                turn.reschedule(asyncio.get_running_loop().time())

    async def wait_for_chat(self, message: ClaimedMessage) -> NotYet | None:
        """None when the message's chat can get it now, or else why it goes back."""
        if self._pacer is None or message.obstacle:
            return None
        wait = self._pacer.opens_in(message.lane, message.address)
        return None if await self._in_time(asyncio.sleep(wait)) else NotYet(wait)

    async def wait_for_turn(self, message: ClaimedMessage) -> Exception | None:
        """None when the message may leave now, or else why it does not."""
        if message.obstacle:
            return Damaged() if message.obstacle == "damaged" else ChannelLost()
        if self._pacer is not None and (held := self._pacer.held(message.address)) > TURN_S:
            return NotYet(held)
        # Noted before the turn and not after it: whatever waits between the turn and the sending
        # lets messages bunch, and then they break the platform's limit.
        if not message.repeatable and (kept_back := await self._note_handing(message)):
            return kept_back
        if self._pacer is not None:
            slot = self._pacer.slot(message.lane, message.address)
            if not await self._in_time(slot):
                return NotYet(self._pacer.held(message.address))
        if self._stopping or not self._lease.holds():
            return NotYet()
        return None

    async def carry(self, message: ClaimedMessage) -> str | Exception:
        """Hands the message to the channel: the channel's id for it, or what went wrong."""
        try:
            async with asyncio.timeout(SEND_S):
                return await self._channel.deliver(message.parcel())
        except DeliveryError as error:
            return error
        except TimeoutError:
            return Uncertain()
        except Exception as error:  # noqa: BLE001 - a fault in one channel ends no other's sending
            self._log("sender.channel_fault", message, error)
            return error

    async def _note_handing(self, message: ClaimedMessage) -> NotYet | None:
        """Notes, before it leaves, that it may have gone out: only then can a crash tell those
        that must not go twice from those that never left."""
        try:
            await self._database.transact(
                lambda connection: mark_handed(connection, message.outbox_id, self._clock.now())
            )
        except DatabaseUnavailable:
            return NotYet(1.0)
        return None

    async def settle(self, message: ClaimedMessage, result: str | Exception) -> None:
        """Marks the message, however long it takes until the database can."""
        self._learn(message, result)
        verdict = judge(message, result, self._clock.now(), self._random)
        failures = 0
        while True:
            now = self._clock.now()
            try:
                await self._database.transact(
                    lambda connection: self._settler.record(connection, message, verdict, now)  # noqa: B023 - awaited before they change
                )
            except DatabaseUnavailable:
                failures += 1
            except Exception as error:  # noqa: BLE001 - the mark must be made, whatever it was
                failures += 1
                self._log("sender.not_marked", message, error)
                verdict = without_telling(message, verdict, now, self._random)
            else:
                return
            self.unmarked += 1
            try:
                await asyncio.sleep(_DATABASE.delay(failures, self._random))
            finally:
                self.unmarked -= 1

    async def _in_time(self, waiting: Coroutine[None, None, None]) -> bool:
        """Whether what is waited for came within TURN_S, and before the sending was stopped."""
        turn = asyncio.timeout(0 if self._stopping else TURN_S)
        try:
            async with turn:
                self._turns.add(turn)
                await waiting
        except TimeoutError:
            return False
        finally:
            self._turns.discard(turn)
        return True

    def _learn(self, message: ClaimedMessage, result: str | Exception) -> None:
        if message.obstacle or isinstance(result, NotYet):
            return
        if isinstance(result, str | ChannelLost | Refused | SlowDown):
            self.recovered = self.outage.answered() or self.recovered
        else:
            self.outage.failed(message.outbox_id, asyncio.get_running_loop().time())
        if isinstance(result, SlowDown) and self._pacer is not None:
            if result.whole_bot:
                self._pacer.hold(result.seconds)
            else:
                self._pacer.hold_chat(message.address, result.seconds)

    def _log(self, event: str, message: ClaimedMessage, error: Exception) -> None:
        # Only the error's name: what it says may hold an address, a token or somebody's words.
        _log.error(
            event,
            bot=self._channel.name,
            message=message.outbox_id,
            error=type(error).__name__,
        )
