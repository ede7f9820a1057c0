"""Everything that can happen to flags, in whatever order."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import timedelta
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)
from sqlalchemy import Connection

from bot.aftercare.acting import Result
from bot.aftercare.alerts import actor
from bot.aftercare.closing import close
from bot.aftercare.flags import Signal
from bot.aftercare.handing_over import hand_over
from bot.aftercare.life import OUTCOMES, acts_for, standing_of
from bot.aftercare.noting import note
from bot.aftercare.snoozing import snooze
from bot.aftercare.undelivered import on_blocked, on_failed
from bot.aftercare.whom_to_tell import ask_for_talk, choose, lean_to_others
from bot.delivery.lanes import Lane
from bot.delivery.outbox import claim
from bot.delivery.settling import ASKED_TO_WAIT, NOT_SENT
from storage import contacts, flags
from storage.database import open_database
from storage.outbox import UNCERTAIN
from storage.outbox_marks import mark_retry
from tests.aftercare.flag_moves import ACTS, BY_NAME
from tests.aftercare.life_scene import FLAG, LIMITS, OUTBOX, Life
from tests.conftest import SECRET

NAMES: Final = ("Sam", "Priya", "Lee", "Kim")


class FlagWorld(RuleBasedStateMachine):
    """One participant, four members of staff, a clock, and workers.

    `new_url` makes an empty database with migrated tables, and takes it away afterwards.
    """

    new_url: Callable[[], AbstractContextManager[str]]

    def __init__(self) -> None:
        super().__init__()
        self.held = ExitStack()
        database = open_database(self.held.enter_context(self.new_url()), SECRET)
        self.held.callback(database.close)
        self.life = Life(database)
        self.said = 0
        self.seen: list[Any] = []
        self.before: dict[int, Any] = {}
        self.events: list[Any] = []
        self.worked_at = self.life.now

    def teardown(self) -> None:
        self.held.close()

    @initialize(level=st.sampled_from(["urgent", "soon", "routine"]))
    def begins(self, level: str) -> None:
        self.says(level, "danger")

    # What the participant does

    @rule(
        level=st.sampled_from(["urgent", "soon", "routine"]),
        topic=st.sampled_from(["danger", "contact", "domestic"]),
    )
    def says(self, level: str, topic: str) -> None:
        self._says(level, topic)

    @precondition(lambda self: self.said > 2)
    @rule(about=st.sampled_from([(), ("Lee",), ("Priya",)]), often=st.integers(0, 3))
    def says_something_about_staff(self, about: tuple[str, ...], often: int) -> None:
        if often == 3:  # all that they say afterwards is kept from somebody
            self._says("soon", "conduct", about)

    def _says(self, level: str, topic: str, about: tuple[str, ...] = ()) -> None:
        raised = self.life.raises(level, topic, about)
        self.said += 1
        self._somebody_is_told(raised.flag_id)

    @rule()
    def asks_for_talk(self) -> None:
        signal = Signal("soon", "contact", "talk", "would like to talk")

        def work(connection: Connection) -> None:
            contact = self.life.contact(connection)
            ask_for_talk(connection, LIMITS, contact, signal, None, self.life.now)

        self.life.does(work)
        self.said += 1

    @rule(named=st.booleans(), leans=st.booleans())
    def chooses_whom_to_tell(self, named: bool, leans: bool) -> None:
        def work(connection: Connection) -> None:
            contact = self.life.contact(connection)
            if leans:
                lean_to_others(connection, contact, self.life.now)
            else:
                choose(connection, LIMITS, contact, named=named, now=self.life.now)

        self.life.does(work)

    # What staff do

    @rule()
    def looks(self) -> None:
        """Somebody has a flag before them, as it is now."""
        self.seen = [*self.seen[-3:], self.life.flag()]

    @rule(name=st.sampled_from(NAMES), pick=st.integers(0, 99))
    def does_something_that_they_can(self, name: str, pick: int) -> None:
        self._does_what_they_can(name, pick)

    @rule(pick=st.integers(0, 99))
    def whoever_has_it_does_something(self, pick: int) -> None:
        flag = self.life.flag()
        has = flag.handed_to_id or flag.owner_id
        name = next((name for name in NAMES if self.life.staff[name].id == has), "Lee")
        self._does_what_they_can(name, pick)

    def _does_what_they_can(self, name: str, pick: int) -> None:
        flag = self.life.flag()
        can = acts_for(standing_of(flag), actor(self.life.staff[name]))
        act = can[pick % len(can)]
        given: tuple[Any, ...] = ()
        if act == "hand_over":
            given = (self.life.staff[NAMES[pick % 4]].id,)
        elif act == "snooze":
            given = (self.life.now + (flag.contact_by - self.life.now) / 5,)
        elif act == "close":
            given = (OUTCOMES[pick % 6], "What was done.")
        elif act == "note":
            given = ("a note",)
        self._act(BY_NAME[act], name, *given)

    @rule(act=st.sampled_from(ACTS), name=st.sampled_from(NAMES), old=st.booleans())
    def acts(self, act: Callable[..., Result], name: str, old: bool) -> None:
        self._act(act, name, old=old)

    @rule(name=st.sampled_from(NAMES), to=st.sampled_from(NAMES))
    def hands_over(self, name: str, to: str) -> None:
        self._act(hand_over, name, self.life.staff[to].id)

    @rule(name=st.sampled_from(NAMES), minutes=st.sampled_from([-5, 1, 10, 50, 300, 3000]))
    def snoozes(self, name: str, minutes: int) -> None:
        self._act(snooze, name, self.life.now + timedelta(minutes=minutes))

    @rule(
        name=st.sampled_from(NAMES),
        outcome=st.sampled_from(OUTCOMES),
        words=st.sampled_from(["", "What was done."]),
    )
    def closes(self, name: str, outcome: str, words: str) -> None:
        self._act(close, name, outcome, words)

    @rule(name=st.sampled_from(NAMES))
    def opens_to_read(self, name: str) -> None:
        self.life.reads(name)

    @rule(name=st.sampled_from(NAMES))
    def writes_a_note(self, name: str) -> None:
        self._act(note, name, "a note")

    def _act(self, act: Callable[..., Result], name: str, *given: Any, old: bool = False) -> None:
        flag = self.seen[0] if old and self.seen else self.life.flag()
        before = self.life.rows(FLAG, id=flag.id)[0]
        result = self.life.act_on(flag, act, name, *given)
        after = self.life.rows(FLAG, id=flag.id)[0]
        if not result.won and result.problem != "nobody":
            assert (before.version, before.status) == (after.version, after.status)
            assert result.problem is not None

    # What happens to phones

    @rule(name=st.sampled_from(NAMES), found=st.booleans())
    def phone(self, name: str, found: bool) -> None:
        self.life.loses(name, found=found)

    @rule(name=st.sampled_from(NAMES))
    def blocks_the_bot(self, name: str) -> None:
        address = f"staff {self.life.staff[name].id}"
        self.life.does(lambda connection: on_blocked(connection, "staff", address, self.life.now))

    @rule(count=st.integers(1, 4))
    def alerts_do_not_arrive(self, count: int) -> None:
        def work(connection: Connection) -> None:
            for message in claim(
                connection,
                "staff",
                Lane.ALERT,
                limit=count,
                now=self.life.now,
                lease_seconds=60,
            ):
                contacts.mark_channel_lost(connection, message.channel_id, self.life.now)
                on_failed(connection, message, "refused", self.life.now)

        self.life.does(work)

    @rule(problem=st.sampled_from([NOT_SENT, UNCERTAIN, ASKED_TO_WAIT]))
    def alerts_have_to_wait(self, problem: str) -> None:
        """The staff bot is down: what is due is tried, and comes up again."""

        def work(connection: Connection) -> None:
            now = self.life.now
            for message in claim(
                connection, "staff", Lane.ALERT, limit=50, now=now, lease_seconds=60
            ):
                again = now + timedelta(minutes=1)
                mark_retry(connection, message.outbox_id, message.tries, again, problem)

        self.life.does(work)

    @rule()
    def everything_arrives(self) -> None:
        self.life.delivers()

    # Time

    @rule(minutes=st.sampled_from([1, 7, 15, 45, 60, 240, 1440, 5000]))
    def time_passes(self, minutes: int) -> None:
        self.life.later(minutes=minutes)

    @rule(minutes=st.sampled_from([1, 15, 45, 60, 240, 1440]))
    def time_passes_and_a_worker_works(self, minutes: int) -> None:
        self.life.later(minutes=minutes)
        self.a_worker_works(50)

    @rule()
    def what_is_due_next_happens(self) -> None:
        flag = self.life.flag()
        if flag.next_at is not None:
            self.life.now = max(self.life.now, flag.next_at)
            self.a_worker_works(50)

    @rule(limit=st.sampled_from([1, 50]))
    def a_worker_works(self, limit: int) -> None:
        while self.life.work(limit) == limit:
            pass
        self.life.work()
        self.worked_at = self.life.now
        sent = len(self.life.rows(OUTBOX))
        assert self.life.work() == 0  # a second worker finds nothing to do
        assert len(self.life.rows(OUTBOX)) == sent

    def _somebody_is_told(self, flag_id: int) -> None:
        """A signal alerts somebody at once, if there is anybody who may see it and be reached."""

        def work(connection: Connection) -> bool:
            hidden = flags.hidden_from(connection, flag_id)
            return any(
                one.id not in hidden
                and contacts.working_channels(connection, one.id, ("staff", "inbox"))
                for one in self.life.staff.values()
            )

        flag = self.life.rows(FLAG, id=flag_id)[0]
        told = [
            row
            for row in self.life.rows(OUTBOX, flag_id=flag_id, kind="alert")
            if row.created_at == self.life.now
        ]
        assert told or flag.conduct or not self.life.database.read_now(work)
