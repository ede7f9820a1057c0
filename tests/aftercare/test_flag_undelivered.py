"""Alerts that do not arrive: each channel fails by itself, and nobody waits for one that did."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from bot.aftercare.acknowledging import acknowledge
from bot.aftercare.contacting import contacted
from bot.aftercare.handing_over import hand_over
from bot.aftercare.undelivered import on_blocked, on_failed
from bot.delivery.lanes import Lane
from bot.delivery.outbox import claim
from storage import contacts
from storage.database import Database
from storage.outbox_marks import mark_failed
from tests.aftercare.life_scene import Life


@pytest.fixture
def life(database: Database) -> Life:
    return Life(database)


def second_channel(life: Life, name: str) -> None:
    """Somebody can be reached in the inbox as well."""
    life.does(
        lambda connection: contacts.add_channel(
            connection,
            person_id=life.staff[name].id,
            bot="inbox",
            kind="web",
            address=name,
            now=life.now,
        )
    )


def fails(life: Life, bot: str, name: str) -> None:
    """Nothing that is on its way to somebody arrives by this bot."""

    def work(connection: Connection) -> None:
        for message in claim(connection, bot, Lane.ALERT, limit=50, now=life.now, lease_seconds=60):
            if message.person_id == life.staff[name].id:
                mark_failed(connection, message.outbox_id, message.tries, "refused")
                on_failed(connection, message, "refused", life.now)

    life.does(work)


def test_one_channel_that_fails_brings_nobody_else_while_another_carries_the_alert(
    life: Life,
) -> None:
    second_channel(life, "Sam")
    life.raises("urgent")
    fails(life, "staff", "Sam")
    assert life.work() == 0
    assert "undelivered" in life.happened()
    assert not life.alerts("Priya")


def test_when_every_channel_fails_the_next_person_is_told_at_once(life: Life) -> None:
    second_channel(life, "Sam")
    life.raises("urgent")
    fails(life, "staff", "Sam")
    fails(life, "inbox", "Sam")
    assert life.work() == 1
    assert life.alerts("Priya")


def test_an_owner_who_does_not_get_new_words_loses_the_flag(life: Life) -> None:
    life.raises("urgent")
    life.act(acknowledge, "Sam")
    life.delivers()
    life.later(minutes=1)
    life.raises("urgent")
    fails(life, "staff", "Sam")
    life.work()
    assert life.flag().status == "open"
    assert life.alerts("Priya")


def test_a_hand_over_that_the_other_does_not_get_is_over_at_once(life: Life) -> None:
    life.raises("urgent")
    life.act(acknowledge, "Sam")
    life.delivers()
    life.act(hand_over, "Sam", life.staff["Lee"].id)
    fails(life, "staff", "Lee")
    life.work()
    assert life.flag().status == "open"
    assert life.happened()[-1] == "not accepted"


@pytest.mark.parametrize("other", [False, True])
def test_an_owner_who_blocks_the_bot_keeps_a_flag_only_with_another_channel(
    life: Life, other: bool
) -> None:
    if other:
        second_channel(life, "Sam")
    life.raises("urgent")
    life.act(acknowledge, "Sam")
    address = f"staff {life.staff['Sam'].id}"
    life.does(lambda connection: on_blocked(connection, "staff", address, life.now))
    life.work()
    assert life.flag().status == ("acknowledged" if other else "open")


def test_whoever_cannot_be_reminded_to_close_leaves_it_to_the_others(life: Life) -> None:
    life.raises("soon")
    life.act(acknowledge, "Sam")
    life.act(contacted, "Sam")
    life.loses("Sam")
    life.now = life.flag().next_at
    life.work()
    assert life.flag().status == "contacted"
    assert "please close this" in life.alerts("Lee")[-1].text


def test_a_flag_that_is_overdue_stays_so_when_its_owner_blocks_the_bot(life: Life) -> None:
    """No worker has worked for a while: the auditor is to see for how long."""
    life.raises("urgent")
    life.act(acknowledge, "Sam")
    due = life.flag().next_at
    life.later(hours=4)
    address = f"staff {life.staff['Sam'].id}"
    life.does(lambda connection: on_blocked(connection, "staff", address, life.now))
    assert life.flag().next_at == due
    life.work()
    assert life.flag().status == "open"
