"""An unsafe answer that nobody takes on for a while, with the installation killed on the way."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from bot.people.staff_email import give_email
from storage.database import Database, open_database
from tests.aftercare.rota_scene import RotaScene
from tests.checkins.scene import TUESDAY_NOON, Scene
from tests.conftest import SECRET
from tests.email.mail_host import FROM, MailHost, mail_host
from tests.running.child import PARTICIPANT_TOKEN, STAFF_TOKEN
from tests.running.killable import LateClock, Orders, Point
from tests.running.lives import Life
from tests.telegram import EmulatedBot, EmulatedUser, Emulator
from tests.telegram.limits import Limits

TABLES = SQLModel.metadata.tables
FLAG, EVENT, OUTBOX = (TABLES[name] for name in ("flag", "flag_event", "outbox"))
PERSON, SAM, KIT = 22, 11, 12
SAMS_EMAIL, LEES_EMAIL = "sam@example.org", "lee@example.org"
CHANGING = re.compile(r"\d{1,2}([:.]\d\d)? ?[ap]m|\d\d:\d\d")
"""Times, which are not the same in each run."""

PATIENCE_S = 180
"""How long a step may take on a machine that others use as well."""
HURRIED = "nobody reached"
"""Why a flag climbs before its time: a process that is killed leaves an alert on its way."""


def begin(database: Database) -> None:
    """A participant who is asked whether they feel safe, and those who look after them.

    Sam, their facilitator, has the staff bot and e-mail; Kit, who is on call, only the bot; Lee,
    the coordinator, only e-mail.
    """
    scene = Scene(database)
    sam = scene.staff("Sam", chat=str(SAM))
    kit = scene.staff("Kit", chat=str(KIT))
    lee = scene.staff("Lee", "coordinator", lead=True)
    scene.participant(sam, chat=str(PERSON))
    RotaScene(scene).always(kit)

    def work(connection: Connection) -> None:
        for one, address in ((sam, SAMS_EMAIL), (lee, LEES_EMAIL)):
            assert not give_email(connection, one, address, scene.now, works=True)

    database.transact_now(work)
    scene.round()
    while "feel safe right now" not in scene.last(str(PERSON)).text:
        scene.presses(str(PERSON), "Skip")
    scene.all_sent()


@dataclass(frozen=True)
class Ended:
    """What was there at the end: what arrived where, and what the database says.

    `arrived` counts texts by chat or address, `points` those that were reached. `hurried`: the flag
    climbed before its time.
    """

    killed: bool
    hurried: bool
    arrived: Counter[tuple[str, str]]
    outbox: Counter[tuple[str, str, str, str]]
    events: tuple[tuple[str, str], ...]
    flags: tuple[tuple[str, str], ...]
    points: Counter[tuple[str, str]]
    log: str


class Escalation:
    """The people, and the pretended world outside, which no kill touches.

    With two `lives` the first, as at a release, is told to stop while the second goes on.
    """

    def __init__(
        self,
        database: Database,
        orders: Orders,
        telegram: Emulator,
        host: MailHost,
        lives: Sequence[Life],
    ) -> None:
        self.telegram = telegram
        self.bot = telegram.register("people_bot", PARTICIPANT_TOKEN)
        self.staff_bot = telegram.register("staff_bot", STAFF_TOKEN)
        self.person = self._known(PERSON, self.bot)
        self.sam = self._known(SAM, self.staff_bot)
        self.kit = self._known(KIT, self.staff_bot)
        self._database = database
        self._orders = orders
        self._host = host
        self._lives = lives
        self._living: list[asyncio.Task[None]] = []

    def _known(self, chat: int, bot: EmulatedBot) -> EmulatedUser:
        user = self.telegram.user(chat)
        user.chat(bot).started = True
        return user

    async def play(self) -> Ended:
        """Nobody takes it on until it has climbed to the coordinator; then Kit does."""
        self._living = [asyncio.create_task(life.go_on()) for life in self._lives]
        try:
            await self._side_by_side()
            await self.person.send_text(self.bot, "No")
            await self._settled(lambda flag: flag.promised_id is not None)
            await self._nobody_answers(rung=1)
            for older in self._lives[:-1]:
                older.stop()
            await self._nobody_answers(rung=3)
            await self.kit.press(self.kit.last(self.staff_bot), "Acknowledge")
            await self._settled(lambda flag: flag.status == "acknowledged")
            await self.kit.press(self.kit.last(self.staff_bot), "I have been in touch")
            await self._settled(lambda flag: flag.status == "contacted", still_for=10)
            ended = self._ended()
            self._lives[-1].stop()
            await asyncio.wait_for(asyncio.gather(*self._living), 15)
            self.telegram.assert_no_violations()
            return ended
        finally:
            for life, living in zip(self._lives, self._living, strict=True):
                life.end()
                living.cancel()
            await asyncio.gather(*self._living, return_exceptions=True)

    async def _side_by_side(self) -> None:
        """Each of two processes asks Telegram for updates, and is in the other's way."""
        async with asyncio.timeout(PATIENCE_S):
            while len(self._lives) > 1 and not (
                self.bot.updates.conflicts and self.staff_bot.updates.conflicts
            ):
                await asyncio.sleep(0.05)
                self._still_living()

    async def _nobody_answers(self, rung: int) -> None:
        """Time passes until the flag climbs; unless it has, since an alert did not get out."""
        if self._flag().rung < rung:
            self._orders.clock.go_to(self._flag().next_at + timedelta(seconds=1))
        await self._settled(lambda flag: flag.rung >= rung)

    async def _settled(self, so: Callable[[Any], bool], still_for: int = 1) -> None:
        """The flag is so, and everything that was to come in or go out has."""
        still = 0
        try:
            async with asyncio.timeout(PATIENCE_S):
                while still < still_for:
                    await asyncio.sleep(0.05)
                    self._still_living()
                    flag = self._flag()
                    still = still + 1 if flag and so(flag) and self._quiet() else 0
        except TimeoutError:
            raise AssertionError(f"{self._flag()}\n{self._ended()}") from None

    def _quiet(self) -> bool:
        waiting = (OUTBOX.c.status == "pending") & (OUTBOX.c.due_at <= self._orders.clock.now())
        open_ones = self._rows(select(OUTBOX.c.id).where((OUTBOX.c.status == "sending") | waiting))
        given = self.bot.updates.waiting or self.staff_bot.updates.waiting
        return self._lives[-1].runs and not open_ones and not given

    def _still_living(self) -> None:
        for living in self._living:
            if living.done():
                living.result()

    def _flag(self) -> Any:
        return next(iter(self._rows(select(FLAG))), None)

    def _rows(self, query: Any) -> list[Any]:
        return self._database.read_now(lambda connection: list(connection.execute(query)))

    def _ended(self) -> Ended:
        columns = (OUTBOX.c.kind, OUTBOX.c.act, OUTBOX.c.bot, OUTBOX.c.status)
        events = self._rows(select(EVENT.c.kind, EVENT.c.detail).order_by(EVENT.c.id))
        points = self._orders.journal.read_text().splitlines()
        return Ended(
            killed=any(life.killed for life in self._lives),
            hurried=any(one.kind == HURRIED for one in events),
            arrived=Counter((who, CHANGING.sub("…", text)) for who, text in self._arrived()),
            outbox=Counter(tuple(row) for row in self._rows(select(*columns))),
            events=tuple((one.kind, one.detail or "") for one in events if one.kind != HURRIED),
            flags=tuple(tuple(row) for row in self._rows(select(FLAG.c.level, FLAG.c.status))),
            points=Counter((line.split()[0], line.split()[1]) for line in points),
            log=self._orders.log.read_text(),
        )

    def _arrived(self) -> Iterator[tuple[str, str]]:
        """Each message, as it was when it came."""
        chats = ((self.person, self.bot), (self.sam, self.staff_bot), (self.kit, self.staff_bot))
        for user, bot in chats:
            for message in user.chat(bot).messages.values():
                if message.by_bot:
                    yield str(user.user_id), message.history[0].text
        for addresses, letter in self._host.mailbox.letters:
            for address in addresses:
                # Below it says how to answer: by a link, once the staff bot's name is known.
                first = letter.get_content().replace("\r", "").split("\n\n")[0]
                yield address, f"{letter['Subject']}\n{first}"


@asynccontextmanager
async def escalation(
    url: str, folder: Path, *, dies_at: Point | None = None, lives: int = 1
) -> AsyncIterator[Escalation]:
    """With a database that has been through `begin`, and an empty folder for everything else."""
    clock = LateClock(TUESDAY_NOON + timedelta(minutes=1), folder / "late")
    async with (
        mail_host() as host,
        Emulator(limits=Limits.none(), clock=lambda: clock.now().timestamp()) as telegram,
    ):
        settings = {
            "database_url": url,
            "secret_key": SECRET,
            "participant_token": PARTICIPANT_TOKEN,
            "staff_token": STAFF_TOKEN,
            "telegram_api": telegram.url,
            "smtp_host": "127.0.0.1",
            "smtp_port": host.port,
            "smtp_security": "none",
            "email_from": FROM,
            "public_url": "",
            "heartbeat_url": "",
        }
        orders = Orders(settings, clock, folder, dies_at)
        database = open_database(url, SECRET)
        try:
            processes = [Life(orders) for _ in range(lives)]
            yield Escalation(database, orders, telegram, host, processes)
        finally:
            database.close()
