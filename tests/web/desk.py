"""The demo's inbox, and what its participant does."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.aftercare.flags import Signal, raise_flag
from bot.checkins.inbound import Inbound
from bot.people.enrolment import enrol
from storage import contacts, flags, people, projects
from storage.people import Someone
from tests.web.house import House, clock
from tests.web.plain_browser import PlainBrowser

WORDS = "Please help. My uncle <b>locks me in</b> at night."
MATCHED = (WORDS.index("My"), WORDS.index("</b>"))


class Desk:
    """The demo's inbox, looked at as one of its members of staff."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.sam = PlainBrowser(house.address)
        self.priya = PlainBrowser(house.address)

    async def __aenter__(self) -> Desk:
        await self.sam.open("/demo")
        await self.priya.open("/demo")
        await self.priya.press("Priya, safeguarding lead")
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.sam.__aexit__()
        await self.priya.__aexit__()

    def staff(self, name: str) -> Someone:
        def work(connection: Connection) -> Someone:
            project = projects.first_project(connection)
            assert project is not None
            return next(one for one in people.staff_of(connection, project) if one.name == name)

        return self.house.store(work)

    def participants(self) -> list[Someone]:
        def work(connection: Connection) -> list[Someone]:
            project = projects.first_project(connection)
            assert project is not None
            cohort = projects.find_cohort(connection, project, "Tuesday group")
            assert cohort is not None
            return people.participants_of(connection, cohort.id)

        return self.house.store(work)

    def another_participant(self) -> Someone:
        like = self.participants()[0]

        def work(connection: Connection) -> Someone:
            person = enrol(
                connection,
                role="participant",
                project_id=like.project_id,
                cohort_id=like.cohort_id,
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

    def raises(
        self, level: str, topic: str = "danger", reason: str = "", of: Someone | None = None
    ) -> int:
        """A flag of a participant, the demo's first one, with words of which a part matched."""
        person = of or self.participants()[0]

        def work(connection: Connection) -> int:
            contact = contacts.find_contact(connection, "web", "web", str(person.id))
            assert contact is not None
            signal = Signal(
                level, topic, "rule.one", reason or f"reason {level}", None, WORDS, MATCHED
            )
            limits = self.house.installation.services.limits
            raised = raise_flag(connection, limits, contact, signal, None, clock.now())
            assert raised is not None
            return raised.flag_id

        return self.house.store(work)

    def sends(self, content: bytes, file_type: str, words: str = "") -> int:
        """The demo's participant sends a file that nobody asked for; the flag that it raises."""
        person = self.participants()[0]

        def work(connection: Connection) -> int:
            inbound = Inbound(
                "web",
                f"file {content!r}",
                str(person.id),
                "text" if words else "media",
                text=words,
                media="photo" if file_type.startswith("image/") else "voice",
                file="web:file",
                file_type=file_type,
                content=content,
            )
            self.house.installation.services.receiver.receive(connection, inbound, clock.now())
            flag = flags.open_flag_of(connection, person.id)
            assert flag is not None
            return int(flag.id)

        return self.house.store(work)

    async def opens(self, flag: int) -> None:
        """Sam reads the flag."""
        await self.sam.open(f"/inbox/flag/{flag}")
        await self.sam.press("Open to read")
