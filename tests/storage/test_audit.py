"""The auditor's own query: a flag that nobody and nothing will see to is found, however it came
about. What is wrong is put into the database directly, as a fault would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select, update

from storage import audit, contacts, people, projects
from storage.database import Database
from storage.flags import FLAG, add_flag
from storage.outbox import OUTBOX

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=10)
LONG_AGO = NOW - timedelta(hours=2)


class Office:
    """A project with somebody who has a channel, and flags put in as they are."""

    def __init__(self, database: Database) -> None:
        self.database = database

        def work(connection: Connection) -> tuple[int, int, int]:
            project = projects.add_project(connection, "Project", NOW)
            sam = people.add_person(
                connection, code="S-1", role="facilitator", project_id=project, now=NOW
            )
            channel = contacts.add_channel(
                connection, person_id=sam, bot="staff", kind="telegram", address="9", now=NOW
            )
            return project, sam, channel

        self.project, self.sam, self.channel = database.transact_now(work)

    def flag(self, **changes: Any) -> int:
        values = {
            "project_id": self.project,
            "level": "urgent",
            "topic": "danger",
            "opened_at": NOW - timedelta(minutes=5),
            "acknowledge_by": SOON,
            "contact_by": NOW + timedelta(minutes=55),
            "next_at": SOON,
            "status": "open",
            "version": 1,
            "rung": 0,
            "conduct": False,
        }
        return self.database.transact_now(lambda c: add_flag(c, **{**values, **changes}))

    def message(self, created_at: datetime = LONG_AGO, **changes: Any) -> None:
        values = {
            "bot": "staff",
            "channel_id": self.channel,
            "person_id": self.sam,
            "lane": 0,
            "act": "send",
            "kind": "alert",
            "repeatable": True,
            "screen_sealed": b"-",
            "status": "pending",
            "tries": 0,
            "created_at": created_at,
            "due_at": created_at,
        }
        self.database.transact_now(lambda c: c.execute(insert(OUTBOX).values(**values | changes)))

    def unattended(self, now: datetime = NOW) -> list[int]:
        return self.database.read_now(lambda c: audit.unattended_flags(c, now))

    def late(self, now: datetime = NOW) -> int:
        return self.database.read_now(lambda c: audit.late_messages(c, now)).count

    def stuck_at(self, flag_id: int) -> Any:
        return self.database.read_now(
            lambda c: c.execute(select(FLAG.c.stuck_at).where(FLAG.c.id == flag_id)).scalar_one()
        )


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.mark.parametrize(
    "broken",
    [
        {"next_at": None},
        {"next_at": LONG_AGO},
        {"next_at": NOW - timedelta(minutes=2)},
        {"next_at": NOW + timedelta(days=2)},
        {"next_at": NOW + timedelta(days=60), "level": "routine"},
        {"status": "acknowledged", "next_at": None},
        {"status": "acknowledged", "next_at": LONG_AGO, "contact_by": LONG_AGO},
        {"status": "snoozed", "next_at": None},
        {"status": "handing_over", "next_at": LONG_AGO},
        {"status": "contacted", "next_at": None},
        {"status": "a state that nobody knows", "next_at": None},
    ],
)
def test_a_flag_with_neither_a_next_step_nor_somebody_in_time_is_found(
    office: Office, broken: dict[str, Any]
) -> None:
    flag = office.flag(**broken)
    assert office.unattended() == [flag]


def test_a_flag_that_something_or_somebody_will_see_to_is_not(office: Office) -> None:
    office.flag()
    office.flag(next_at=NOW - timedelta(seconds=90))  # it is due, and about to be done
    office.flag(status="acknowledged", next_at=None, owner_id=office.sam)
    office.flag(status="acknowledged", next_at=LONG_AGO, owner_id=office.sam)
    office.flag(status="contacted", next_at=NOW + timedelta(days=3))
    office.flag(level="routine", next_at=NOW + timedelta(days=10))
    office.flag(status="closed", next_at=None)
    assert office.unattended() == []


def test_an_owner_whose_time_is_over_counts_no_more(office: Office) -> None:
    flag = office.flag(status="acknowledged", next_at=None, owner_id=office.sam, contact_by=SOON)
    assert office.unattended(SOON) == []
    assert office.unattended(SOON + timedelta(minutes=2)) == [flag]


def test_an_alarm_is_set_once_and_ends_when_somebody_sees_to_the_flag(office: Office) -> None:
    flag, well = office.flag(next_at=None), office.flag()
    set_alarms = [
        office.database.transact_now(lambda c, one=one: audit.set_alarm(c, one, NOW))  # type: ignore[misc]
        for one in (flag, flag, well)
    ]
    assert set_alarms == [True, False, False]
    assert office.stuck_at(flag) == NOW
    assert office.unattended() == []
    assert office.database.read_now(audit.alarms) == [flag]
    assert not office.database.transact_now(lambda c: audit.end_alarm(c, flag, NOW))
    office.database.transact_now(
        lambda c: c.execute(update(FLAG).where(FLAG.c.id == flag).values(next_at=SOON))
    )
    assert office.database.transact_now(lambda c: audit.end_alarm(c, flag, NOW))
    assert office.stuck_at(flag) is None


def test_an_alarm_ends_when_the_flag_is_closed(office: Office) -> None:
    flag = office.flag(next_at=None, status="closed", stuck_at=LONG_AGO)
    assert office.database.transact_now(lambda c: audit.end_alarm(c, flag, NOW))


def test_alerts_that_do_not_leave_are_late(office: Office) -> None:
    flag = office.flag()
    office.message(NOW - timedelta(minutes=4), flag_id=flag)
    assert office.late() == 0
    assert office.late(NOW + timedelta(minutes=1)) == 1
    office.message(flag_id=flag, status="sending")
    office.message(kind="signpost", tries=4, due_at=SOON)
    assert office.late() == 2
    assert office.database.read_now(lambda c: audit.late_messages(c, NOW)).oldest == LONG_AGO


def test_what_waits_rightly_is_not_late(office: Office) -> None:
    flag, closed = office.flag(), office.flag(status="closed", next_at=None)
    office.message(due_at=SOON)  # planned for later, and not tried yet
    office.message(lane=2, kind="invite")
    office.message(act="edit", kind="alert-update", flag_id=flag)
    office.message(flag_id=closed)
    for status in ("sent", "failed", "stale"):
        office.message(status=status, flag_id=flag)
    assert office.late() == 0


def test_an_alert_that_reached_the_person_another_way_is_not_late(office: Office) -> None:
    flag = office.flag()
    office.message(flag_id=flag, status="sent", bot="email")
    office.message(flag_id=flag, tries=9)
    assert office.late() == 0
    office.message(flag_id=flag, tries=1, created_at=LONG_AGO + timedelta(minutes=1))
    assert office.late() == 1  # a later alert, which reached them nowhere


INSTANTS = st.one_of(
    st.none(), st.integers(-300, 300_000).map(lambda minutes: NOW + timedelta(minutes=minutes))
)
FLAGS = st.fixed_dictionaries(
    {
        "level": st.sampled_from(["urgent", "soon", "routine"]),
        "status": st.sampled_from(
            ["open", "acknowledged", "snoozed", "handing_over", "contacted", "closed"]
        ),
        "next_at": INSTANTS,
        "contact_by": INSTANTS.map(lambda at: at or NOW),
        "owned": st.booleans(),
        "stuck_at": st.sampled_from([None, LONG_AGO]),
    }
)


def attended(flag: dict[str, Any]) -> bool:
    """The invariant again, in plain Python."""
    grace = NOW - timedelta(minutes=2)
    pressing = flag["level"] == "urgent" and flag["status"] in ("open", "snoozed", "handing_over")
    farthest = NOW + timedelta(days=1 if pressing else 45)
    something = flag["next_at"] is not None and grace < flag["next_at"] <= farthest
    somebody = flag["status"] == "acknowledged" and flag["owned"] and flag["contact_by"] > grace
    return bool(something or somebody)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(FLAGS, min_size=1, max_size=12))
def test_whatever_stands_in_the_database_it_finds_just_those_that_nobody_sees_to(
    office: Office, shapes: list[dict[str, Any]]
) -> None:
    office.database.transact_now(lambda c: c.execute(delete(FLAG)))
    expected = []
    for shape in shapes:
        given_flag = dict(shape)
        owned = given_flag.pop("owned")
        flag = office.flag(**given_flag, owner_id=office.sam if owned else None)
        if shape["status"] != "closed" and not shape["stuck_at"] and not attended(shape):
            expected.append(flag)
    assert office.unattended() == expected
