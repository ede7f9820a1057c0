"""Which version of a flow a session begins on, and that it ends on the same."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from sqlalchemy import Connection

from bot.checkins.flow_shelf import FlowShelf
from flows.definition import Flow
from flows.library import library
from storage import flow_versions, projects
from tests.checkins.garden import (
    CHANGED,
    WRITTEN,
    add,
    begins_on,
    flow_of,
    versions_of,
)
from tests.checkins.scene import Scene


def test_a_session_ends_on_the_version_that_it_began_and_the_next_begins_on_the_newest(
    scene: Scene,
) -> None:
    add(scene, WRITTEN)
    scene.participant(chat="ash")
    scene.round("garden")
    assert "tea" in scene.last("ash").text
    add(scene, CHANGED)
    assert "cake" in scene.presses("ash", "Yes").text
    assert "Goodbye" in scene.presses("ash", "Yes").text
    scene.later(hours=1)
    scene.round("garden")
    assert "bread" in scene.presses("ash", "Yes").text
    assert "So long" in scene.presses("ash", "Yes").text


def test_a_session_goes_on_where_it_is_in_a_program_that_started_after_the_change(
    scene: Scene,
) -> None:
    began = add(scene, WRITTEN)
    add(scene, CHANGED)
    read = scene.database.read_now(
        lambda connection: FlowShelf(library()).version(connection, "garden", began.version)
    )
    assert (read, read.version) == (began, began.version)


def test_a_flow_that_was_stored_in_an_old_format_is_read_and_keeps_its_version(
    scene: Scene,
) -> None:
    flag = {"when": "tea == 'no'", "level": "soon", "topic": "session", "reason": "had no tea"}
    stored = json.dumps(
        {
            "flow": "garden",
            "title": "The garden",
            "steps": [
                {"id": "tea", "yes_no": "Was there tea?", "flag": flag},
                {"id": "bye", "end": "Goodbye."},
            ],
        }
    )
    version = hashlib.sha256(stored.encode()).hexdigest()[:12]

    def work(connection: Connection) -> None:
        key = flow_versions.keep_flow_version(connection, "garden", version, stored, scene.now)
        flow_versions.take_flow(
            connection, scene.project, key, scene.now, origin="own", file="g.yaml", written=""
        )

    scene.database.transact_now(work)
    sam = scene.staff("Sam", chat="sam")
    scene.participant(sam, chat="ash")
    scene.round("garden")
    scene.presses("ash", "No")
    assert [row["version"] for row in scene.rows("flow_version") if row["flow"] == "garden"] == [
        version
    ]
    assert [row["level"] for row in scene.rows("flag")] == ["soon"]
    assert scene.rows("session")[1]["status"] == "finished"


def test_a_flow_of_the_library_is_kept_as_a_version_when_it_is_first_used(scene: Scene) -> None:
    assert scene.rows("project_flow") == []
    scene.participant(chat="ash")
    scene.participant(chat="bo")
    [row] = scene.rows("project_flow")
    assert (row["origin"], row["written"]) == ("library", None)
    assert versions_of(scene, "welcome") == [(library()["welcome"].version, "library")]


def _take(shelf: FlowShelf, scene: Scene, connection: Connection) -> None:
    shelf.take(connection, scene.project, "garden", scene.now)


def test_a_newer_library_goes_before_an_older_one_and_not_before_a_flow_of_ones_own(
    scene: Scene,
) -> None:
    older, newer = flow_of(WRITTEN), flow_of(CHANGED)
    for flow in (older, newer):
        used = FlowShelf({"garden": flow})
        scene.database.transact_now(partial(_take, used, scene))
    shelf = FlowShelf({"garden": newer})

    def look(connection: Connection) -> list[str]:
        return [one.version for one in shelf.shelf(connection, scene.project, "garden").versions]

    assert scene.database.read_now(look) == [newer.version, older.version]
    own_text = WRITTEN.replace("tea", "toast")
    own = flow_of(own_text)
    scene.database.transact_now(
        lambda c: shelf.add(c, scene.project, own, own_text, "garden.yaml", scene.now)
    )
    assert scene.database.read_now(look)[0] == own.version
    scene.database.transact_now(
        lambda c: shelf.add(c, scene.project, newer, CHANGED, "garden.yaml", scene.now)
    )
    assert scene.database.read_now(look)[0] == newer.version


def test_the_same_flow_added_twice_is_one_version_and_an_older_one_can_come_back(
    scene: Scene,
) -> None:
    first = add(scene, WRITTEN)
    assert add(scene, WRITTEN) == first
    second = add(scene, CHANGED)
    assert begins_on(scene) == second.version
    assert len(scene.rows("project_flow")) == 2
    add(scene, WRITTEN)
    assert begins_on(scene) == first.version
    assert versions_of(scene) == [(first.version, "own"), (second.version, "own")]


def test_a_version_that_many_keep_at_the_same_time_is_kept_once(scene: Scene) -> None:
    flow, shelf = flow_of(WRITTEN), FlowShelf(library())

    def keep(_number: int) -> int:
        return scene.database.transact_now(lambda c: shelf.keep(c, flow, scene.now))

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(keep, range(8)))) == 1
    assert [row["flow"] for row in scene.rows("flow_version")] == ["garden"]


def test_a_flow_of_one_project_is_not_in_another(scene: Scene) -> None:
    add(scene, WRITTEN)
    shelf = scene.services.conversations.shelf

    def work(connection: Connection) -> tuple[dict[str, Flow], dict[str, Flow]]:
        other = projects.add_project(connection, "Another", scene.now)
        return shelf.flows(connection, scene.project), shelf.flows(connection, other)

    ours, theirs = scene.database.transact_now(work)
    assert set(ours) - set(theirs) == {"garden"}
