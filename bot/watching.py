"""The auditor at work: once a minute, beside everything that it watches."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.aftercare.auditing import audit, see_to_alarm, sound_alarm
from bot.clock import Clock
from bot.heartbeat import Heartbeat
from bot.web.health import Check
from storage.database import Database

EVERY: Final = timedelta(minutes=1)

SLEPT: Final = timedelta(minutes=3)
"""After a gap this long the machine was asleep: what is overdue has its turn before it is judged.
"""

READY_S: Final = 3.0

log = structlog.get_logger()


class Watch:
    """Finds flags that nobody sees to, raises the alarm, and sends the heartbeat when all is well.

    Several processes may do this side by side: an alarm is raised once.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        heartbeat: Heartbeat | None,
        woken: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._heartbeat = heartbeat
        self._woken = woken
        self._last = clock.now()

    async def tick(self) -> None:
        """Called every second; looks once a minute."""
        now = self._clock.now()
        since = now - self._last
        if timedelta(0) <= since < EVERY:
            return
        self._last = now
        if EVERY <= since <= SLEPT:
            await self.look(now)

    async def look(self, now: datetime) -> bool:
        """One audit; whether all is well, so that the heartbeat went out. Never raises."""
        try:
            found = await self._database.read(lambda connection: audit(connection, now))
        except Exception as error:  # noqa: BLE001 - whatever it is, the heartbeat must stay away
            log.error("audit.failed", error=type(error).__name__)  # noqa: TRY400 - words stay out
            return False
        for flag_id in found.unattended:
            await self._each(sound_alarm, flag_id, now)
        for flag_id in found.alarms:
            await self._each(see_to_alarm, flag_id, now)
        if found.stuck:
            self._woken()
        if found.stuck or found.late:
            log.error("audit.not_well", stuck=list(found.stuck), late=found.late)
            return False
        if self._heartbeat is not None:
            await self._heartbeat.beat()
        return True

    async def checks(self) -> dict[str, Check]:
        """For readiness: the database, the flags, the alerts and the heartbeat, as they are now.

        What is stuck needs somebody to look; it takes nobody's pages away.
        """
        now = self._clock.now()
        try:
            async with asyncio.timeout(READY_S):
                found = await self._database.read(lambda connection: audit(connection, now))
        except Exception:  # noqa: BLE001 - whatever it is, the database is not ready
            return {"database": Check(False, "does not answer")}
        checks = {
            "database": Check(True, "answers"),
            "flags": Check(True, f"{len(found.stuck) or 'none'} stuck", bool(found.stuck)),
            "alerts": Check(True, f"{found.late or 'none'} late", bool(found.late)),
        }
        if self._heartbeat is not None:
            checks["heartbeat"] = Check(True, self._heartbeat.state)
        return checks

    async def _each(
        self, work: Callable[[Connection, int, datetime], bool], flag_id: int, now: datetime
    ) -> None:
        """In a transaction of its own: one that cannot be handled keeps no other from its alarm."""
        try:
            await self._database.transact(lambda connection: work(connection, flag_id, now))
        except Exception as error:  # noqa: BLE001 - as above
            log.error("audit.alarm_failed", flag=flag_id, error=type(error).__name__)  # noqa: TRY400
