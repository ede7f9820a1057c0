"""A prepared statement does what the same statement does in SQLAlchemy, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, MultipleResultsFound, OperationalError, StatementError

from storage.database import Database
from storage.prepared import Prepared
from storage.tables import Person, Project
from tests.storage.rows import LEASE, NOON, keep

PROJECT = Project.__table__  # type: ignore[attr-defined]
PERSON = Person.__table__  # type: ignore[attr-defined]

ADD_PROJECT = Prepared(insert(PROJECT))
ADD_PERSON = Prepared(insert(PERSON))
PEOPLE = Prepared(select(PERSON).order_by(PERSON.c.id))
LEASES = Prepared(
    select(LEASE.c.name, LEASE.c.until)
    .where(
        LEASE.c.holder == bindparam("holder"),
        LEASE.c.name.in_(["a", "b", "c"]),
        LEASE.c.until.in_([NOON, NOON + timedelta(days=1)]),
        LEASE.c.until < NOON + timedelta(days=2),
    )
    .order_by(LEASE.c.name)
    .limit(2)
)
MOVE = Prepared(
    update(LEASE)
    .where(LEASE.c.name == bindparam("which"), LEASE.c.holder != bindparam("to"))
    .values(holder=bindparam("to"), until=bindparam("at"))
)


def person(code: str, **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "role": "participant",
        "project_id": 1,
        "lead": True,
        "locale": "en",
        "name_sealed": b"\x00\xff",
        "created_at": NOON,
        **more,
    }


@pytest.fixture(autouse=True)
def _project(database: Database) -> None:
    database.transact_now(
        lambda c: c.execute(insert(PROJECT).values(id=1, name="first", created_at=NOON))
    )


def test_adding_answers_the_new_id(database: Database) -> None:
    database.transact_now(lambda c: c.execute(text("DELETE FROM project")))
    names = ["second", "third"]
    ids = database.transact_now(
        lambda c: [
            ADD_PROJECT.add(c, {"name": name, "approval_needed": False, "created_at": NOON})
            for name in names
        ]
    )
    found = database.read_now(lambda c: c.execute(select(PROJECT.c.id, PROJECT.c.name)).all())
    assert sorted(found) == sorted(zip(ids, names, strict=True))


def test_rows_come_back_as_sqlalchemy_would_give_them(database: Database) -> None:
    first = person("P-1", paused_until=NOON + timedelta(microseconds=1))
    second = person("P-2", lead=False, name_sealed=None)
    database.transact_now(lambda c: (ADD_PERSON.add(c, first), ADD_PERSON.add(c, second)))
    prepared = database.read_now(lambda c: PEOPLE.all(c, {}))
    plain = database.read_now(lambda c: c.execute(select(PERSON).order_by(PERSON.c.id)).all())
    assert [tuple(row) for row in prepared] == [tuple(row) for row in plain]
    assert prepared[0].paused_until == first["paused_until"]
    assert [row.lead for row in prepared] == [True, False]
    assert prepared[0].name_sealed == b"\x00\xff"


def test_constants_stay_and_values_change_from_use_to_use(database: Database) -> None:
    database.transact_now(keep("a", "b", "c", "d"))
    assert [row.name for row in database.read_now(lambda c: LEASES.all(c, {"holder": "test"}))] == [
        "a",
        "b",
    ]
    assert database.read_now(lambda c: LEASES.all(c, {"holder": "other"})) == []
    assert (
        database.transact_now(lambda c: MOVE.change(c, {"which": "c", "to": "x", "at": NOON})) == 1
    )
    found = database.read_now(lambda c: LEASES.one_or_none(c, {"holder": "x"}))
    assert found == ("c", NOON)
    assert found.until == NOON


def test_a_change_that_meets_no_row_says_so(database: Database) -> None:
    database.transact_now(keep("a"))
    move = {"which": "a", "to": "x", "at": NOON}
    assert database.transact_now(lambda c: (MOVE.change(c, move), MOVE.change(c, move))) == (1, 0)


def test_one_or_none_knows_none_and_several(database: Database) -> None:
    assert database.read_now(lambda c: LEASES.one_or_none(c, {"holder": "test"})) is None
    database.transact_now(keep("a", "b"))
    with pytest.raises(MultipleResultsFound):
        database.read_now(lambda c: LEASES.one_or_none(c, {"holder": "test"}))


def test_a_statement_that_returns_what_it_changed(database: Database) -> None:
    gone = Prepared(delete(LEASE).where(LEASE.c.name == bindparam("n")).returning(LEASE.c.until))
    database.transact_now(keep("a", "b"))
    assert database.transact_now(lambda c: gone.one_or_none(c, {"n": "a"})) == (NOON,)
    assert database.transact_now(lambda c: gone.one_or_none(c, {"n": "a"})) is None
    assert database.read_now(lambda c: c.scalar(select(func.count()).select_from(LEASE))) == 1


def test_different_columns_may_be_given_from_use_to_use(database: Database) -> None:
    with_more = person("P-2", preferences_sealed=b"t")
    database.transact_now(lambda c: ADD_PERSON.add(c, person("P-1")))
    database.transact_now(lambda c: ADD_PERSON.add(c, with_more))
    rows = database.read_now(lambda c: PEOPLE.all(c, {}))
    assert [row.preferences_sealed for row in rows] == [None, b"t"]


def test_errors_are_sqlalchemys_own_and_the_transaction_goes_on(database: Database) -> None:
    def work(connection: Any) -> None:
        with pytest.raises(IntegrityError), connection.begin_nested():
            ADD_PROJECT.add(
                connection, {"name": "first", "approval_needed": False, "created_at": NOON}
            )
        naive = NOON.replace(tzinfo=None)
        with pytest.raises(StatementError, match="time zone"), connection.begin_nested():
            ADD_PROJECT.add(
                connection, {"name": "second", "approval_needed": False, "created_at": naive}
            )
        ADD_PROJECT.add(connection, {"name": "third", "approval_needed": False, "created_at": NOON})

    database.transact_now(work)
    names = database.read_now(lambda c: set(c.scalars(select(PROJECT.c.name))))
    assert names == {"first", "third"}


def test_a_value_that_is_missing_is_named(database: Database) -> None:
    with pytest.raises(StatementError, match="'at'"):
        database.transact_now(lambda c: MOVE.change(c, {"which": "a", "to": "x"}))


def test_a_list_is_refused(sqlite_database: Database) -> None:
    some = Prepared(
        select(LEASE.c.name).where(LEASE.c.name.in_(bindparam("names", expanding=True)))
    )
    with pytest.raises(TypeError, match="takes no list"):
        sqlite_database.read_now(lambda c: some.all(c, {"names": ["a"]}))


def test_a_missing_table_is_told_by_sqlalchemy(sqlite_database: Database) -> None:
    sqlite_database.transact_now(lambda c: c.execute(text("DROP TABLE lease")))
    with pytest.raises(OperationalError, match="no such table"):
        sqlite_database.read_now(lambda c: LEASES.all(c, {"holder": "test"}))
