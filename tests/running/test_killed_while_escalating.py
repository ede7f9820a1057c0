"""SIGKILL at each commit and each sending of an escalation, one after the other.

From an unsafe answer that nobody takes on, up to the coordinator, until somebody has been in
touch: no alert is lost, and none comes more than twice.
"""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

import pytest

from storage.database import open_database
from tests.conftest import SECRET
from tests.running.escalating import (
    KIT,
    LEES_EMAIL,
    PERSON,
    SAM,
    SAMS_EMAIL,
    Ended,
    begin,
    escalation,
)
from tests.running.killable import Point, When

WHERE = ("commit", "participant", "staff", "email")
SAMPLE = (
    Point("commit", "before", 2),  # what the participant answered, and all that comes of it
    Point("commit", "after", 2),
    Point("staff", "after", 1),  # an alert that has arrived, and is not marked as sent
    Point("email", "before", 2),
    Point("commit", "after", 15),
)


@pytest.fixture
def begun(sqlite_url: str, tmp_path: Path) -> Path:
    """A database in which the participant has been asked whether they feel safe."""
    prepare(sqlite_url)
    return tmp_path / "wesaid.db"


def prepare(url: str) -> None:
    database = open_database(url, SECRET)
    begin(database)
    database.close()


async def play(begun: Path, dies_at: Point | None = None) -> Ended:
    name = f"{dies_at.where}-{dies_at.when}-{dies_at.number}" if dies_at else "whole"
    folder = begun.parent / name
    folder.mkdir()
    shutil.copy(begun, folder)
    async with escalation(f"sqlite:///{folder}/wesaid.db", folder, dies_at=dies_at) as story:
        return await story.play()


@pytest.mark.timeout(420)
async def test_an_escalation_that_is_killed_on_the_way_loses_no_alert_and_doubles_few(
    begun: Path,
) -> None:
    """Marking before sending lost an alert elsewhere (healthchecks); a daemon killed in
    mid-cascade sent duplicates (formr 0.26.0)."""
    whole = await play(begun)
    everybody_was_told(whole, most=1)
    for point in SAMPLE:
        ended = await play(begun, point)
        assert ended.killed, point
        the_same_came_of_it(ended, whole, point)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("where", WHERE)
async def test_killed_at_each_point_of_an_escalation_no_alert_is_lost_or_comes_three_times(
    begun: Path, where: str, when: When
) -> None:
    whole = await play(begun)
    everybody_was_told(whole, most=1)
    assert whole.points[where, when] > 1
    passed = 0
    for number in count(1):
        point = Point(where, when, number)
        ended = await play(begun, point)
        the_same_came_of_it(ended, whole, point)
        if not ended.killed:
            break  # there is no such point any more
        passed = number
    # What two commits did in one run, one may do in another.
    assert passed >= whole.points[where, when] / 2


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("where", WHERE[1:])
async def test_on_postgresql_a_process_that_is_killed_while_it_sends_loses_no_alert(
    postgresql_url: str, tmp_path: Path, where: str, when: When
) -> None:
    """What it had claimed is taken up again once its claim lapses, half a minute later."""
    prepare(postgresql_url)
    async with escalation(postgresql_url, tmp_path, dies_at=Point(where, when, 1)) as story:
        ended = await story.play()
    assert ended.killed
    everybody_was_told(ended, most=2)


@pytest.mark.timeout(300)
async def test_two_processes_side_by_side_alert_everybody_once(
    database_url: str, tmp_path: Path
) -> None:
    """A release runs with the old and the new process side by side (Dokku and Heroku); elsewhere
    two schedulers on one store fired twice (apscheduler 231)."""
    prepare(database_url)
    async with escalation(database_url, tmp_path, lives=2) as story:
        ended = await story.play()
    assert not ended.killed
    everybody_was_told(ended, most=1)


def everybody_was_told(ended: Ended, most: int) -> None:
    """What has to come of it, and each message `most` times at most."""
    assert max(ended.arrived.values()) <= most
    for who in (str(SAM), SAMS_EMAIL, str(KIT), LEES_EMAIL):
        assert len(alerts(ended, who)) == 1
    told = [text for who, text in ended.arrived if who == str(PERSON)]
    assert len(told) == 3
    (promise,) = (text for text in told if "I have told Sam" in text)
    assert "999" in promise
    assert any(text.startswith("Kit has seen your message and will be in touch") for text in told)
    assert [kind for kind, _ in ended.events] == [
        "opened",
        "climbed",
        "climbed",
        "acknowledged",
        "contacted",
    ]
    assert ended.flags == (("urgent", "contacted"),)
    assert {status for *_, status in ended.outbox} == {"sent"}
    assert_no_error(ended)


def alerts(ended: Ended, who: str) -> list[str]:
    return [text for to, text in ended.arrived if to == who and text.startswith("Urgent: P-")]


def the_same_came_of_it(ended: Ended, whole: Ended, point: Point) -> None:
    """Everything that was due came, once or twice; the flag and its story are the same."""
    assert ended.arrived.keys() == whole.arrived.keys(), point
    assert max(ended.arrived.values()) <= 2, point
    assert (ended.flags, ended.events) == (whole.flags, whole.events), point
    assert ended.outbox == whole.outbox, point
    assert_no_error(ended)


def assert_no_error(ended: Ended) -> None:
    """Neither being killed nor being stopped makes anything go wrong."""
    wrong = [line for line in ended.log.splitlines() if "level=error" in line or "Trace" in line]
    assert wrong == []
