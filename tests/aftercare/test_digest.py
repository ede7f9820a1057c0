"""What staff are told when work begins, and when a shift ends."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, update

from bot.aftercare.digest import send_digests
from bot.aftercare.handovers import joined, send_handovers
from bot.aftercare.rota import Stretch
from storage import rota
from storage.flags import FLAG
from storage.people import Someone
from tests.aftercare.chat_scene import SAM
from tests.checkins.scene import Scene

PRIYA, ME = "902", "501"
WEDNESDAY = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


@pytest.fixture
def team(scene: Scene) -> tuple[Someone, Someone]:
    """Sam, the facilitator of a participant, and Priya, a coordinator."""
    sam = scene.staff("Sam", chat=SAM)
    priya = scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    scene.participant(sam, chat=ME)
    return sam, priya


def digests(scene: Scene, chat: str) -> list[str]:
    found = [screen.text for screen in scene.screens(chat)]
    return [text for text in found if text.startswith("Hello. This is what is open")]


def send(scene: Scene) -> None:
    scene.all_sent()
    scene.database.transact_now(lambda connection: send_digests(connection, scene.now))


def hand_over(scene: Scene) -> None:
    scene.all_sent()
    scene.database.transact_now(lambda connection: send_handovers(connection, scene.now))


@pytest.mark.usefixtures("team")
def test_a_flag_that_is_stuck_is_said_to_be_in_the_digest_and_the_caseload(scene: Scene) -> None:
    scene.writes(ME, "I was abused by my uncle")
    scene.database.transact_now(lambda c: c.execute(update(FLAG).values(stuck_at=scene.now)))
    scene.now = WEDNESDAY
    send(scene)
    (text,) = digests(scene, SAM)
    assert "This flag is stuck. The coordinators were told. Contact by 5 pm today." in text
    scene.staff_sends(SAM, "command", text="caseload")
    assert "This flag is stuck." in scene.last(SAM).text


@pytest.mark.usefixtures("team")
def test_a_digest_comes_once_when_work_begins_with_what_is_open_and_due(scene: Scene) -> None:
    scene.writes(ME, "I was abused by my uncle")
    scene.staff_presses(SAM, "Acknowledge")
    scene.now = WEDNESDAY
    send(scene)
    (text,) = digests(scene, SAM)
    assert "Yours:\nSoon: P-" in text
    assert "Contact by 5 pm today." in text
    assert "1 message to read: /read" in text
    assert "abused" not in text
    scene.later(minutes=1)
    send(scene)
    assert len(digests(scene, SAM)) == 1


@pytest.mark.usefixtures("team")
def test_a_coordinator_hears_of_what_nobody_has_taken_on(scene: Scene) -> None:
    scene.writes(ME, "I was abused by my uncle")
    scene.now = WEDNESDAY
    send(scene)
    assert "Nobody has taken these on yet:\nSoon: P-" in digests(scene, PRIYA)[0]


@pytest.mark.usefixtures("team")
def test_there_is_no_digest_when_nothing_is_open(scene: Scene) -> None:
    scene.now = WEDNESDAY
    send(scene)
    assert digests(scene, SAM) == []
    assert [row["sent"] for row in scene.rows("summary")] == [False, False]


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize("now", [SATURDAY, datetime(2026, 12, 25, 9, 5, tzinfo=UTC)])
def test_there_is_no_digest_when_nobody_works(scene: Scene, now: datetime) -> None:
    scene.writes(ME, "I was abused by my uncle")
    scene.now = now
    send(scene)
    assert digests(scene, SAM) == []


@pytest.mark.usefixtures("team")
def test_a_digest_comes_the_next_day_again(scene: Scene) -> None:
    scene.writes(ME, "I was abused by my uncle")
    scene.now = WEDNESDAY
    send(scene)
    scene.later(days=1)
    send(scene)
    assert len(digests(scene, SAM)) == 2


def test_somebody_who_joins_in_the_course_of_the_morning_has_no_digest(scene: Scene) -> None:
    scene.now = WEDNESDAY
    scene.later(minutes=30)
    scene.participant(chat=ME)
    scene.writes(ME, "I was abused by my uncle")
    scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    send(scene)
    assert digests(scene, PRIYA) == []


def test_what_is_about_somebody_is_not_in_their_digest(
    scene: Scene, team: tuple[Someone, Someone]
) -> None:
    scene.writes(ME, "Sam touched me and I did not want it")
    scene.now = WEDNESDAY
    send(scene)
    assert digests(scene, SAM) == []
    assert digests(scene, PRIYA)


def test_whoever_goes_and_whoever_comes_hears_what_is_open(
    scene: Scene, team: tuple[Someone, Someone]
) -> None:
    sam, priya = team
    on_call(scene, sam, "09:00", "13:00")
    on_call(scene, priya, "13:00", "17:00")
    scene.writes(ME, "I was abused by my uncle")
    scene.staff_presses(SAM, "Acknowledge")
    scene.later(minutes=59)
    hand_over(scene)
    assert not [one for one in scene.screens(SAM) if one.text.startswith("Your shift")]
    scene.later(minutes=1)
    hand_over(scene)
    assert scene.last(SAM).text.startswith("Your shift is over. These are still yours.")
    got = scene.last(PRIYA).text
    assert got.startswith("You are on call now, until 5 pm today.")
    assert "With colleagues:\nSoon: P-" in got
    before = len(scene.screens(PRIYA))
    scene.later(minutes=1)
    hand_over(scene)
    assert len(scene.screens(PRIYA)) == before


def test_shifts_that_follow_each_other_are_one() -> None:
    nine, one, five = (datetime(2026, 11, 24, hour, tzinfo=UTC) for hour in (9, 13, 17))
    morning, afternoon = Stretch(nine, one, 1, "first"), Stretch(one, five, 1, "second")
    other = Stretch(nine, one, 2, "first")
    assert sorted(joined([morning, afternoon, other])) == [
        other,
        Stretch(nine, five, 1, "first"),
    ]


def on_call(scene: Scene, staff: Someone, starts: str, ends: str) -> None:
    def work(connection: Connection) -> int:
        return rota.add_shift(
            connection,
            project_id=scene.project,
            person_id=staff.id,
            place="first",
            weekdays="0123456",
            starts=starts,
            ends=ends,
            zone="Europe/London",
            first_day=date(2026, 11, 1),
            on_holidays=True,
            added_at=scene.now,
        )

    scene.database.transact_now(work)
