"""Two at the same flag in the same moment: one wins, the other is told who, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from time import sleep
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.aftercare.acknowledging import acknowledge, take_over
from bot.aftercare.acting import Result
from bot.aftercare.climbing import climb
from bot.aftercare.closing import agree, close, refuse, reopen
from bot.aftercare.contacting import contacted
from bot.aftercare.escalating import escalate
from bot.aftercare.flags import Signal, raise_flag
from bot.aftercare.handing_over import accept, decline, hand_over
from bot.aftercare.snoozing import snooze
from bot.aftercare.undelivered import on_failed
from bot.delivery.lanes import Lane
from bot.delivery.outbox import claim
from storage.database import Database, open_database
from storage.flags import change_flag, flag_to_change
from tests.aftercare.life_scene import EVENT, LIMITS, OUTBOX, SIGNAL, Life
from tests.conftest import SECRET

Work = Callable[[Connection], Any]


@pytest.fixture
def life(database: Database) -> Life:
    return Life(database)


@pytest.fixture
def taken(life: Life) -> Life:
    life.raises("urgent")
    life.act(acknowledge, "Sam")
    return life


# One after the other, both having looked at the same flag


def both(life: Life, first: tuple[Any, ...], second: tuple[Any, ...]) -> tuple[Result, Result]:
    """Two members of staff act on the flag as it was before either did."""
    seen = life.flag()
    return (
        life.act_on(seen, *first),
        life.act_on(seen, *second),
    )


@pytest.mark.parametrize(
    ("name", "first", "second", "says"),
    [
        ("acknowledge", (acknowledge, "Sam"), (acknowledge, "Priya"), ("not now", "Sam")),
        ("open", (acknowledge, "Sam"), (escalate, "Priya"), ("changed", "Sam")),
        ("taken", (contacted, "Lee"), (contacted, "Sam"), ("not now", "Lee")),
        ("taken", (take_over, "Lee"), (take_over, "Priya"), ("changed", "Lee")),
        ("taken", (take_over, "Lee"), (contacted, "Sam"), ("not yours", "Lee")),
        ("taken", (close, "Sam", "spoke", ""), (close, "Lee", "spoke", ""), ("not now", "Sam")),
        ("taken", (close, "Lee", "spoke", ""), (contacted, "Sam"), ("not now", "Lee")),
        ("taken", (escalate, "Lee"), (contacted, "Sam"), ("not now", "Lee")),
        ("asked", (accept, "Lee"), (decline, "Sam"), ("not now", "Lee")),
        ("asked", (decline, "Sam"), (accept, "Lee"), ("not now", "Sam")),
        ("asked", (take_over, "Priya"), (accept, "Lee"), ("not now", "Priya")),
        ("closing", (agree, "Priya"), (refuse, "Lee"), ("not now", "Priya")),
        ("closing", (refuse, "Priya"), (agree, "Lee"), ("not now", "Priya")),
        ("closing", (agree, "Priya"), (agree, "Lee"), ("not now", "Priya")),
        ("closed", (reopen, "Kim"), (reopen, "Lee"), ("not now", "Kim")),
    ],
)
def test_whoever_is_second_is_told_who_was_first(
    life: Life, name: str, first: Any, second: Any, says: tuple[str, str]
) -> None:
    life.raises("urgent")
    if name not in ("acknowledge", "open"):
        life.act(acknowledge, "Sam")
    if name == "asked":
        life.act(hand_over, "Sam", life.staff["Lee"].id)
    elif name == "closing":
        life.act(close, "Sam", "emergency", "999 was called.")
    elif name == "closed":
        life.reads("Sam")
        life.act(close, "Sam", "spoke", "")
    for who in (first[1], second[1]):
        life.reads(who)
    won, lost = both(life, first, second)
    assert won.won
    assert not lost.won
    assert (lost.problem, lost.who) == says


def test_nobody_closes_a_flag_over_words_that_they_have_not_seen(taken: Life) -> None:
    seen = taken.flag()
    taken.raises("soon")
    for act, given in ((close, ("spoke", "")), (contacted, ())):
        assert taken.act_on(seen, act, "Sam", *given).problem == "changed"
    until = taken.now + timedelta(minutes=5)
    assert taken.act_on(seen, snooze, "Sam", until).problem == "changed"
    assert taken.flag().status == "acknowledged"


def test_a_press_that_comes_late_changes_nothing(taken: Life) -> None:
    seen = taken.flag()
    taken.passes(hours=1)
    assert taken.flag().status == "open"
    for act in (contacted, escalate, take_over):
        assert not taken.act_on(seen, act, "Sam").won
    assert taken.flag().status == "open"


def test_acknowledging_works_however_old_the_alert_is(life: Life) -> None:
    life.raises("urgent")
    seen = life.flag()
    life.passes(hours=5)
    assert life.act_on(seen, acknowledge, "Sam").won


# In the same moment, from several programs


def at_once(url: str, *works: Work) -> list[Any]:
    """Each piece of work in a program of its own, begun together; what each came to."""
    ready = Barrier(len(works))

    def run(work: Work) -> Any:
        database = open_database(url, SECRET)
        try:
            ready.wait(10)
            return database.transact_now(work)
        finally:
            database.close()

    with ThreadPoolExecutor(len(works)) as programs:
        return list(programs.map(run, works))


def test_of_four_who_press_in_one_moment_one_has_the_flag(life: Life, database_url: str) -> None:
    life.raises("urgent")
    flag_id = life.flag().id

    def press(name: str) -> Work:
        staff_id = life.staff[name].id
        return lambda connection: acknowledge(connection, LIMITS, flag_id, staff_id, life.now)

    results = at_once(database_url, *(press(name) for name in life.staff))
    winners = [result.who for result in results if result.won]
    assert len(winners) == 1
    assert {result.who for result in results} == set(winners)
    assert life.happened().count("acknowledged") == 1
    assert len(life.told()) == 1


@pytest.mark.parametrize("minutes", [15, 45, 60])
def test_workers_that_overlap_do_each_thing_once(
    life: Life, database_url: str, minutes: int
) -> None:
    """(seen in apscheduler 231: two schedulers on one store fired twice)"""
    life.raises("urgent")
    if minutes > 15:
        life.act(acknowledge, "Sam")
    if minutes > 45:
        life.later(minutes=45)
        life.work()
        life.later(minutes=-45)
    life.later(minutes=minutes)
    before = len(life.rows(OUTBOX, act="send"))
    events = len(life.happened())

    def work(connection: Connection) -> int:
        return climb(connection, LIMITS, life.now)

    at_once(database_url, work, work, work)
    alone = {15: 2, 45: 1, 60: 4}[minutes]  # rung 2 has two; a reminder; rung, Sam, and the person
    assert len(life.rows(OUTBOX, act="send")) - before == alone
    assert len(life.happened()) - events == {15: 1, 45: 1, 60: 2}[minutes]


def test_something_said_while_somebody_closes_is_in_one_flag_or_the_next(
    life: Life, database_url: str
) -> None:
    life.raises("soon")
    life.act(acknowledge, "Sam")
    seen = life.flag()
    sam = life.staff["Sam"].id

    def say(connection: Connection) -> None:
        contact = life.contact(connection)
        signal = Signal("urgent", "danger", "rule", "reason", None, "words")
        raise_flag(connection, LIMITS, contact, signal, None, life.now)

    def shut(connection: Connection) -> Result:
        return close(connection, LIMITS, seen.id, seen.version, sam, "spoke", "", life.now)

    _, closed = at_once(database_url, say, shut)
    flag = life.flag()
    assert (flag.status, flag.level) == ("open", "urgent")
    assert len(life.rows(SIGNAL)) == 2
    assert (flag.id != seen.id) is closed.won
    assert (flag.earlier_id == seen.id) is closed.won


def test_a_flag_that_is_taken_on_while_it_climbs_is_taken_on(life: Life, database_url: str) -> None:
    life.raises("urgent")
    flag_id, sam = life.flag().id, life.staff["Sam"].id
    life.later(minutes=15)
    _, result = at_once(
        database_url,
        lambda connection: climb(connection, LIMITS, life.now),
        lambda connection: acknowledge(connection, LIMITS, flag_id, sam, life.now),
    )
    assert result.won
    assert life.flag().status == "acknowledged"
    assert life.flag().next_at > life.now
    assert len(life.rows(EVENT, kind="acknowledged")) == 1


def test_an_alert_that_fails_while_somebody_changes_the_flag_makes_it_climb_all_the_same(
    life: Life, database_url: str
) -> None:
    life.raises("urgent")
    (message,) = life.does(
        lambda connection: claim(
            connection, "staff", Lane.ALERT, limit=1, now=life.now, lease_seconds=60
        )
    )
    changed, failing = Event(), Event()

    def change(connection: Connection) -> None:
        flag = flag_to_change(connection, message.flag_id or 0)
        assert flag is not None
        change_flag(connection, flag.id, flag.version)
        changed.set()
        failing.wait(10)
        sleep(0.3)  # until the other one waits for this

    def fail(connection: Connection) -> None:
        failing.set()
        on_failed(connection, message, "refused", life.now)

    other = open_database(database_url, SECRET)
    with ThreadPoolExecutor(1) as programs:
        changing = programs.submit(other.transact_now, change)
        assert changed.wait(10)
        if life.database.dialect == "sqlite":
            failing.set()  # the database itself lets one in after the other
        life.does(fail)
        changing.result(10)
    other.close()
    assert life.flag().next_at == life.now
