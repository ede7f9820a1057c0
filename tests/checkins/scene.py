"""A participant and a facilitator in front of the real receiver, desk and database; no network."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count

from sqlalchemy import Connection, select, update
from sqlmodel import SQLModel

from bot.aftercare.climbing import climb
from bot.aftercare.staff_inbound import StaffInbound
from bot.checkins.inbound import Inbound
from bot.composing import Services, compose
from bot.delivery.screen import Button, Screen
from bot.people.enrolment import enrol, make_code
from bot.rounds.rounds import add_round_now, send_due
from bot.settings import Settings
from flows.definition import load_flow
from storage import projects
from storage.database import Database
from storage.people import Someone
from storage.sealing import sealer_of

OUTBOX = SQLModel.metadata.tables["outbox"]
CHANNEL = SQLModel.metadata.tables["channel"]
TUESDAY_NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@lru_cache(maxsize=1)
def services() -> Services:
    return compose(Settings(database_url="sqlite://"))


class Scene:
    """`now` moves only when told to. People are told apart by their chat's address."""

    def __init__(self, database: Database, *, now: datetime = TUESDAY_NOON) -> None:
        self.database = database
        self.now = now
        self.services = services()
        self._numbers = count(1)

        def work(connection: Connection) -> tuple[int, int]:
            project = projects.add_project(connection, "Project", now)
            return project, projects.add_cohort(
                connection, project, "Tuesday group", "Europe/London", "england", now
            )

        self.project, self.cohort = database.transact_now(work)

    # Who there is

    def staff(
        self,
        name: str,
        role: str = "facilitator",
        *,
        lead: bool = False,
        chat: str = "",
    ) -> Someone:
        """A member of staff; with a chat, one who has joined the staff bot."""

        def work(connection: Connection) -> tuple[Someone, str]:
            person = enrol(
                connection,
                role=role,
                project_id=self.project,
                name=name,
                lead=lead,
                now=self.now,
            )
            return person, make_code(connection, person.id, self.now)

        person, code = self.database.transact_now(work)
        if chat:
            self.staff_sends(chat, "join", text=code)
        return person

    def participant(
        self, facilitator: Someone | None = None, *, chat: str = "", agreed: bool = True
    ) -> Someone:
        """A participant; with a chat, one who has joined, and if `agreed` finished `welcome`."""

        def work(connection: Connection) -> tuple[Someone, str]:
            person = enrol(
                connection,
                role="participant",
                project_id=self.project,
                cohort_id=self.cohort,
                facilitator_id=facilitator.id if facilitator else None,
                now=self.now,
            )
            return person, make_code(connection, person.id, self.now)

        person, code = self.database.transact_now(work)
        self.code = code
        if chat:
            self.sends(chat, "join", text=code)
            if agreed:
                self.finish_welcome(chat)
        return person

    def finish_welcome(self, chat: str) -> None:
        self.presses(chat, "Yes")
        while any(button.label == "Skip" for button in self.last(chat).controls):
            self.presses(chat, "Skip")

    def round(self, flow: str = "after-session") -> None:
        """A check-in for everybody who may get one, now."""

        def work(connection: Connection) -> None:
            cohort = projects.find_cohort(connection, self.project, "Tuesday group")
            assert cohort is not None
            add_round_now(connection, cohort, flow, self.now, anyway=True)
            send_due(connection, self.services.conversations, self.now)

        self.database.transact_now(work)

    def asks(self, written: str) -> None:
        """Adds a flow to the project, and sends it to everybody who may get one, now."""
        flow = load_flow(written, "test.yaml")

        def work(connection: Connection) -> None:
            shelf = self.services.conversations.shelf
            shelf.add(connection, self.project, flow, written, "test.yaml", self.now)

        self.database.transact_now(work)
        self.round(flow.name)

    def climbs(self) -> int:
        """Flags whose time has come go one rung up the ladder; how many there were."""

        def work(connection: Connection) -> int:
            return climb(connection, self.services.limits, self.now)

        return self.database.transact_now(work)

    def later(self, **duration: float) -> None:
        self.now += timedelta(**duration)

    # What people do

    def sends(self, chat: str, kind: str, **given: str) -> bool:
        """Any inbound; False when it was here before."""
        inbound = Inbound("participant", str(next(self._numbers)), chat, kind)  # type: ignore[arg-type]
        return self.receives(replace(inbound, **given))  # type: ignore[arg-type]

    def receives(self, inbound: Inbound) -> bool:
        self.all_sent()
        return self.database.transact_now(
            lambda connection: self.services.receiver.receive(connection, inbound, self.now)
        )

    def writes(self, chat: str, text: str) -> Screen:
        """Types a message; the newest screen afterwards."""
        self.sends(chat, "text", text=text)
        return self.last(chat)

    def changes(self, chat: str, message_id: str, text: str) -> Screen:
        """Edits an earlier message; the newest screen afterwards."""
        self.sends(chat, "edited", text=text, message_id=message_id)
        return self.last(chat)

    def presses(self, chat: str, label: str) -> Screen:
        """Presses a button of the newest screen that has it; the newest screen afterwards."""
        self.sends(chat, "press", press=self.button(chat, label).press, message_id="77")
        return self.last(chat)

    def button(self, chat: str, label: str) -> Button:
        for screen in reversed(self.screens(chat)):
            for button in (*screen.choices, *screen.controls):
                if button.label.startswith(label):
                    return button
        raise AssertionError(f"nobody was shown a button that begins with {label!r}")

    def staff_sends(self, chat: str, kind: str, **given: str) -> bool:
        inbound = StaffInbound(str(next(self._numbers)), chat, kind)  # type: ignore[arg-type]
        inbound = replace(inbound, **given)  # type: ignore[arg-type]
        self.all_sent()
        return self.database.transact_now(
            lambda connection: self.services.desk.receive(connection, inbound, self.now)
        )

    def staff_presses(self, chat: str, label: str) -> Screen:
        self.staff_sends(chat, "press", press=self.button(chat, label).press)
        return self.last(chat)

    # What they see

    def all_sent(self) -> None:
        """Everything in the outbox has gone out, as delivery would see to at once."""

        def work(connection: Connection) -> None:
            connection.execute(
                update(OUTBOX)
                .where(OUTBOX.c.status == "pending")
                .values(status="sent", remote_id="9", sent_at=self.now)
            )

        self.database.transact_now(work)

    def screens(self, chat: str, *, act: str = "send") -> list[Screen]:
        """Everything that was sent to a chat, in order."""

        def work(connection: Connection) -> list[Screen]:
            sealer = sealer_of(connection)
            rows = connection.execute(
                select(OUTBOX.c.screen_sealed, CHANNEL.c.address_sealed)
                .join(CHANNEL, CHANNEL.c.id == OUTBOX.c.channel_id)
                .where(OUTBOX.c.act == act)
                .order_by(OUTBOX.c.id)
            )
            return [
                Screen.from_json(sealer.unseal(row.screen_sealed, "outbox.screen"))
                for row in rows
                if sealer.unseal(row.address_sealed, "channel.address") == chat
            ]

        return self.database.read_now(work)

    def last(self, chat: str) -> Screen:
        return self.screens(chat)[-1]

    def signpost(self, chat: str) -> Screen:
        """The newest answer to words that need a person."""
        return [screen for screen in self.screens(chat) if screen.kind == "signpost"][-1]

    def answers_how(self, chat: str) -> Screen:
        """Says how, when and that it is safe to be reached; the newest screen afterwards."""
        for label in ("A message here", "Any time of day", "Yes, at any time"):
            shown = self.presses(chat, label)
        return shown

    def answers(self, *, standing: bool = True) -> list[tuple[object, object, object]]:
        """(step, value, status) of each answer, also of those withdrawn if not `standing`."""
        return [
            (row["step"], row["value"], row["status"])
            for row in self.rows("answer")
            if row["withdrawn_at"] is None or not standing
        ]

    def rows(self, table: str) -> list[dict[str, object]]:
        """All rows of a table, as they are stored."""
        found = SQLModel.metadata.tables[table]
        return self.database.read_now(
            lambda connection: [
                dict(row) for row in connection.execute(select(found).order_by("id")).mappings()
            ]
        )
