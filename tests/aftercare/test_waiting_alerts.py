"""Alerts that wait while a channel is down: nobody waits for them, and none comes too late."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import Connection, update

from bot.aftercare.acknowledging import acknowledge
from bot.aftercare.contacting import contacted
from bot.aftercare.handing_over import hand_over
from bot.aftercare.rota_changes import add_shift
from bot.delivery.lanes import Lane
from bot.delivery.outbox import claim
from storage import contacts
from storage.database import Database
from storage.outbox_marks import mark_retry
from tests.aftercare.life_scene import OUTBOX, Life


@pytest.fixture
def life(database: Database) -> Life:
    return Life(database)


def add_email(life: Life, name: str) -> None:
    life.does(
        lambda connection: contacts.add_channel(
            connection,
            person_id=life.staff[name].id,
            bot="email",
            kind="email",
            address=f"{name}@example.org",
            now=life.now,
        )
    )


def always_on_call(life: Life, name: str) -> None:
    def work(connection: Connection) -> None:
        add_shift(
            connection,
            life.project,
            life.staff[name],
            place="first",
            weekdays=range(7),
            starts=time(0),
            ends=time(0),
            zone="Europe/London",
            first_day=date(2026, 11, 1),
            now=life.now,
        )

    life.does(work)


def tries(life: Life, bot: str = "staff", problem: str = "not sent") -> None:
    """Everything that is due by this bot is tried, and waits for another try."""

    def work(connection: Connection) -> None:
        for message in claim(connection, bot, Lane.ALERT, limit=50, now=life.now, lease_seconds=60):
            mark_retry(connection, message.outbox_id, message.tries, life.now, problem)

    life.does(work)


def sends(life: Life, bot: str) -> None:
    """What waits for this bot goes out."""
    life.does(
        lambda connection: connection.execute(
            update(OUTBOX)
            .where(OUTBOX.c.bot == bot, OUTBOX.c.status == "pending")
            .values(status="sent", remote_id="9", sent_at=life.now)
        )
    )


def waiting(life: Life, name: str) -> list[Any]:
    rows = life.rows(OUTBOX, person_id=life.staff[name].id, kind="alert")
    return [row for row in rows if row.status in ("pending", "sending")]


def test_the_next_person_is_told_at_once_when_no_channel_of_the_first_works(life: Life) -> None:
    life.raises("urgent")
    tries(life)
    assert life.work() == 1
    assert life.alerts("Priya")
    assert life.flag().rung > 0


def test_e_mail_beside_it_is_enough(life: Life) -> None:
    add_email(life, "Sam")
    life.raises("urgent")
    sends(life, "email")
    tries(life)
    assert life.work() == 0
    assert not life.alerts("Priya")


def test_e_mail_that_is_down_as_well_is_not_enough(life: Life) -> None:
    add_email(life, "Sam")
    life.raises("urgent")
    tries(life)
    assert life.work() == 0  # the e-mail has not been tried yet
    tries(life, "email", "uncertain")
    assert life.work() == 0  # once is what a crash leaves behind
    tries(life, "email", "uncertain")
    assert life.work() == 1
    assert life.alerts("Priya")


def test_a_bot_that_is_down_is_not_waited_for_until_each_alert_was_tried(life: Life) -> None:
    """While a platform is down, single messages are tried now and then."""
    life.raises("urgent")
    tries(life)
    life.work()
    assert waiting(life, "Priya")  # which was not tried at all
    assert life.work() == 0
    life.later(seconds=61)
    assert life.work() == 1
    assert life.alerts("Kim")


def test_being_asked_to_wait_a_moment_brings_nobody_else(life: Life) -> None:
    life.raises("urgent")
    tries(life, problem="asked to wait")
    assert life.work() == 0
    life.later(seconds=61)
    assert life.work() == 1
    assert life.alerts("Priya")


def test_the_ladder_goes_up_to_its_end_and_does_not_go_round_and_round(life: Life) -> None:
    life.raises("urgent")
    for _ in range(10):
        tries(life)
        life.work()
    # Sam; the coordinators; everybody.
    assert len(life.alerts("Sam")) == 2
    assert len(life.alerts("Priya")) == 2
    assert len(life.alerts("Kim")) == 1
    life.later(minutes=14)
    assert life.work() == 0
    life.later(minutes=1)
    assert life.work() == 1


def test_those_who_had_just_been_told_are_not_told_again_in_passing(life: Life) -> None:
    """Kim had it and was late: she is told with Sam, whom nothing reaches, and stands above him."""
    add_email(life, "Kim")
    always_on_call(life, "Kim")
    life.raises("urgent")
    life.act(acknowledge, "Kim")
    life.now = life.flag().contact_by
    life.work()
    assert life.flag().status == "open"
    sends(life, "email")
    tries(life)
    told = len(life.alerts("Kim"))
    next_at = life.flag().next_at
    for _ in range(3):
        life.work()
    assert len(life.alerts("Kim")) == told
    assert life.happened().count("nobody reached") == 1
    life.now = next_at
    life.work()
    assert life.alerts("Priya")


def test_what_still_waits_when_somebody_takes_it_on_is_taken_back(life: Life) -> None:
    add_email(life, "Priya")
    life.raises("urgent")
    tries(life)
    life.work()
    sends(life, "email")
    life.act(acknowledge, "Priya")
    for name in ("Sam", "Priya", "Lee"):
        assert not waiting(life, name)


def test_what_is_being_tried_when_somebody_takes_it_on_is_not_tried_again(life: Life) -> None:
    life.raises("urgent")

    def work(connection: Connection) -> list[Any]:
        return claim(connection, "staff", Lane.ALERT, limit=50, now=life.now, lease_seconds=60)

    (message,) = life.does(work)
    life.act(acknowledge, "Lee")
    life.does(lambda c: mark_retry(c, message.outbox_id, message.tries, life.now, "not sent"))
    assert not waiting(life, "Sam")


def test_what_is_said_after_that_waits_and_comes(life: Life) -> None:
    life.raises("urgent")
    life.act(acknowledge, "Sam")
    life.act(hand_over, "Sam", life.staff["Kim"].id)
    assert len(waiting(life, "Kim")) == 1
    assert len(waiting(life, "Sam")) == 0


def test_whoever_took_it_on_before_their_alert_came_keeps_it(life: Life) -> None:
    """What was taken back is not what failed to reach them."""
    life.raises("urgent")
    tries(life)
    life.act(acknowledge, "Sam")
    life.now = life.flag().next_at
    life.work()
    assert life.flag().status == "acknowledged"
    assert "Reminder" in life.alerts("Sam")[-1].text


def test_nothing_waits_when_somebody_has_been_in_touch(life: Life) -> None:
    life.raises("urgent")
    life.act(acknowledge, "Sam")
    life.now = life.flag().next_at
    life.work()
    assert waiting(life, "Sam")
    life.act(contacted, "Sam")
    assert not waiting(life, "Sam")
