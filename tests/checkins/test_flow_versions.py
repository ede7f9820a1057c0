"""Which version of a flow a session begins on, and that it ends on the same."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import Connection

from bot.checkins.approval import NotApproved, missing
from bot.checkins.flow_shelf import FlowShelf
from flows.definition import Flow, load_flow
from flows.library import library
from storage import flow_approvals, flow_versions, projects
from storage.flow_approvals import Approval
from storage.flow_versions import flow_version_id
from tests.checkins.scene import TUESDAY_NOON, Scene

WRITTEN = """
flow: garden
title: The garden
steps:
  - id: hello
    say: Hello.
  - id: tea
    choice: Was there tea?
    options: {"yes": "Yes", "no": "No"}
  - id: cake
    choice: Was there cake?
    options: {"yes": "Yes", "no": "No"}
  - id: bye
    end: Goodbye.
"""
CHANGED = WRITTEN.replace("Was there cake?", "Was there bread?").replace("Goodbye", "So long")


def flow_of(written: str) -> Flow:
    return load_flow(written, "garden.yaml")


def add(scene: Scene, written: str) -> Flow:
    flow = flow_of(written)

    def work(connection: Connection) -> bool:
        shelf = scene.services.conversations.shelf
        return shelf.add(connection, scene.project, flow, written, "garden.yaml", scene.now)

    scene.database.transact_now(work)
    scene.later(minutes=1)
    return flow


def need_approval(scene: Scene) -> None:
    scene.database.transact_now(
        lambda connection: projects.need_approval(connection, scene.project, needed=True)
    )


def approve(scene: Scene, flow: Flow, *reviewers: str) -> None:
    """Those whose name ends in a star know it from their own life."""

    def work(connection: Connection) -> None:
        stored = flow_version_id(connection, flow.name, flow.version)
        assert stored is not None
        for reviewer in reviewers:
            flow_approvals.add_approval(
                connection,
                scene.project,
                stored,
                reviewer.rstrip("*"),
                scene.now,
                lived_experience=reviewer.endswith("*"),
            )

    scene.database.transact_now(work)


def begins_on(scene: Scene, name: str = "garden") -> str:
    def look(connection: Connection) -> str:
        return scene.services.conversations.shelf.current(connection, scene.project, name).version

    return scene.database.read_now(look)


def versions_of(scene: Scene, name: str = "garden") -> list[tuple[str, str]]:
    """Each version, the newest first, and where it is from."""

    def look(connection: Connection) -> list[tuple[str, str]]:
        shelf = FlowShelf(library()).shelf(connection, scene.project, name)
        return [(one.version, one.origin) for one in shelf.versions]

    return scene.database.read_now(look)


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


def test_only_an_approved_version_begins_a_session_once_the_project_wants_approval(
    scene: Scene,
) -> None:
    first = add(scene, WRITTEN)
    second = add(scene, CHANGED)
    assert begins_on(scene) == second.version
    need_approval(scene)
    with pytest.raises(NotApproved, match=second.version):
        begins_on(scene)
    approve(scene, first, "Ada", "Bo*")
    assert begins_on(scene) == first.version
    approve(scene, second, "Ada", "Bo")
    assert begins_on(scene) == first.version
    approve(scene, second, "bo*")
    assert begins_on(scene) == second.version


def test_the_library_stays_approved_and_stands_in_for_what_is_not(scene: Scene) -> None:
    need_approval(scene)
    scene.participant(chat="ash")
    written = WRITTEN.replace("flow: garden", "flow: after-session")
    add(scene, written)
    scene.round("after-session")
    assert begins_on(scene, "after-session") == library()["after-session"].version
    assert versions_of(scene, "after-session")[0] == (flow_of(written).version, "own")


def test_whoever_is_in_a_session_ends_it_although_its_version_is_not_approved(
    scene: Scene,
) -> None:
    add(scene, WRITTEN)
    scene.participant(chat="ash")
    scene.round("garden")
    need_approval(scene)
    assert "cake" in scene.presses("ash", "Yes").text
    assert "Goodbye" in scene.presses("ash", "Yes").text


def test_nobody_gets_a_flow_that_is_not_approved_when_its_time_comes(scene: Scene) -> None:
    add(scene, WRITTEN)
    scene.participant(chat="ash")
    before = len(scene.screens("ash"))
    need_approval(scene)
    scene.round("garden")
    [invitation] = scene.rows("invitation")
    assert (invitation["status"], invitation["reason"]) == ("skipped", "not_approved")
    assert len(scene.screens("ash")) == before


def test_what_is_missing_is_said_until_two_have_approved_and_one_knows_it_from_life() -> None:
    def given(*lived: bool) -> str:
        return missing([Approval(1, f"R{n}", one, TUESDAY_NOON) for n, one in enumerate(lived)])

    lived = "a person with lived experience"
    assert given() == f"two reviewers, at least one of them {lived}"
    assert given(False) == f"one more reviewer, {lived}"
    assert given(True) == "one more reviewer"
    assert given(False, False, False) == f"the approval of {lived}"
    assert given(True, False) == given(True, True) == ""


def test_one_person_counts_once_however_their_name_is_written(scene: Scene) -> None:
    flow = add(scene, WRITTEN)
    approve(scene, flow, "Ada Okafor", "ADA OKAFOR*")
    [row] = scene.rows("flow_approval")
    assert row["lived_experience"] is True
    need_approval(scene)
    with pytest.raises(NotApproved, match="one more reviewer"):
        begins_on(scene)


def test_names_of_reviewers_are_sealed_at_rest(scene: Scene) -> None:
    flow = add(scene, WRITTEN)
    approve(scene, flow, "Persephone")
    [row] = scene.rows("flow_approval")
    assert not any(b"ersephone" in value for value in row.values() if isinstance(value, bytes))
    assert "Persephone" not in str(row)
