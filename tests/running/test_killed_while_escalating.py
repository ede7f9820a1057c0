"""SIGKILL at each commit and each sending of an escalation, one after the other.

From an unsafe answer that nobody takes on, up to the coordinator, until somebody has been in
touch: no alert is lost, and none comes more than twice.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

import pytest

from storage.database import open_database
from tests.conftest import SECRET
from tests.postgres import new_database
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


AT_ONCE = 4
"""How many installations are killed side by side: each waits more than it works."""


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
    folder = folder_for(begun.parent, dies_at)
    shutil.copy(begun, folder)
    async with escalation(f"sqlite:///{folder}/wesaid.db", folder, dies_at=dies_at) as story:
        return await story.play()


def folder_for(parent: Path, point: Point | None) -> Path:
    folder = parent / (f"{point.where}-{point.when}-{point.number}" if point else "whole")
    folder.mkdir()
    return folder


async def play_each(begun: Path, points: Sequence[Point | None]) -> list[Ended]:
    """The same story, killed at each of these points, side by side."""
    async with asyncio.TaskGroup() as stories:
        tasks = [stories.create_task(play(begun, point)) for point in points]
    return [task.result() for task in tasks]


@pytest.mark.timeout(420)
async def test_an_escalation_that_is_killed_on_the_way_loses_no_alert_and_doubles_few(
    begun: Path,
) -> None:
    """(seen in healthchecks: marked before it was sent, an alert was lost; and in formr 0.26.0:
    killed in mid-cascade, a daemon sent duplicates)"""
    whole, *killed = await play_each(begun, (None, *SAMPLE))
    everybody_was_told(whole, most=1)
    for point, ended in zip(SAMPLE, killed, strict=True):
        assert ended.killed, point
        the_same_came_of_it(ended, whole, point)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("where", WHERE)
async def test_killed_at_each_point_of_an_escalation_no_alert_is_lost_or_comes_three_times(
    begun: Path, where: str, when: When
) -> None:
    """(seen in healthchecks: marked before it was sent, an alert was lost)"""
    whole = await play(begun)
    everybody_was_told(whole, most=1)
    assert whole.points[where, when] > 1
    passed, there_are_more = 0, True
    while there_are_more:
        points = [Point(where, when, passed + number) for number in range(1, AT_ONCE + 1)]
        for point, ended in zip(points, await play_each(begun, points), strict=True):
            the_same_came_of_it(ended, whole, point)
            there_are_more = there_are_more and ended.killed
            passed += ended.killed
    # What two commits did in one run, one may do in another.
    assert passed >= whole.points[where, when] * 3 / 4


@pytest.mark.long
@pytest.mark.timeout(420)
async def test_on_postgresql_a_process_that_is_killed_while_it_sends_loses_no_alert(
    run_folder: Path, postgresql_url: str, tmp_path: Path
) -> None:
    """What it had claimed is taken up again once its claim lapses, half a minute later."""
    prepare(postgresql_url)
    template = urlsplit(postgresql_url).path.strip("/")

    async def killed(point: Point) -> None:
        with new_database(run_folder, template) as url:
            folder = folder_for(tmp_path, point)
            async with escalation(url, folder, dies_at=point) as story:
                ended = await story.play()
        assert ended.killed, point
        everybody_was_told(ended, most=2)

    async with asyncio.TaskGroup() as stories:
        for where in WHERE[1:]:
            for when in get_args(When):
                stories.create_task(killed(Point(where, when, 1)))


@pytest.mark.timeout(300)
async def test_two_processes_side_by_side_alert_everybody_once(
    database_url: str, tmp_path: Path
) -> None:
    """(seen in Dokku and Heroku: at a release the old and the new process overlap for a minute; and
    in apscheduler 231: two schedulers on one store fired twice)"""
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
    """Everything that was due came, once or twice; the flag and its story are the same.

    It may have climbed once more, where the kill left an alert on its way that nobody had.
    """
    assert ended.arrived.keys() == whole.arrived.keys(), point
    assert max(ended.arrived.values()) <= 2, point
    assert ended.flags == whole.flags, point
    climbed_too = [one for one in ended.events if one not in whole.events]
    assert [one for one in ended.events if one not in climbed_too] == list(whole.events), point
    assert {kind for kind, _ in climbed_too} <= {"climbed"}, point
    assert not climbed_too or ended.hurried, point
    if climbed_too:  # then some were alerted once more
        assert ended.outbox.keys() == whole.outbox.keys(), point
    else:
        assert ended.outbox == whole.outbox, point
    assert_no_error(ended)


def assert_no_error(ended: Ended) -> None:
    """Neither being killed nor being stopped makes anything go wrong."""
    wrong = [line for line in ended.log.splitlines() if "level=error" in line or "Trace" in line]
    assert wrong == []
