"""Pausing: until the time that was named, on the person's own clock, and not in quiet hours."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.checkins.asking_again import ask_again
from bot.checkins.pausing import again_words, resume_time
from bot.texts import texts_for
from tests.checkins.scene import Scene

ME = "501"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def in_check_in(scene: Scene) -> str:
    scene.participant(scene.staff("Sam", chat="900"), chat=ME)
    scene.round()
    scene.presses(ME, "7")
    return scene.last(ME).text


def asked_again(scene: Scene) -> int:
    return scene.database.transact_now(lambda connection: ask_again(connection, scene.now))


def resumes(scene: Scene) -> list[object]:
    return [row["resume_at"] for row in scene.rows("session") if row["status"] == "paused"]


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("later", "today at 3 in the afternoon"),
        ("tonight", "today at 7 in the evening"),
        ("tomorrow at 6", "tomorrow at 6 in the evening"),
        ("tomorrow at 9:30", "tomorrow at 9:30 in the morning"),
        ("in two hours", "today at 2 in the afternoon"),
        ("ask me on Friday", "on Friday at 10 in the morning"),
        ("tonight at 11", "tomorrow at 8 in the morning"),
    ],
)
def test_the_reply_says_when_it_will_ask_again(scene: Scene, typed: str, when: str) -> None:
    in_check_in(scene)
    assert f"I will ask again {when}." in scene.writes(ME, typed).text


def test_it_asks_again_at_that_time_and_not_before(scene: Scene) -> None:
    question = in_check_in(scene)
    scene.writes(ME, "tomorrow at 6")
    scene.later(hours=29)
    assert not asked_again(scene)
    scene.later(hours=1)
    assert asked_again(scene) == 1
    assert "You asked me to come back" in scene.last(ME).text
    assert question in scene.presses(ME, "Carry on").text


def test_another_time_while_paused_moves_it_and_does_not_wake_the_question(scene: Scene) -> None:
    question = in_check_in(scene)
    scene.writes(ME, "tonight")
    said = scene.writes(ME, "tomorrow at 6").text
    assert "tomorrow at 6 in the evening" in said
    assert question not in said
    assert resumes(scene) == [datetime(2026, 11, 25, 18, 0, tzinfo=UTC)]


def test_an_old_button_does_not_make_it_forget_when_to_ask(scene: Scene) -> None:
    in_check_in(scene)
    scene.writes(ME, "tomorrow at 6")
    scene.presses(ME, "I want to talk")
    assert resumes(scene) == [datetime(2026, 11, 25, 18, 0, tzinfo=UTC)]


def test_the_time_is_that_of_the_persons_own_zone() -> None:
    at = resume_time("tomorrow 18:00", NOON, "America/New_York")
    assert at == datetime(2026, 11, 25, 23, 0, tzinfo=UTC)
    words = again_words(texts_for("en"), at, NOON, "America/New_York")
    assert words == "tomorrow at 6 in the evening"


def test_the_hour_stays_the_same_when_the_clocks_change() -> None:
    saturday = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
    at = resume_time("tomorrow 18:00", saturday, "Europe/London")
    assert at == datetime(2026, 3, 29, 17, 0, tzinfo=UTC)
