"""Whatever happens to flags, in whatever order: no one of them just stays, and nothing is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.aftercare.life import OUTCOMES
from storage import flags
from storage.audit import unattended_flags
from tests.aftercare.flag_moves import LEADS, LIVE, OWNED
from tests.aftercare.flag_world import FlagWorld
from tests.aftercare.life_scene import EVENT, FLAG, SIGNAL
from tests.postgres import new_database

NewUrl: TypeAlias = Callable[[], AbstractContextManager[str]]


class Flags(FlagWorld):
    """What always holds, whatever has happened."""

    @invariant()
    def every_signal_is_kept(self) -> None:
        assert len(self.life.rows(SIGNAL)) == self.said

    @invariant()
    def history_is_only_added_to(self) -> None:
        now = self.life.rows(EVENT)
        assert now[: len(self.events)] == self.events
        self.events = now

    @invariant()
    def where_a_flag_stands_is_what_happened_to_it(self) -> None:
        rows = {row.id: row for row in self.life.rows(FLAG)}
        assert rows.keys() >= self.before.keys()
        for flag_id, flag in rows.items():
            earlier = self.before.get(flag_id)
            if earlier is not None and earlier.status != flag.status:
                assert flag.version > earlier.version
            status = ""
            for row in self.life.rows(EVENT, flag_id=flag_id):
                status = "open" if row.kind == "opened" else LEADS[row.kind][status]
            assert status == flag.status
        self.before = rows

    @invariant()
    def what_is_not_closed_has_something_coming(self) -> None:
        for flag in self.life.rows(FLAG):
            if flag.status == "closed":
                assert flag.next_at is None
                assert flag.closed_at is not None
                self._closed_rightly(flag)
                continue
            assert flag.status in LIVE
            assert flag.next_at is not None
            assert flag.closed_at is None
            if self.worked_at == self.life.now:
                assert flag.next_at >= self.life.now
            self._owned_rightly(flag)

    def _owned_rightly(self, flag: Any) -> None:
        assert (flag.owner_id is not None) is (flag.status in OWNED)
        assert (flag.handed_to_id is not None) is (flag.status == "handing_over")
        assert (flag.snoozed_until is not None) is (flag.status == "snoozed")
        if flag.status in ("acknowledged", "handing_over", "snoozed"):
            # Whatever came too late is seen to at once.
            assert flag.next_at <= max(flag.contact_by, self.life.now)
        if flag.closed_by_id is not None:
            assert flag.status in ("acknowledged", "contacted")
            assert flag.outcome is not None
        if flag.owner_id is not None:
            assert flag.owner_id not in self.life.database.read_now(
                lambda connection: flags.hidden_from(connection, flag.id)
            )

    def _closed_rightly(self, flag: Any) -> None:
        assert flag.outcome in OUTCOMES
        if flag.level == "urgent" and flag.outcome != "spoke":
            assert flag.confirmed_by_id is not None
            assert flag.confirmed_by_id != flag.closed_by_id
            assert any(row.words_sealed for row in self.life.rows(EVENT, kind="asked to close"))
        if flag.outcome == "spoke":
            assert flag.contacted_at is not None
            readers = {row.actor_id for row in self.life.rows(EVENT, flag_id=flag.id, kind="read")}
            assert flag.level != "urgent" or flag.closed_by_id in readers

    @invariant()
    def the_auditor_finds_nothing(self) -> None:
        if self.worked_at == self.life.now:
            now = self.life.now
            assert self.life.database.read_now(lambda c: unattended_flags(c, now)) == []

    @precondition(lambda self: self.worked_at == self.life.now)
    @rule()
    def the_worker_has_kept_the_limits(self) -> None:
        """What is in somebody's hands has a limit that has not passed."""
        for flag in self.life.rows(FLAG):
            if flag.status in ("acknowledged", "handing_over", "snoozed"):
                assert flag.contact_by >= self.life.now


def run(new_url: NewUrl, *, examples: int, steps: int) -> None:
    machine = type("Flags", (Flags,), {"new_url": staticmethod(new_url)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def on_sqlite(sqlite_template: Path) -> NewUrl:
    """A new database in a file."""

    @contextmanager
    def new() -> Iterator[str]:
        with TemporaryDirectory() as folder:
            shutil.copy(sqlite_template, Path(folder) / "wesaid.db")
            yield f"sqlite:///{folder}/wesaid.db"

    return new


@pytest.fixture
def on_postgresql(run_folder: Path) -> NewUrl:
    """A new database on the run's server."""
    return partial(new_database, run_folder)


@pytest.mark.timeout(900)  # a story that fails is made shorter first, which takes minutes
def test_no_flag_stays_and_nothing_is_lost_whatever_happens(on_sqlite: NewUrl) -> None:
    run(on_sqlite, examples=15, steps=30)


@pytest.mark.timeout(900)
def test_no_flag_stays_and_nothing_is_lost_on_postgresql_either(on_postgresql: NewUrl) -> None:
    run(on_postgresql, examples=3, steps=20)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_no_flag_stays_and_nothing_is_lost_in_many_more_lives(on_sqlite: NewUrl) -> None:
    run(on_sqlite, examples=400, steps=60)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_no_flag_stays_in_many_more_lives_on_postgresql(on_postgresql: NewUrl) -> None:
    run(on_postgresql, examples=40, steps=40)
