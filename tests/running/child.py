"""`wesaid run` as a child process, beside an emulator in a process of its own."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
import weakref
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from sqlalchemy import Connection

from bot.people.enrolment import enrol, make_code
from storage import projects
from storage.database import Database, open_database
from storage.migrate import migrate
from storage.people import Someone
from tests.running.forking import ForkServerProcess, processes
from tests.running.preloaded import become

SECRET = "a secret for tests, and for nothing else"
PARTICIPANT_TOKEN = "1001:participants-bot-token-for-tests"
STAFF_TOKEN = "1002:staff-bot-token-for-tests-only-xx"


class Child:
    """One `wesaid` process; `port` is where it serves.

    It is forked from a process that has imported everything, since that takes seconds of work each.
    tests/cli/test_running.py starts it as a user would.
    """

    def __init__(self, url: str, telegram: str, port: int, **settings: str) -> None:
        self.port = port
        self._environment = {
            **os.environ,
            "DATABASE_URL": url,
            "WESAID_SECRET_KEY": SECRET,
            "WESAID_PARTICIPANT_TOKEN": PARTICIPANT_TOKEN,
            "WESAID_STAFF_TOKEN": STAFF_TOKEN,
            "WESAID_TELEGRAM_API": telegram,
            "WESAID_HOST": "127.0.0.1",
            "PORT": str(port),
            **settings,
        }
        self._process: ForkServerProcess | None = None
        folder = tempfile.mkdtemp(prefix="wesaid-child-")
        self._log = Path(folder) / "log"
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    @property
    def log(self) -> str:
        """What was printed until now."""
        return self._log.read_text()

    async def start(self, command: str = "run", *, ready: bool = True) -> None:
        """Starts it, and waits until it says that it is ready."""
        self._process = processes.Process(
            target=become, args=(command, self._environment, self._log), daemon=True
        )
        # The first one waits until everything that they share has been read.
        await asyncio.to_thread(self._process.start)
        if ready:
            await self.until_ready()

    async def until_ready(self, within: float = 90.0) -> None:
        """`/readyz` answers 200."""
        async with aiohttp.ClientSession() as http, asyncio.timeout(within):
            while True:
                assert self._started.exitcode is None, self.log
                try:
                    async with http.get(f"http://127.0.0.1:{self.port}/readyz") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """As a power cut would."""
        self._started.kill()
        await self.output()

    async def stop(self, number: int = signal.SIGTERM, within: float = 10.0) -> int:
        """As a deployment would; the exit status."""
        assert self._started.pid is not None
        os.kill(self._started.pid, number)
        async with asyncio.timeout(within):
            await self.output()
        assert self._started.exitcode is not None
        return self._started.exitcode

    async def output(self) -> str:
        """What it printed, once it has ended."""
        while self._started.is_alive():  # noqa: ASYNC110 - nothing else tells that it ended
            await asyncio.sleep(0.02)
        return self.log

    @property
    def _started(self) -> ForkServerProcess:
        assert self._process is not None
        return self._process


def make_database(url: str) -> Database:
    """A migrated database; to be closed by the caller."""
    if url.startswith("sqlite"):
        migrate(url)
    return open_database(url, SECRET)


def make_cohort(database: Database, name: str = "Tuesday group") -> tuple[int, int]:
    """A project and a cohort; their ids."""
    now = datetime.now(UTC)

    def work(connection: Connection) -> tuple[int, int]:
        project = projects.add_project(connection, "Project", now)
        return project, projects.add_cohort(
            connection, project, name, where_it_is_day(now), "england", now
        )

    return database.transact_now(work)


def where_it_is_day(now: datetime) -> str:
    """A time zone in which it is about noon: there nothing waits for the night to end."""
    return f"Etc/GMT{now.astimezone(UTC).hour - 12:+d}"  # the sign is the other way round there


def make_staff(
    database: Database, project: int, name: str, role: str = "facilitator", *, lead: bool = False
) -> tuple[Someone, str]:
    """A member of staff and their code."""
    now = datetime.now(UTC)

    def work(connection: Connection) -> tuple[Someone, str]:
        person = enrol(connection, role=role, project_id=project, name=name, lead=lead, now=now)
        return person, make_code(connection, person.id, now)

    return database.transact_now(work)


def make_participants(
    database: Database, project: int, cohort: int, facilitator: Someone | None, count: int
) -> list[tuple[Someone, str]]:
    """Participants, each with a code."""
    now = datetime.now(UTC)

    def work(connection: Connection) -> list[tuple[Someone, str]]:
        made = []
        for _ in range(count):
            person = enrol(
                connection,
                role="participant",
                project_id=project,
                cohort_id=cohort,
                facilitator_id=facilitator.id if facilitator else None,
                now=now,
            )
            made.append((person, make_code(connection, person.id, now)))
        return made

    return database.transact_now(work)
