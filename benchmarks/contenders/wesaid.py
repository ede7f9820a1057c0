"""The product: from an update's bytes to the commit, through the participants' own surface."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

from aiogram.types import InlineKeyboardMarkup
from sqlalchemy import Connection, bindparam, func, select, update

from benchmarks.check_in import answer, questions
from benchmarks.updates import BOT_TOKEN, answering
from benchmarks.world import SECRET, Standing
from bot.checkins.inbound import Inbound
from bot.checkins.screen import press_of
from bot.clock import SystemClock
from bot.composing import compose, triage_for
from bot.delivery.screen import Screen
from bot.participant.keyboards import keyboard
from bot.participant.surface import ParticipantSurface
from bot.participant.wording import wording
from bot.settings import Settings
from bot.texts import texts_for
from storage.database import open_database
from storage.outbox import OUTBOX, SCREEN
from storage.prepared import Prepared
from storage.sealing import Sealer
from storage.sessions import ANSWER

Reply = tuple[str, InlineKeyboardMarkup | None]

_NOWHERE = "http://127.0.0.1:1"
_NEWEST = Prepared(
    select(OUTBOX.c.screen_sealed)
    .where(OUTBOX.c.channel_id == bindparam("channel"))
    .order_by(OUTBOX.c.id.desc())
    .limit(1)
)


class Unsent(ParticipantSurface):
    """The surface as it is, except that it answers no press: nothing is sent in benchmarks."""

    async def _answer_press(self, press: str) -> None:
        pass


class WeSaid:
    """A database, the services that `wesaid run` makes, and the surface before them.

    The outbox row of each reply is read back in the same transaction, and opened and made into a
    message after the commit, as the sender does: nothing is handed to a network.
    """

    def __init__(self, url: str, standing: Sequence[Standing]) -> None:
        self._standing = standing
        self._texts = texts_for("en")
        self._database = open_database(url, SECRET)
        self._receiver = compose(Settings()).receiver
        triage_for("en").warm()  # as `wesaid run` does when it starts
        self._clock = SystemClock()
        self._surface = Unsent(BOT_TOKEN, _NOWHERE, self._texts, self._take)
        self._sealer = Sealer(SECRET)
        self._channels = {str(at.chat): at.channel for at in standing}
        self._replies: list[bytes] = []

    def update(self, person: int, place: int) -> bytes:
        at = self._standing[person]
        data = partial(press_of, at.session, at.turn + place)
        return answering(at.chat, questions()[place], answer(person, place), data)

    async def take(self, update: bytes) -> Reply:
        await self._surface.handle_burst((json.loads(update),))
        screen = Screen.from_json(self._sealer.unseal(self._replies.pop(), SCREEN))
        return wording(screen, self._texts), keyboard(screen)

    async def _take(self, inbound: Inbound) -> None:
        work = partial(self._receive, inbound)
        self._replies.append(await self._database.transact_at_once(work))

    def _receive(self, inbound: Inbound, connection: Connection) -> bytes:
        if not self._receiver.receive(connection, inbound, self._clock.now()):
            raise AssertionError("an update of the benchmark was taken for a repeated one")
        found = _NEWEST.one_or_none(connection, {"channel": self._channels[inbound.address]})
        assert found is not None, "there is no reply"
        return bytes(found.screen_sealed)

    async def deliver(self) -> None:
        sent = update(OUTBOX).where(OUTBOX.c.status == "pending").values(status="sent")
        await self._database.transact(lambda connection: connection.execute(sent).rowcount)

    def kept(self) -> int:
        count = select(func.count()).select_from(ANSWER).where(ANSWER.c.status == "answered")
        return self._database.read_now(lambda connection: connection.execute(count).scalar_one())

    async def close(self) -> None:
        await self._surface.close()
        self._database.close()
