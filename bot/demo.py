"""The demo: the whole product on this machine with made-up people, and no token."""

from __future__ import annotations

import asyncio
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from aiohttp import web
from sqlalchemy import Connection

from bot.app import Installation
from bot.checkins.outside_session import WELCOME
from bot.clock import SystemClock
from bot.delivery.channel import Parcel
from bot.demo_people import (
    FLOW,
    PARTICIPANT,
    DemoPeople,
    begin_check_in,
    find_or_make_people,
    start_afresh,
)
from bot.demo_trying import try_words
from bot.opening import open_store
from bot.serving import serve_until_stopped
from bot.settings import Settings
from bot.texts import texts_for
from bot.web.assets import Assets
from bot.web.demo import Demo, DemoFlow, DemoStaff, Tried, TryingWords, refuse_other_hosts
from bot.web.forms import Forms
from bot.web.health import Health
from bot.web.inbox import Inbox
from bot.web.pages import Pages
from bot.web.server import Surface, build_app
from flows.library import library
from storage.database import Database

HOST: Final = "127.0.0.1"
DATABASE: Final = Path("wesaid-demo.db")


class InboxChannel:
    """Alerts for the demo's inbox: its pages look for themselves, so nothing has to be sent."""

    name = "inbox"
    paced = False

    async def deliver(self, parcel: Parcel) -> str:  # noqa: ARG002 - see above
        return ""


class DemoRoom:
    """What the demo's page can do. It keeps one browser token, until it starts again."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._database = installation.database
        self._clock = installation.clock
        self._people: DemoPeople | None = None

    async def people(self) -> DemoPeople:
        if self._people is None:
            receiver = self._installation.services.receiver

            def work(connection: Connection) -> DemoPeople:
                return find_or_make_people(connection, receiver, self._clock.now())

            self._people = await self._database.transact(work)
            await self.start_check_in_if_new()
        return self._people

    async def start_check_in_if_new(self) -> None:
        if self._people is not None and self._people.new:
            await self.start_check_in()

    async def participant_token(self) -> str:
        return (await self.people()).token

    async def staff(self) -> Sequence[DemoStaff]:
        return [DemoStaff(one.id, one.name, one.role_words) for one in (await self.people()).staff]

    async def start_check_in(self, flow: str = FLOW) -> None:
        """A round for the made-up cohort, now, at any hour."""
        people = await self.people()

        def work(connection: Connection) -> None:
            begin_check_in(connection, people, flow, self._clock.now())

        await self._database.transact(work)
        await self._installation.send_rounds()

    async def trial(self, words: str) -> Tried:
        """What would happen if a participant wrote this."""
        people = await self.people()
        receiver = self._installation.services.receiver
        return await try_words(self._database, receiver, people, words, self._clock.now())

    async def start_again(self) -> None:
        """A new participant, from the invitation on; what was open is closed."""
        receiver = self._installation.services.receiver

        def work(connection: Connection) -> DemoPeople:
            return start_afresh(connection, receiver, self._clock.now())

        self._people = await self._database.transact(work)


def demo_app(installation: Installation) -> web.Application:
    """The demo's pages; they answer to this machine only."""
    room = DemoRoom(installation)
    pages = Pages(Assets(), framed=True)
    forms = Forms(installation.secret_for("web forms"))
    demo = Demo(
        pages=pages,
        forms=forms,
        participant_name=PARTICIPANT,
        participant_token=room.participant_token,
        staff=room.staff,
        flows=flows_to_try(),
        start_check_in=room.start_check_in,
        start_again=room.start_again,
    )
    inbox = Inbox(
        database=installation.database,
        clock=installation.clock,
        pages=pages,
        forms=forms,
        viewer=demo.viewer,
        woken=installation.wake,
        limits=installation.services.limits,
    )
    surfaces: list[Surface] = [
        installation.chat(pages, forms),
        inbox,
        demo,
        TryingWords(pages=pages, forms=forms, trial=room.trial),
        Health(installation.checks),
    ]
    return build_app(pages, surfaces, guards=[refuse_other_hosts])


def flows_to_try() -> list[DemoFlow]:
    """The library's check-ins, the usual one first; the welcome comes with "Start again"."""
    flows = sorted(library().values(), key=lambda flow: (flow.name != FLOW, flow.title))
    texts = texts_for("en")
    return [DemoFlow(one.name, texts.flow(one.title)) for one in flows if one.name != WELCOME]


def demo_settings(database: Path, port: int) -> Settings:
    """Settings that need nothing from the environment and reach nothing outside."""
    return Settings(
        participant_token="",
        staff_token="",
        public_url="",
        secret_key="",
        smtp_host="",
        heartbeat_url="",
        database_url=f"sqlite:///{database}",
        port=port,
    )


def demo_installation(settings: Settings, database: Database) -> Installation:
    """The same parts as `wesaid run`, with the inbox in place of the staff bot."""
    return Installation(
        settings,
        database,
        SystemClock(),
        web=True,
        work=True,
        more_channels={"inbox": InboxChannel()},
    )


async def run_demo(port: int, *, reset: bool, open_browser: bool, path: Path = DATABASE) -> None:
    """Serves the demo until Ctrl-C. Raises CannotStart."""
    if reset:
        forget(path)
    settings = demo_settings(path, port)
    database = await asyncio.to_thread(open_store, settings)
    installation = demo_installation(settings, database)

    def ready(bound: int | None) -> None:
        address = f"http://{HOST}:{bound}/demo"
        print(f"The demo is at {address} (Ctrl-C stops it). Its people are made up.", flush=True)  # noqa: T201 - the address is what was asked for
        if open_browser:
            webbrowser.open(address)

    try:
        await serve_until_stopped(installation, demo_app(installation), host=HOST, ready=ready)
    finally:
        database.close()


def forget(path: Path) -> None:
    """Deletes the demo's own database with all that belongs to it, and nothing else."""
    for name in (path.name, *(f"{path.name}{end}" for end in ("-wal", "-shm", ".key"))):
        path.with_name(name).unlink(missing_ok=True)
    for lock in path.parent.glob(f"{path.name}.*.lock"):
        lock.unlink(missing_ok=True)
