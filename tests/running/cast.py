"""People in a story: who there is, and what they do in front of their phones."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.aftercare.rota_changes import add_shift
from bot.app import Installation
from bot.checkins.inbound import Inbound
from bot.people.enrolment import enrol
from bot.people.staff_email import give_email
from bot.rounds.rounds import CONSENT
from storage import contacts, people, projects
from storage.people import Someone
from tests.delivery.chats import HandClock
from tests.email.mail_host import MailHost
from tests.running.timeline import Timeline
from tests.telegram import EmulatedBot, EmulatedMessage, EmulatedUser, Emulator
from tests.web.plain_browser import PlainBrowser

T = TypeVar("T")
MOST_QUESTIONS = 20
PUBLIC = "https://wesaid.example.org"
LINK = re.compile(rf"{re.escape(PUBLIC)}(/alert/\S+)")


class Cast:
    """The people of one project. They are called by their names."""

    def __init__(
        self,
        installation: Installation,
        clock: HandClock,
        telegram: Emulator,
        post: MailHost,
        pages: str,
    ) -> None:
        """`pages` is where the pages are served."""
        self.pages = pages
        self.installation = installation
        self.database = installation.database
        self.telegram = telegram
        self.post = post
        self.people: dict[str, Someone] = {}
        self.clock = clock
        self._names: dict[int, str] = {}
        self._codes: dict[str, str] = {}
        self.addresses: dict[str, str] = {}
        self.letters = 0
        self.timeline = Timeline(self._names, self._codes)
        self.staff_bot = telegram.bots["staff_bot"]
        self.people_bot = telegram.bots["people_bot"]

        def work(connection: Connection) -> tuple[int, int]:
            project = projects.add_project(connection, "Project", self.now)
            return project, projects.add_cohort(
                connection, project, "Group", "Europe/London", "england", self.now
            )

        self.project, self.cohort = self.store(work)

    # Who there is

    async def staff(
        self,
        name: str,
        role: str = "facilitator",
        *,
        lead: bool = False,
        email: bool = False,
        telegram: bool = True,
    ) -> Someone:
        """Somebody who has joined the staff bot, and gets e-mail too if wanted."""

        def work(connection: Connection) -> Someone:
            person = enrol(
                connection,
                role=role,
                project_id=self.project,
                name=name,
                lead=lead,
                now=self.now,
            )
            if telegram:
                self._joins(connection, person, name, self.staff_bot)
            if email:
                address = f"{name.lower()}@example.org"
                self.addresses[address] = name
                assert not give_email(connection, person, address, self.now, works=True)
            return person

        self.people[name] = self.store(work)
        self._codes[self.people[name].code] = name
        await self.settle()
        self.letters = len(self.post.mailbox.letters)  # the one that says hello
        return self.people[name]

    def participant(self, name: str, facilitator: str) -> Someone:
        """Somebody who has agreed to check-ins, and is in none."""

        def work(connection: Connection) -> Someone:
            person = enrol(
                connection,
                role="participant",
                project_id=self.project,
                cohort_id=self.cohort,
                facilitator_id=self.people[facilitator].id,
                name=name,
                now=self.now,
            )
            people.add_consent(connection, person.id, CONSENT, True, None, self.now)
            self._joins(connection, person, name, self.people_bot)
            return person

        self.people[name] = self.store(work)
        self._codes[self.people[name].code] = name
        return self.people[name]

    def chats_on_the_web(self, name: str) -> None:
        """Somebody has the web chat open as well."""
        person = self.people[name]
        self.store(
            lambda connection: contacts.add_channel(
                connection,
                person_id=person.id,
                bot="web",
                kind="web",
                address=str(person.id),
                now=self.now,
            )
        )

    def _joins(self, connection: Connection, person: Someone, name: str, bot: EmulatedBot) -> None:
        user = self.telegram.user(100 + person.id, name)
        self._names[user.user_id] = name
        bot.chat_with(user).started = True
        contacts.add_channel(
            connection,
            person_id=person.id,
            bot="staff" if bot is self.staff_bot else "participant",
            kind="telegram",
            address=str(user.user_id),
            now=self.now,
        )
        people.mark_joined(connection, person.id, self.now)

    def always_on_call(self, name: str, place: str = "first") -> None:
        self.on_call(name, place=place, weekdays=tuple(range(7)), starts=time(0), ends=time(0))

    def on_call(self, name: str, *, place: str = "first", **when: Any) -> None:
        """Puts somebody on the rota: `weekdays`, `starts`, `ends` and so on."""
        given = {"place": place, "zone": "Europe/London", "first_day": date(2026, 1, 1), **when}
        self.store(
            lambda connection: add_shift(
                connection, self.project, self.people[name], now=self.now, **given
            )
        )

    # What they do

    async def says_on_the_web(self, name: str, words: str) -> None:
        """Somebody writes in the web chat; what they are answered there is not in the timeline."""
        person, receiver = self.people[name], self.installation.services.receiver
        inbound = Inbound("web", f"web {self.now}", str(person.id), "text", text=words)
        self.store(lambda connection: receiver.receive(connection, inbound, self.now))
        self.timeline.says(f"{name} writes in the web chat: {words}")
        await self.done()

    async def writes(self, name: str, words: str) -> None:
        await self.user(name).send_text(self._bot_of(name), words)
        await self.done()

    async def presses(self, name: str, label: str) -> None:
        """The lowest button whose label begins like this."""
        await self.user(name).press(self._shows(name, label), label)
        await self.done()

    async def skips_to(self, name: str, label: str) -> None:
        """Skips one question after the other until a button whose label begins like this is shown.

        None of it stands in the timeline.
        """
        bot = self._bot_of(name)
        for _ in range(MOST_QUESTIONS):
            shown = self.user(name).last(bot)
            if any(one.startswith(label) for one in shown.labels):
                break
            await self.user(name).press(shown, "Skip")
            await self.settle()
        self.timeline.forget()

    async def press_together(self, names: list[str], label: str) -> None:
        """They press at the same moment; the first of them was a blink sooner."""
        for name in names:
            await self.user(name).press(self._shows(name, label), label)
        await self.done()

    async def follows_the_link(self, name: str, *then: str) -> None:
        """Opens the page that the newest e-mail leads to, presses its button, and `then` others."""
        async with PlainBrowser(self.pages) as browser:
            await browser.open(self._link(name))
            self.timeline.says(f"{name} opens the link in the e-mail, and presses its button")
            await browser.press("Acknowledge: I will be in touch")
            assert "It is yours" in browser.words
            for label in then:
                self.timeline.says(f"{name} presses [{label}] on that page")
                await browser.press(label)
        await self.done()

    def _link(self, name: str) -> str:
        for addresses, letter in reversed(self.post.mailbox.letters):
            found = LINK.search(letter.get_content())
            if found and name in {self.addresses[one] for one in addresses}:
                return found.group(1)
        raise AssertionError(f"{name} has got no e-mail with a link:\n{self.timeline.text()}")

    async def blocks_the_bot(self, name: str) -> None:
        await self.user(name).block(self._bot_of(name))
        self.timeline.says(f"{name} blocks the bot")
        await self.done()

    def user(self, name: str) -> EmulatedUser:
        return self.telegram.user(100 + self.people[name].id)

    def _bot_of(self, name: str) -> EmulatedBot:
        return self.people_bot if self.people[name].role == "participant" else self.staff_bot

    def _shows(self, name: str, label: str) -> EmulatedMessage:
        chat = self._bot_of(name).chat_with(self.user(name))
        for message in reversed(chat.messages.values()):
            if any(one.startswith(label) for one in message.labels) and not message.deleted:
                return message
        raise AssertionError(f"{name} sees no button {label}:\n{self.timeline.text()}")

    def store(self, work: Callable[[Connection], T]) -> T:
        """Does something in the database directly."""
        return self.database.transact_now(work)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def settle(self) -> None:
        """Waits until all that was written has been handled, and all that is due has gone out."""
        raise NotImplementedError

    async def done(self) -> None:
        """Somebody did something: what follows from it happens within the same minute."""
        raise NotImplementedError
