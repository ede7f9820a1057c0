"""Where one flag, promise or rota cannot be handled, all the others still are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, update
from sqlalchemy.exc import OperationalError

from bot.aftercare.apart import REST, Apart
from bot.delivery.lanes import Lane
from bot.delivery.outbox import claim
from bot.delivery.settling import NOT_SENT
from bot.due import BATCH, Due
from bot.watching import Watch
from bot.watching_duty import DutyWatch
from storage.database import Database
from storage.outbox_marks import mark_retry
from storage.unavailable import DatabaseUnavailable
from tests.aftercare.life_scene import FLAG, Life
from tests.aftercare.one_by_one import NO_SUCH_ZONE, LifeClock, lives_in, others, tick
from tests.checkins.scene import services


@pytest.fixture
def life(database: Database) -> Life:
    return Life(database)


def flags_tick(life: Life) -> Callable[[], object]:
    due = Due(life.database, LifeClock(life), services(), {}, lambda: None)
    return due.ticks()["flags"]


async def test_flags_that_cannot_be_handled_keep_no_other_from_climbing(life: Life) -> None:
    """As many of them as are taken up at once, and all of them more urgent."""
    cohort = others(life, BATCH + 1)
    life.raises("soon")
    lives_in(life, cohort, NO_SUCH_ZONE)
    life.now = life.flag().next_at
    before = [row.next_at for row in life.rows(FLAG)]
    once = flags_tick(life)
    assert len(await tick(life, once)) == BATCH + 1
    after = life.rows(FLAG)
    assert after[-1].rung > 0
    assert life.alerts("Priya")
    # They stay due: whoever looks for flags that nothing happens to finds them.
    assert [row.next_at for row in after[:-1]] == before[:-1]


async def test_a_flag_that_could_not_be_handled_is_tried_again_after_a_rest(life: Life) -> None:
    cohort = others(life, 1)
    lives_in(life, cohort, NO_SUCH_ZONE)
    life.later(minutes=16)
    once = flags_tick(life)
    assert await tick(life, once) == ["flag 1"]
    assert await tick(life, once) == []
    lives_in(life, cohort, "Europe/London")
    life.now += REST
    assert await tick(life, once) == []
    assert life.flag().rung > 0


async def test_a_flag_that_cannot_be_handled_raises_the_alarm(life: Life) -> None:
    lives_in(life, others(life, 1), NO_SUCH_ZONE)
    once = flags_tick(life)
    watch = Watch(life.database, LifeClock(life), None, lambda: None)
    life.later(minutes=18)
    await tick(life, once)
    assert not await watch.look(life.now)
    assert life.flag().stuck_at == life.now
    assert "stuck" in life.alerts("Priya")[-1].text


async def test_a_promise_that_cannot_be_looked_at_keeps_no_other_from_it(life: Life) -> None:
    others(life, 1)
    life.raises("urgent")
    without_a_channel = update(FLAG).where(FLAG.c.id == 1).values(channel_id=None)
    life.does(lambda connection: connection.execute(without_a_channel))
    life.loses("Sam")
    life.later(seconds=20)
    duty = DutyWatch(life.database, LifeClock(life), lambda: None)
    assert await tick(life, duty.tick) == ["promise 1"]
    assert life.flag().next_at == life.now


async def test_a_flag_whose_rung_cannot_be_looked_at_keeps_no_other_from_going_past_theirs(
    life: Life,
) -> None:
    """The staff bot takes nothing, and nobody waits for those whom it does not reach."""
    others(life, 2)
    life.raises("urgent")
    life.does(lambda connection: refuse_alerts(connection, life.now))
    without_a_channel = update(FLAG).where(FLAG.c.id < 3).values(channel_id=None)
    life.does(lambda connection: connection.execute(without_a_channel))
    life.later(minutes=2)
    assert await tick(life, flags_tick(life)) == ["rung of flag 1", "rung of flag 2"]
    assert life.happened()[-1] == "climbed"
    assert life.flag().rung > 0
    assert [row.rung for row in life.rows(FLAG)][:2] == [0, 0]


def refuse_alerts(connection: Connection, now: datetime) -> None:
    for message in claim(connection, "staff", Lane.ALERT, limit=50, now=now, lease_seconds=60):
        again = now + timedelta(minutes=5)
        mark_retry(connection, message.outbox_id, message.tries, again, NOT_SENT)


def test_a_clock_that_is_put_back_makes_no_rest_longer(sqlite_database: Database) -> None:
    life = Life(sqlite_database)
    apart = Apart("flag")
    done: list[datetime] = []

    def does(work: Callable[[], object]) -> None:
        life.does(lambda connection: apart.do(connection, 1, work, life.now))

    def fails() -> None:
        raise ValueError

    does(fails)
    does(lambda: done.append(life.now))
    assert not done
    life.later(days=-1)
    does(lambda: done.append(life.now))
    assert done


def test_that_the_database_failed_is_no_fault_of_the_flag(sqlite_database: Database) -> None:
    """All of it is taken back, and done again at the next tick."""
    life = Life(sqlite_database)

    def fails() -> None:
        raise OperationalError("statement", None, RuntimeError("deadlock"))

    with pytest.raises(DatabaseUnavailable):
        life.does(lambda connection: Apart("flag").do(connection, 1, fails, life.now))
