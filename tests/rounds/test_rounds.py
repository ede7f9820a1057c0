"""Rounds go to those who agreed, at a decent hour, once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from bot.checkins.pausing import after_quiet, is_quiet, resume_time
from bot.rounds.rounds import add_round_now, send_due
from storage import projects
from tests.checkins.scene import Scene

ME = "501"
NIGHT = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)


def begin(scene: Scene, *, anyway: bool = False) -> int:
    """Adds a round and sends what is due; how many invitations were due."""

    def work(connection: Connection) -> int:
        cohort = projects.find_cohort(connection, scene.project, "Tuesday group")
        assert cohort is not None
        add_round_now(connection, cohort, "after-session", scene.now, anyway=anyway)
        return send_due(connection, scene.services.conversations, scene.now)

    return scene.database.transact_now(work)


def due(scene: Scene) -> int:
    return scene.database.transact_now(
        lambda connection: send_due(connection, scene.services.conversations, scene.now)
    )


def reasons(scene: Scene) -> list[object]:
    return [row["reason"] for row in scene.rows("invitation")]


def test_those_who_did_not_join_or_agree_or_have_stopped_are_skipped_with_the_reason(
    scene: Scene,
) -> None:
    scene.participant()
    scene.participant(chat="502", agreed=False)
    scene.participant(chat="503")
    scene.writes("503", "stop")
    scene.participant(chat="504")
    begin(scene)
    assert reasons(scene) == ["not_joined", "no_consent", "stopped", None]


def test_a_round_at_night_waits_for_the_morning(scene: Scene) -> None:
    scene.participant(chat=ME)
    scene.now = NIGHT
    assert begin(scene) == 0
    scene.later(hours=8)
    assert due(scene) == 0
    scene.later(minutes=31)
    assert due(scene) == 1
    assert scene.last(ME).layout == "scale"


def test_anyway_goes_out_at_night(scene: Scene) -> None:
    scene.participant(chat=ME)
    scene.now = NIGHT
    assert begin(scene, anyway=True) == 1


def test_consent_is_looked_at_again_at_the_moment_of_sending(scene: Scene) -> None:
    scene.participant(chat=ME)
    scene.now = NIGHT
    begin(scene)
    scene.writes(ME, "stop")
    scene.later(hours=9)
    before = len(scene.screens(ME))
    due(scene)
    assert len(scene.screens(ME)) == before
    assert reasons(scene) == ["stopped"]


def test_somebody_in_a_check_in_is_not_interrupted(scene: Scene) -> None:
    scene.participant(chat=ME)
    begin(scene)
    scene.later(minutes=1)
    scene.presses(ME, "7")
    begin(scene)
    assert reasons(scene) == [None, "in_a_check_in"]


def test_a_check_in_that_was_never_begun_gives_way_to_the_next(scene: Scene) -> None:
    scene.participant(chat=ME)
    begin(scene)
    old = scene.button(ME, "7").press
    scene.later(days=7)
    begin(scene)
    assert reasons(scene) == [None, None]
    assert [row["status"] for row in scene.rows("session")][-2:] == ["expired", "asking"]
    scene.sends(ME, "press", press=old, message_id="1")
    assert "earlier question" in scene.last(ME).text


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("later", "2026-11-24T15:00"),
        ("tonight", "2026-11-24T19:00"),
        ("tomorrow", "2026-11-25T10:00"),
    ],
)
def test_a_pause_ends_at_the_time_that_was_named(word: str, expected: str) -> None:
    noon = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert resume_time(word, noon, "Europe/London") == datetime.fromisoformat(expected).replace(
        tzinfo=UTC
    )


def test_a_pause_never_ends_in_quiet_hours() -> None:
    late = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
    for word in ("later", "tonight", "tomorrow", ""):
        assert not is_quiet(resume_time(word, late, "Europe/London"), "Europe/London")
    assert after_quiet(late, "Europe/London") == late
