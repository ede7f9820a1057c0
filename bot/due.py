"""What is due: each tick takes it up in small pieces, until nothing is left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.apart import Apart
from bot.aftercare.climbing import climb
from bot.aftercare.relay_quiet import tend_chats
from bot.aftercare.signals import look_for_answers
from bot.checkins.after_chat import go_on_after_chats
from bot.checkins.asking_again import ask_again
from bot.checkins.fetching_media import fetch_due
from bot.clock import Clock
from bot.composing import Services
from bot.delivery.media_source import MediaSource
from bot.rounds.rounds import send_due
from bot.scheduler import Tick
from bot.summarising import Summaries
from bot.watching_duty import DutyWatch
from storage.database import Database

BATCH: Final = 5
"""Few at once: each batch is one transaction, and an alert may have to wait for it."""


class Due:
    """The ticks of a process that works."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        services: Services,
        media_sources: Mapping[str, MediaSource],
        woken: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._services = services
        self._media_sources = media_sources
        self._woken = woken
        self._flags, self._rungs = Apart("flag"), Apart("rung of flag")
        self._follow_ups = Apart("follow-up")
        self._chats, self._ended_chats = Apart("chat"), Apart("ended chat")
        self._invitations, self._waiting = Apart("invitation"), Apart("session")
        self._chance = Random()  # noqa: S311 - it spreads out tries, and guards nothing

    def ticks(self) -> dict[str, Tick]:
        """All of them, by name."""
        return {
            "rounds": self.send_rounds,
            "flags": self._escalate,
            "asking again": self._ask_again,
            "follow-ups": self._look_for_answers,
            "chats": self._tend_chats,
            "summaries": Summaries(self._database, self._clock, self._woken).tick,
            "duty": DutyWatch(self._database, self._clock, self._woken).tick,
            "media": self._fetch,
        }

    async def send_rounds(self) -> None:
        """Starts the check-ins that are due, in small pieces: an alert never waits for them."""
        conversations = self._services.conversations
        await self._until_none_is_due(
            lambda connection: send_due(
                connection, conversations, self._clock.now(), BATCH, self._invitations
            )
        )

    async def _escalate(self) -> None:
        limits = self._services.limits
        await self._until_none_is_due(
            lambda connection: climb(
                connection, limits, self._clock.now(), BATCH, self._flags, self._rungs
            )
        )

    async def _ask_again(self) -> None:
        await self._until_none_is_due(
            lambda connection: ask_again(connection, self._clock.now(), BATCH, self._waiting)
        )

    async def _look_for_answers(self) -> None:
        limits = self._services.limits
        await self._until_none_is_due(
            lambda connection: look_for_answers(
                connection, limits, self._clock.now(), BATCH, self._follow_ups
            )
        )

    async def _tend_chats(self) -> None:
        limits, conversations = self._services.limits, self._services.conversations
        await self._until_none_is_due(
            lambda connection: tend_chats(connection, limits, self._clock.now(), BATCH, self._chats)
        )
        await self._until_none_is_due(
            lambda connection: go_on_after_chats(
                connection, conversations, self._clock.now(), BATCH, self._ended_chats
            )
        )

    async def _fetch(self) -> None:
        # One at a time, so that a file that takes long keeps no other tick waiting.
        await fetch_due(self._database, self._media_sources, self._clock, self._chance, 1)

    async def _until_none_is_due(self, work: Callable[[Connection], int]) -> None:
        while True:
            done = await self._database.transact(work)
            if done:
                self._woken()
            if done < BATCH:
                return
