"""The real server with the real parts, listening on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from aiohttp import web
from sqlalchemy import Connection

from bot.app import Installation
from bot.checkins.inbound import Inbound
from bot.clock import SystemClock
from bot.demo import InboxChannel, demo_app, demo_settings
from bot.people.enrolment import enrol, make_code
from bot.rounds.rounds import CONSENT, add_round_now
from flows.definition import Flow, load_flow
from storage import contacts, people, projects, sessions
from storage.database import Database
from storage.people import Someone

T = TypeVar("T")
COHORT = "Tuesday group"

clock = SystemClock()


@dataclass(frozen=True)
class House:
    """A running server: its address, its database, and the parts behind it."""

    address: str
    database: Database
    installation: Installation
    runner: web.AppRunner

    async def close_pages(self) -> None:
        """Stops serving, as at the end of the process."""
        await self.runner.cleanup()

    def store(self, work: Callable[[Connection], T]) -> T:
        """Does something in the database directly."""
        return self.database.transact_now(work)

    def invite(self, *, name: str = "Ash", facilitator: str = "Sam") -> tuple[Someone, str]:
        """A new participant with a named facilitator who has joined, and their link's code."""
        now = clock.now()

        def work(connection: Connection) -> tuple[Someone, str]:
            project = projects.first_project(connection) or projects.add_project(
                connection, "Project", now
            )
            cohort = projects.find_cohort(connection, project, COHORT)
            cohort_id = (
                cohort.id
                if cohort
                else projects.add_cohort(
                    connection, project, COHORT, "Europe/London", "england", now
                )
            )
            staff = enrol(
                connection, role="facilitator", project_id=project, name=facilitator, now=now
            )
            contacts.add_channel(
                connection,
                person_id=staff.id,
                bot="inbox",
                kind="inbox",
                address=str(staff.id),
                now=now,
            )
            people.mark_joined(connection, staff.id, now)
            person = enrol(
                connection,
                role="participant",
                project_id=project,
                cohort_id=cohort_id,
                facilitator_id=staff.id,
                name=name,
                now=now,
            )
            return person, make_code(connection, person.id, now)

        return self.store(work)

    def add_flow(self, project_id: int, written: str) -> Flow:
        """Makes a flow of the project's own, to be sent like those of the library."""
        flow = load_flow(written, "own.yaml")
        shelf = self.installation.services.conversations.shelf
        self.store(
            lambda connection: shelf.add(
                connection, project_id, flow, written, "own.yaml", clock.now()
            )
        )
        return flow

    async def begin_check_in(self, person: Someone, flow: str = "after-session") -> None:
        """Sends everybody's check-in now; `person` has agreed, and is in nothing else."""
        now = clock.now()

        def work(connection: Connection) -> None:
            live = sessions.live_session(connection, person.id)
            if live is not None:
                sessions.save_session(
                    connection,
                    live.id,
                    status="stopped",
                    turn=live.turn,
                    state=live.state,
                    now=now,
                    resume_at=None,
                )
            people.add_consent(connection, person.id, CONSENT, True, None, now)
            cohort = projects.find_cohort(connection, person.project_id, COHORT)
            assert cohort is not None
            add_round_now(connection, cohort, flow, now, anyway=True)

        self.store(work)
        await self.installation.send_rounds()
        for _ in range(500):
            # Its own tick may have taken the invitation up just before, and still be at it.
            if self.store(lambda connection: sessions.live_session(connection, person.id)):
                return
            await asyncio.sleep(0.02)
        raise AssertionError("the check-in was not sent")

    def fill_chat(self, person: Someone, messages: int) -> None:
        """So many messages that answer nothing, each with its reply, as if they had come before."""
        receiver = self.installation.services.receiver

        def work(connection: Connection) -> None:
            for number in range(messages):
                said = Inbound("web", f"before-{number}", str(person.id), "text", text="purple")
                receiver.receive(connection, said, clock.now())

        self.store(work)


@asynccontextmanager
async def web_house(database: Database, *, works: bool = True) -> AsyncIterator[House]:
    """What `wesaid run` serves; what `wesaid serve` does, when it does not send as well."""
    installation = Installation(
        demo_settings(Path("unused.db"), 0), database, clock, web=True, work=works
    )
    async with _served(installation, installation.web_app()) as house:
        yield house


@asynccontextmanager
async def house_of(installation: Installation) -> AsyncIterator[House]:
    """What `wesaid run` serves with settings of its own."""
    async with _served(installation, installation.web_app()) as house:
        yield house


@asynccontextmanager
async def demo_house(database: Database) -> AsyncIterator[House]:
    """What `wesaid demo` serves."""
    installation = Installation(
        demo_settings(Path("unused.db"), 0),
        database,
        clock,
        web=True,
        work=True,
        more_channels={"inbox": InboxChannel()},
    )
    async with _served(installation, demo_app(installation)) as house:
        yield house


@asynccontextmanager
async def _served(installation: Installation, app: web.Application) -> AsyncIterator[House]:
    await installation.start()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    try:
        yield House(f"http://127.0.0.1:{port}", installation.database, installation, runner)
    finally:
        await runner.cleanup()
        await installation.stop()
