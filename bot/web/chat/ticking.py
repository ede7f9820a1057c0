"""Sending all ticks of a question at once, as the presses that the engine takes."""

from __future__ import annotations

from typing import Final

from bot.web.chat.given import Given, given
from bot.web.chat.posted import Ticks, tick_press
from bot.web.chat.taking import Taking
from bot.web.forms import Forms
from storage.database import Database

DONE: Final = "~done"


class Ticking:
    """Presses what differs from the ticks that stand, and then "done".

    When the ticks are not what was wanted after that, "done" is not pressed: one option rules out
    another, or there are too many, and what was meant is for the person to say.
    """

    def __init__(self, database: Database, taking: Taking, forms: Forms) -> None:
        self._database = database
        self._taking = taking
        self._forms = forms

    async def send(self, wanted: Ticks, person_id: int, address: str, once: str) -> bool:
        """Whether all of it was sent; raises DatabaseUnavailable."""

        async def press(choice: str) -> None:
            await self._taking.take(tick_press(wanted, choice, address, once, self._forms))

        stands = await self._given(person_id)
        if stands.seen == wanted.seen:
            # Away first, so that there is never one more than can be ticked.
            away, new = stands.ticks - wanted.keys, wanted.keys - stands.ticks
            for choice in (*sorted(away), *sorted(new)):
                await press(choice)
            stands = await self._given(person_id)
            if stands.seen == wanted.seen and stands.ticks != wanted.keys:
                return False
        # Of an earlier question: then the conversation says that it is.
        await press(DONE)
        return True

    async def _given(self, person_id: int) -> Given:
        return await self._database.read(lambda connection: given(connection, person_id))
