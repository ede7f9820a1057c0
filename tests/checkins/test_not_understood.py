"""What is said to words that were not understood, to a stop, and to whoever comes back."""

from __future__ import annotations

from datetime import date

import pytest

from bot.checkins.notices import unclear_text
from bot.texts import texts_for
from flows.events import Unclear
from tests.checkins.scene import Scene

ME = "501"
TEXTS = texts_for("en")
FEELING = """
flow: feeling
title: Feeling
steps:
  - id: way
    choice: How did you get here?
    options: {walk: I walked, bus: By bus}
  - id: week
    rating: How was your week?
    scale: {words: [Hard, Up and down, Good]}
  - id: day
    date: Which day was it?
    earliest: -90d
    latest: today
  - id: more
    text: Is there anything else?
  - id: goodbye
    end: Thank you.
"""


def at_the_first_question(scene: Scene) -> None:
    scene.participant(scene.staff("Sam", chat="900"), chat=ME)
    scene.asks(FEELING)


def test_after_two_answers_that_were_not_understood_something_else_is_said(scene: Scene) -> None:
    at_the_first_question(scene)
    said = [scene.writes(ME, text).text for text in ("purple", "green", "blue", "black")]
    assert said[0] == said[1] != said[2] == said[3]
    assert "write: skip" in said[2]
    assert "write: talk" in said[2]
    scene.writes(ME, "bus")
    assert ("way", "bus", "answered") in scene.answers()


def test_at_the_next_question_the_count_begins_again(scene: Scene) -> None:
    at_the_first_question(scene)
    for text in ("purple", "green", "blue"):
        scene.writes(ME, text)
    scene.presses(ME, "By bus")
    assert "still do not understand" not in scene.writes(ME, "purple").text


def test_a_scale_of_words_is_not_said_to_have_numbers(scene: Scene) -> None:
    at_the_first_question(scene)
    scene.presses(ME, "By bus")
    assert "number" not in scene.writes(ME, "purple").text


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (("2026-08-26", "2026-11-24"), "from 26 August 2026 to 24 November 2026"),
        (("", "2026-11-24"), "24 November 2026 or earlier"),
        (("2026-08-26", ""), "26 August 2026 or later"),
    ],
)
def test_a_day_that_does_not_fit_is_answered_with_those_that_do(
    limits: tuple[str, str], said: str
) -> None:
    unclear = Unclear("day", 1, "out_of_range", (), limits)
    assert said in unclear_text(TEXTS, unclear, {}, "date")


def test_the_day_in_an_example_is_one_that_would_fit(scene: Scene) -> None:
    at_the_first_question(scene)
    scene.presses(ME, "By bus")
    scene.presses(ME, "Good")
    assert "from 26 August 2026 to 24 November 2026" in scene.writes(ME, "3 March 2020").text
    assert "such as 24 November 2026" in scene.writes(ME, "purple").text
    assert scene.now.date() == date(2026, 11, 24)


def test_yes_to_an_open_question_is_asked_to_go_on(scene: Scene) -> None:
    at_the_first_question(scene)
    scene.presses(ME, "By bus")
    scene.presses(ME, "Good")
    scene.writes(ME, "today")
    assert "Please go on." in scene.writes(ME, "yes please").text
    scene.writes(ME, "The tea was cold.")
    assert [step for step, _, status in scene.answers() if status == "answered"][-1] == "more"


def test_enough_for_today_comes_back_tomorrow_at_the_earliest(scene: Scene) -> None:
    at_the_first_question(scene)
    said = scene.writes(ME, "Enough for today").text
    assert "tomorrow at 10 in the morning" in said
    assert "today at" not in said


def test_to_stop_is_told_what_becomes_of_the_answers_and_how_to_come_back(scene: Scene) -> None:
    at_the_first_question(scene)
    scene.presses(ME, "By bus")
    said = scene.writes(ME, "STOP please").text
    assert "What you told me so far is kept." in said
    assert "write: start" in said
    assert ("way", "bus", "answered") in scene.answers()


def test_carry_on_after_stop_signs_nobody_up_again(scene: Scene) -> None:
    at_the_first_question(scene)
    scene.writes(ME, "stop")
    assert "write: start" in scene.writes(ME, "carry on").text
    assert [row["stopped_at"] for row in scene.rows("person") if row["stopped_at"]]


def test_start_after_stop_says_that_the_check_in_is_over(scene: Scene) -> None:
    at_the_first_question(scene)
    scene.writes(ME, "stop")
    said = scene.writes(ME, "start").text
    assert "Welcome back." in said
    assert "that one is over" in said
    assert not [row["stopped_at"] for row in scene.rows("person") if row["stopped_at"]]


def test_to_keep_what_was_skipped_is_not_called_an_answer(scene: Scene) -> None:
    at_the_first_question(scene)
    scene.presses(ME, "Skip")
    scene.presses(ME, "Go back")
    labels = [button.label for button in scene.last(ME).controls]
    assert "Keep it skipped" in labels
    assert "Keep my answer" not in labels
