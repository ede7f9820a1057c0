"""Taking in what somebody sent: once, all or nothing, and never lost without a word."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import asdict
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.checkins.inbound import Inbound
from bot.checkins.receiving import LinkOpened, Receiver
from bot.clock import Clock
from storage.database import Database
from storage.unavailable import DatabaseUnavailable

TRIES: Final = 3

log = structlog.get_logger(__name__)


class Taking:
    """Hands what came in to the receiver; calls `woken` after each commit, to send the replies."""

    def __init__(
        self, database: Database, receiver: Receiver, clock: Clock, woken: Callable[[], None]
    ) -> None:
        self._database = database
        self._receiver = receiver
        self._clock = clock
        self._woken = woken

    async def take(self, inbound: Inbound) -> None:
        """Returns once it is kept. What fails three times is set aside, sealed, with a flag.

        Raises DatabaseUnavailable; then nothing was kept, and the person is asked to try again.
        """
        for tried in range(1, TRIES + 1):
            try:
                await self._receive(inbound)
            except DatabaseUnavailable:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it was, the words must be kept
                log.warning("web.take_failed", tried=tried, error=type(error).__name__)
            else:
                break
        else:
            await self._set_aside(inbound)
        self._woken()

    async def open_link(self, code: str) -> LinkOpened:
        """Redeems a link's code and begins the first conversation."""

        def work(connection: Connection) -> LinkOpened:
            return self._receiver.join_by_link(connection, code, self._clock.now())

        opened = await self._database.transact(work)
        self._woken()
        return opened

    async def _receive(self, inbound: Inbound) -> None:
        def work(connection: Connection) -> bool:
            return self._receiver.receive(connection, inbound, self._clock.now())

        await self._database.transact(work)

    async def _set_aside(self, inbound: Inbound) -> None:
        body = json.dumps(asdict(inbound), ensure_ascii=False, default=_written)

        def work(connection: Connection) -> None:
            self._receiver.set_aside(
                connection,
                inbound.bot,
                inbound.update_id,
                inbound.address,
                body,
                self._clock.now(),
            )

        await self._database.transact(work)


def _written(value: object) -> str:
    """What JSON has no words for: a file, or a time."""
    return b64encode(value).decode() if isinstance(value, bytes) else str(value)
