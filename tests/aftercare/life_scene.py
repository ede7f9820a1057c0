"""A project with staff and a participant whose flags go through their life; no network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, select, update
from sqlmodel import SQLModel

from bot.aftercare.acting import Result
from bot.aftercare.climbing import climb
from bot.aftercare.deadlines import Limits
from bot.aftercare.flags import Raised, Signal, raise_flag
from bot.delivery.screen import Screen
from bot.people.enrolment import enrol
from storage import contacts, flags, projects
from storage.contacts import Contact
from storage.database import Database
from storage.people import Someone
from storage.sealing import sealer_of

TABLES = SQLModel.metadata.tables
FLAG, EVENT, SIGNAL, OUTBOX, CHANNEL = (
    TABLES[name] for name in ("flag", "flag_event", "flag_signal", "outbox", "channel")
)
TUESDAY_NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LIMITS = Limits()

T = TypeVar("T")


class Life:
    """`now` moves only when told to. Sam is the named facilitator; Priya is the safeguarding lead
    and a coordinator, Lee a coordinator, Kim a second facilitator."""

    def __init__(self, database: Database, now: datetime = TUESDAY_NOON) -> None:
        self.database = database
        self.now = now
        self.staff: dict[str, Someone] = {}
        self.channels: dict[str, int] = {}
        database.transact_now(self._people)

    def _people(self, connection: Connection) -> None:
        self.project = projects.add_project(connection, "Project", self.now)
        cohort = projects.add_cohort(
            connection, self.project, "Group", "Europe/London", "england", self.now
        )
        for name, role, lead in (
            ("Sam", "facilitator", False),
            ("Priya", "coordinator", True),
            ("Lee", "coordinator", False),
            ("Kim", "facilitator", False),
        ):
            person = enrol(
                connection,
                role=role,
                project_id=self.project,
                name=name,
                lead=lead,
                now=self.now,
            )
            self.staff[name] = person
            self.channels[name] = self._channel(connection, person.id, "staff")
        participant = enrol(
            connection,
            role="participant",
            project_id=self.project,
            cohort_id=cohort,
            facilitator_id=self.staff["Sam"].id,
            now=self.now,
        )
        self.person = participant.id
        self.channel = self._channel(connection, participant.id, "participant")

    def _channel(self, connection: Connection, person_id: int, bot: str) -> int:
        return contacts.add_channel(
            connection,
            person_id=person_id,
            bot=bot,
            kind="telegram",
            address=f"{bot} {person_id}",
            now=self.now,
        )

    # What happens

    def does(self, work: Callable[[Connection], T]) -> T:
        return self.database.transact_now(work)

    def contact(self, connection: Connection) -> Contact:
        return contacts.contact_of(connection, self.channel)

    def raises(
        self, level: str = "urgent", topic: str = "danger", about: tuple[str, ...] = ()
    ) -> Raised:
        """The participant says something."""
        named = frozenset(self.staff[name].id for name in about)

        def work(connection: Connection) -> Raised:
            signal = Signal(level, topic, "rule", f"reason {level}", None, f"words {self.now}")
            contact = self.contact(connection)
            raised = raise_flag(connection, LIMITS, contact, signal, None, self.now, named)
            assert raised is not None
            return raised

        return self.does(work)

    def act(self, act: Callable[..., Result], name: str, *given: Any, **named: Any) -> Result:
        """Somebody does something to the newest flag, as they see it now."""
        return self.act_on(self.flag(), act, name, *given, **named)

    def act_on(
        self, flag: Any, act: Callable[..., Result], name: str, *given: Any, **named: Any
    ) -> Result:
        """Somebody does something to a flag as it was when they looked at it."""
        wants = act.__code__.co_varnames[: act.__code__.co_argcount]
        known = {
            "limits": LIMITS,
            "flag_id": flag.id,
            "version": flag.version,
            "staff_id": self.staff[name].id,
            "now": self.now,
        }
        own = [key for key in wants[1:] if key not in known]
        values = {key: known[key] for key in wants if key in known}
        values |= dict(zip(own, given, strict=False)) | named
        return self.does(lambda connection: act(connection, **values))

    def reads(self, name: str) -> None:
        """Somebody opens the newest flag to read it."""
        flag_id, staff_id = self.flag().id, self.staff[name].id
        self.does(lambda c: flags.add_event(c, flag_id, "read", self.now, staff_id))

    def later(self, **duration: float) -> None:
        self.now += timedelta(**duration)

    def work(self, limit: int = 50) -> int:
        """What is due by now is done."""
        return self.does(lambda connection: climb(connection, LIMITS, self.now, limit))

    def passes(self, **duration: float) -> None:
        """Time passes minute by minute, with the worker at work."""
        until = self.now + timedelta(**duration)
        while self.now < until:
            self.now = min(until, self.now + timedelta(minutes=1))
            self.work()

    def delivers(self) -> None:
        """Everything in the outbox goes out."""
        self.does(
            lambda connection: connection.execute(
                update(OUTBOX)
                .where(OUTBOX.c.status == "pending")
                .values(status="sent", remote_id="9", sent_at=self.now)
            )
        )

    def loses(self, name: str, *, found: bool = False) -> None:
        """Somebody's channel is lost, or works again."""
        channel = self.channels[name]
        self.does(
            lambda connection: (
                contacts.touch_channel(connection, channel, self.now)
                if found
                else contacts.mark_channel_lost(connection, channel, self.now)
            )
        )

    # What there is

    def rows(self, table: Any, **where: Any) -> list[Any]:
        chosen = [table.c[name] == value for name, value in where.items()]
        order = table.c.id
        return self.database.read_now(
            lambda connection: list(
                connection.execute(select(table).where(*chosen).order_by(order))
            )
        )

    def flag(self) -> Any:
        return self.rows(FLAG)[-1]

    def happened(self) -> list[str]:
        """The kinds of everything that happened to the newest flag."""
        return [row.kind for row in self.rows(EVENT, flag_id=self.flag().id)]

    def alerts(self, name: str, *, act: str = "send") -> list[Screen]:
        """What somebody was sent about flags, in order."""
        return self._screens(self.staff[name].id, act)

    def told(self) -> list[str]:
        """What the participant was told unasked, in order."""
        return [screen.text for screen in self._screens(self.person, "send")]

    def _screens(self, person_id: int, act: str) -> list[Screen]:
        def work(connection: Connection) -> list[Screen]:
            sealer = sealer_of(connection)
            rows = connection.execute(
                select(OUTBOX.c.screen_sealed)
                .where(OUTBOX.c.person_id == person_id, OUTBOX.c.act == act)
                .order_by(OUTBOX.c.id)
            ).scalars()
            return [Screen.from_json(sealer.unseal(row, "outbox.screen")) for row in rows]

        return self.database.read_now(work)
