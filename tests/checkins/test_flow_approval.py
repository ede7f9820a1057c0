"""A project that wants approval: nobody gets a flow before it, and who counts."""

from __future__ import annotations

import pytest

from bot.checkins.approval import NotApproved, missing
from flows.library import library
from storage.flow_approvals import Approval
from tests.checkins.garden import (
    CHANGED,
    WRITTEN,
    add,
    approve,
    begins_on,
    flow_of,
    need_approval,
    versions_of,
)
from tests.checkins.scene import TUESDAY_NOON, Scene


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
