"""Times with nobody on call: who hears of them, when, and how often."""

from __future__ import annotations

from datetime import UTC, date, time

import pytest
from sqlalchemy import Connection

from bot.aftercare.rota_watch import rota_problems
from bot.delivery.lanes import Lane
from storage import contacts
from storage import rota as stored
from storage.database import Database
from tests.aftercare.conftest import PRIYA, SAM
from tests.aftercare.rota_scene import RotaScene, at
from tests.checkins.scene import Scene

LEE = "903"


@pytest.fixture
def rota(scene: Scene) -> RotaScene:
    return RotaScene(scene)


def problems(rota: RotaScene) -> list[str]:
    scene = rota.scene
    return scene.database.read_now(
        lambda connection: list(rota_problems(connection, scene.project, scene.now))
    )


def lose(rota: RotaScene, chat: str) -> None:
    def work(connection: Connection) -> None:
        contact = contacts.find_contact(connection, "staff", "telegram", chat)
        assert contact is not None
        contacts.mark_channel_lost(connection, contact.channel_id, rota.scene.now)

    rota.scene.database.transact_now(work)


def test_without_a_rota_nothing_is_missing(rota: RotaScene) -> None:
    rota.scene.staff("Priya", "coordinator", chat=PRIYA)
    assert rota.watches() == 0
    assert problems(rota) == []


