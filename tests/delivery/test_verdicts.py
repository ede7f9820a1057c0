"""What becomes of a message after a try."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest

from bot.backoff import Backoff
from bot.delivery.channel import ChannelLost, NotSent, Refused, SlowDown, Uncertain
from bot.delivery.lanes import Lane
from bot.delivery.outage import Outage
from bot.delivery.outbox import ClaimedMessage
from bot.delivery.screen import Screen
from bot.delivery.settling import Verdict, judge
from tests.delivery.chats import START, after

MONTH = 30 * 86_400


def message(lane: Lane = Lane.REPLY, *, tries: int = 1, repeatable: bool = True) -> ClaimedMessage:
    return ClaimedMessage(
        outbox_id=1,
        bot="participant",
        channel_id=1,
        address="1",
        lane=lane,
        act="send",
        kind="test",
        screen=Screen(text="x"),
        repeatable=repeatable,
        target_remote_id=None,
        person_id=None,
        session_id=None,
        turn=None,
        flag_id=None,
        invitation_id=None,
        tries=tries,
        created_at=START,
    )


def verdict(message: ClaimedMessage, result: str | Exception, now: datetime = START) -> Verdict:
    return judge(message, result, now, Random(1))


@pytest.mark.parametrize(
    ("result", "status", "problem"),
    [
        ("77", "sent", ""),
        (NotSent(), "again", "not sent"),
        (Uncertain(), "again", "uncertain"),
        (SlowDown(5, whole_bot=True), "again", "asked to wait"),
        (ChannelLost(), "lost", "channel lost"),
        (Refused(), "failed", "refused"),
        (ValueError(), "again", "uncertain"),
    ],
)
def test_each_result_has_its_verdict(result: str | Exception, status: str, problem: str) -> None:
    reached = verdict(message(), result)

    assert (reached.status, reached.problem) == (status, problem)


@pytest.mark.parametrize("result", [Uncertain(), ValueError()])
def test_what_must_not_come_twice_is_not_repeated_when_uncertain(result: Exception) -> None:
    assert verdict(message(Lane.BULK, repeatable=False), result).status == "stale"


def test_what_certainly_did_not_go_out_is_repeated_whatever_it_is() -> None:
    assert verdict(message(Lane.BULK, repeatable=False), NotSent()).status == "again"


def test_a_wait_that_was_asked_for_is_obeyed_to_the_second() -> None:
    assert verdict(message(), SlowDown(35, whole_bot=True)).at == after(35)


@pytest.mark.parametrize("tries", [1, 2, 5, 9, 50, 100_000])
def test_an_alert_is_tried_without_end_and_at_least_every_five_minutes(tries: int) -> None:
    now = after(MONTH)
    reached = verdict(message(Lane.ALERT, tries=tries), NotSent(), now)

    assert reached.status == "again"
    assert reached.at is not None
    assert now < reached.at <= now + timedelta(minutes=5)


@pytest.mark.parametrize("lane", [Lane.REPLY, Lane.BULK])
def test_a_reply_or_reminder_that_is_too_old_to_be_of_use_is_given_up(lane: Lane) -> None:
    assert verdict(message(lane), NotSent(), after(86_000)).status == "again"
    assert verdict(message(lane), NotSent(), after(MONTH)).status == "failed"


def test_waits_double_up_to_the_longest_and_differ_by_chance() -> None:
    backoff, random = Backoff(first=1, most=30), Random(1)
    waits = [[backoff.delay(failures, random) for _ in range(50)] for failures in (1, 2, 3, 9)]

    for expected, drawn in zip((1, 2, 4, 30), waits, strict=True):
        assert all(0.75 * expected <= wait <= expected for wait in drawn)
        assert len(set(drawn)) > 40


def test_several_messages_that_fail_are_an_outage_and_one_is_not() -> None:
    outage = Outage(Random(1))
    for _ in range(10):
        outage.failed(1, now=100)
    assert not outage.down
    outage.failed(2, now=100)
    outage.failed(3, now=100)

    assert outage.down
    assert 0.7 < outage.wait(100, called=False) <= 1
    assert outage.answered()
    assert not outage.answered()
    assert outage.wait(100, called=False) == 0


def test_an_outage_is_probed_more_and_more_rarely_but_soon_when_somebody_writes() -> None:
    outage, now = Outage(Random(1)), 100.0
    waits = []
    for number in range(12):
        outage.failed(number, now)
        waits.append(outage.wait(now, called=False))
        now += waits[-1]

    assert waits[2] < waits[4] < waits[6] <= 15
    outage.failed(99, now)
    assert outage.wait(now, called=True) <= 1 < outage.wait(now, called=False)
    outage.failed(100, now + 0.5)  # begun before the outage was known: counts for nothing more
    assert outage.wait(now + 1, called=True) == 0
