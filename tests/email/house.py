"""A whole installation that sends e-mail to a real mail server, and people to send it to."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

from sqlalchemy import Connection

from bot.app import Installation
from bot.checkins.inbound import Inbound
from bot.people.enrolment import enrol
from bot.people.staff_email import give_email
from bot.settings import Settings
from storage import contacts, projects
from storage.database import Database
from storage.people import Someone
from tests.email.mail_host import FROM, MailHost
from tests.web.house import House, clock, house_of

URGENT = "I am going to kill myself tonight"
LINK = re.compile(r"https://wesaid\.example\.org(/alert/\S+)")


class Office:
    """Staff with e-mail addresses, and a participant in the web chat."""

    def __init__(self, house: House, host: MailHost, before: Office | None) -> None:
        """`before` is the same place, before its processes were started anew."""
        self.house = house
        self.host = host
        self._numbers = count(1)
        self.project: int
        self.cohort: int
        if before is not None:
            self.project, self.cohort = before.project, before.cohort
            return

        def work(connection: Connection) -> tuple[int, int]:
            project = projects.add_project(connection, "Project", clock.now())
            return project, projects.add_cohort(
                connection, project, "Group", "Europe/London", "england", clock.now()
            )

        self.project, self.cohort = house.store(work)

    def staff(self, name: str, role: str = "facilitator", *, email: str = "") -> Someone:
        def work(connection: Connection) -> Someone:
            person = enrol(
                connection, role=role, project_id=self.project, name=name, now=clock.now()
            )
            if email:
                assert not give_email(connection, person, email, clock.now(), works=True)
            return person

        person = self.house.store(work)
        self.house.installation.wake()
        return person

    def participant(self, facilitator: Someone) -> Someone:
        def work(connection: Connection) -> Someone:
            person = enrol(
                connection,
                role="participant",
                project_id=self.project,
                cohort_id=self.cohort,
                facilitator_id=facilitator.id,
                name="Ash",
                now=clock.now(),
            )
            contacts.add_channel(
                connection,
                person_id=person.id,
                bot="web",
                kind="web",
                address=str(person.id),
                now=clock.now(),
            )
            return person

        return self.house.store(work)

    def says(self, person: Someone, words: str = URGENT) -> None:
        """The participant writes in the web chat."""
        installation = self.house.installation
        inbound = Inbound("web", f"u{next(self._numbers)}", str(person.id), "text", text=words)
        installation.database.transact_now(
            lambda connection: installation.services.receiver.receive(
                connection, inbound, clock.now()
            )
        )
        installation.wake()

    def to(self, address: str) -> list[str]:
        """The e-mails that came for somebody: subject, an empty line, text."""
        return [
            f"{letter['Subject']}\n\n{letter.get_content()}"
            for addresses, letter in self.host.mailbox.letters
            if address in addresses
        ]

    def link(self, address: str) -> str:
        """The path that the newest alert to somebody leads to."""
        for text in reversed(self.to(address)):
            if found := LINK.search(text):
                return found.group(1)
        raise AssertionError(f"no alert came for {address}")


@asynccontextmanager
async def office(
    database: Database, host: MailHost, before: Office | None = None, **changes: Any
) -> AsyncIterator[Office]:
    given: dict[str, Any] = {
        "participant_token": "",
        "staff_token": "",
        "public_url": "https://wesaid.example.org",
        "smtp_host": "127.0.0.1",
        "smtp_port": host.port,
        "smtp_security": "none",
        "email_from": FROM,
        "emails_per_second": 50,
        "heartbeat_url": "",
        "port": 0,
    }
    settings = Settings(**{**given, **changes})
    installation = Installation(settings, database, clock, web=True, work=True)
    async with house_of(installation) as house:
        yield Office(house, host, before)


async def until(true: Callable[[], Any], seconds: float = 15) -> None:
    """Waits until something is so; fails when that takes too long."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - nothing tells when a page or an e-mail is there
            await asyncio.sleep(0.02)