def test_a_gap_is_reported_to_the_coordinators_a_week_ahead_once(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", chat=SAM)
    rota.scene.staff("Priya", "coordinator", chat=PRIYA)
    rota.always(sam, weekdays=(0, 1, 2, 3, 4, 5))  # nobody on Sundays
    rota.scene.now = rota.scene.now.replace(day=21)
    sent = len(rota.scene.screens(SAM))
    assert rota.watches() == 1
    assert "until midnight" not in rota.scene.last(PRIYA).text
    assert "from midnight tonight to midnight tomorrow night" in rota.scene.last(PRIYA).text
    for _ in range(5):
        rota.scene.later(hours=1)
        assert rota.watches() == 0
    rota.scene.now = rota.scene.now.replace(day=22, hour=1)  # the next Sunday comes within a week
    assert rota.watches() == 1
    assert rota.watches() == 0
    assert len(rota.scene.screens(SAM)) == sent


def test_a_gap_that_is_under_way_is_not_reported_anew_every_minute(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", "coordinator", chat=SAM)
    rota.always(sam, weekdays=(2, 3, 4, 5, 6, 0))  # nobody on Tuesdays
    assert rota.watches() == 1
    for _ in range(30):
        rota.scene.later(minutes=17)
        assert rota.watches() == 0


def test_a_gap_that_was_filled_and_opens_again_is_reported_again(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", "coordinator", chat=SAM)
    lee = rota.scene.staff("Lee", chat=LEE)
    rota.always(sam)
    assert rota.watches() == 0
    rota.away(sam, "2026-11-25T09:00")
    assert rota.watches() == 1
    shift = rota.always(lee, last_day=date(2026, 11, 25))
    assert rota.watches() == 0
    rota.scene.database.transact_now(
        lambda connection: stored.remove_shift(connection, shift, rota.scene.now)
    )
    assert rota.watches() == 1
    rota.away(sam, "2026-11-27T09:00")
    assert rota.watches() == 1  # it is longer than they were told
    assert "9 am on Friday" in rota.scene.last(SAM).text


def test_whoever_loses_their_channel_leaves_a_gap(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", chat=SAM)
    rota.scene.staff("Priya", "coordinator", chat=PRIYA)
    rota.always(sam)
    assert rota.watches() == 0
    assert problems(rota) == []
    lose(rota, SAM)
    assert rota.watches() == 1
    assert "Nobody is on the rota at all" in rota.scene.last(PRIYA).text
    assert problems(rota)[0].startswith("Sam is on the rota and cannot be reached")


def test_an_empty_rota_is_an_alert_at_once_and_every_day(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", "coordinator", chat=SAM)
    shift = rota.always(sam)
    rota.scene.database.transact_now(
        lambda connection: stored.remove_shift(connection, shift, rota.scene.now)
    )
    assert rota.watches() == 1
    assert "Nobody is on the rota at all" in rota.scene.last(SAM).text
    rota.scene.later(hours=5)
    assert rota.watches() == 0
    rota.scene.later(hours=19)
    assert rota.watches() == 1
    rota.scene.database.transact_now(
        lambda connection: stored.drop_rota(connection, rota.scene.project)
    )
    rota.scene.later(hours=24)
    assert rota.watches() == 0


def test_a_rota_that_runs_out_is_reported_a_week_before(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", "coordinator", chat=SAM)
    rota.always(sam, last_day=date(2026, 12, 3))
    assert rota.watches() == 0
    rota.scene.later(days=3)
    assert rota.watches() == 1
    words = "from midnight at the end of Thursday on, with no end in sight"
    assert words in rota.scene.last(SAM).text
    rota.scene.later(days=1)
    assert rota.watches() == 0


def test_a_gap_is_said_once_somebody_can_be_told_of_it(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", chat=SAM)
    rota.put(sam)
    lose(rota, SAM)
    assert rota.watches() == 0
    rota.scene.staff("Priya", "coordinator", chat=PRIYA)
    assert rota.watches() == 1


def test_a_notice_of_a_gap_waits_for_every_alert_of_a_flag(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", "coordinator", chat=SAM)
    rota.put(sam)
    rota.watches()
    notice = rota.scene.rows("outbox")[-1]
    assert notice["kind"] == "notice"
    assert notice["lane"] > Lane.ALERT  # type: ignore[operator]


def test_two_programs_that_look_at_once_report_a_gap_once(database: Database) -> None:
    scene = Scene(database)
    rota = RotaScene(scene)
    rota.put(scene.staff("Sam", "coordinator", chat=SAM))
    assert [rota.watches(), rota.watches()] == [1, 0]
    assert len(scene.rows("rota_gap")) == 2


def test_a_rota_for_the_nights_is_not_missing_in_working_hours(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", "coordinator", chat=SAM)
    lee = rota.scene.staff("Lee", chat=LEE)
    rota.put(sam)
    rota.put(lee, weekdays=(5, 6), starts=time(9), ends=time(17))
    assert rota.watches() == 0
    assert problems(rota) == []
    rota.away(sam, "2026-11-25T08:00")
    assert rota.watches() == 1
    told = rota.scene.last(SAM).text
    assert "from 5 pm today to 8 am tomorrow" in told
    assert told.count("from") == 1


@pytest.mark.parametrize("weekdays", [(0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5, 6)])
def test_a_rota_for_the_day_is_not_missing_at_night(
    rota: RotaScene, weekdays: tuple[int, ...]
) -> None:
    sam = rota.scene.staff("Sam", "coordinator", chat=SAM)
    rota.put(sam, weekdays=weekdays, starts=time(8, 30), ends=time(17, 30))
    assert rota.watches() == 0
    rota.away(sam, "2026-11-25T12:00")
    assert rota.watches() == 1
    told = rota.scene.last(SAM).text
    assert "until 5:30 pm today" in told
    assert "from 8:30 am tomorrow to 12 noon tomorrow" in told
    assert "and " not in told


def test_a_rota_for_the_nights_is_needed_on_bank_holidays_too(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", "coordinator", chat=SAM)
    lee = rota.scene.staff("Lee", chat=LEE)
    rota.put(sam)
    rota.put(lee, weekdays=(5, 6), starts=time(9), ends=time(17))
    rota.scene.now = at("2026-12-20T12:00").astimezone(UTC)
    assert rota.watches() == 1
    assert "from 9 am on Friday to 5 pm on Friday" in rota.scene.last(SAM).text


def test_gaps_that_follow_each_other_are_told_in_one_short_notice(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", "coordinator", chat=SAM)
    rota.put(sam, ends=time(6))
    assert rota.watches() == 1
    told = rota.scene.last(SAM).text
    assert told.count("from ") == 3
    assert "and 4 more in the next seven days\nIt goes on like this after that." in told
    for _ in range(12):
        rota.scene.later(hours=12)
        assert rota.watches() == 0


def test_a_weekend_is_told_of_once(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", "coordinator", chat=SAM)
    rota.put(sam)
    notices = 0
    for _ in range(21):
        notices += rota.watches()
        rota.scene.later(days=1)
    assert notices == 4
    assert "on Saturday" in rota.scene.last(SAM).text


def test_a_night_rota_that_nobody_stands_on_any_more_is_empty(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", chat=SAM)
    rota.scene.staff("Priya", "coordinator", chat=PRIYA)
    rota.put(sam)
    rota.watches()
    lose(rota, SAM)
    assert rota.watches() == 1
    assert "Nobody is on the rota at all" in rota.scene.last(PRIYA).text


def test_a_night_rota_that_runs_out_is_reported_a_week_before(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", "coordinator", chat=SAM)
    lee = rota.scene.staff("Lee", chat=LEE)
    rota.put(sam, last_day=date(2026, 12, 3))
    rota.put(lee, weekdays=(5, 6), starts=time(9), ends=time(17), last_day=date(2026, 12, 3))
    rota.scene.later(days=3, hours=6)
    assert rota.watches() == 1
    told = rota.scene.last(SAM).text
    assert "from 5 pm on Friday 4 December on, with no end in sight" in told
    assert told.count("from") == 1
