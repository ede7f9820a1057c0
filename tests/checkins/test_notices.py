"""The sentences for words that no answer could be made of."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.checkins.notices import unclear_text
from bot.texts import texts_for
from flows.events import Option, Problem, Unclear
from tests.checkins.scene import Scene

TEXTS = texts_for("en")
ME = "501"
VISIT = """
flow: visit
title: A visit
steps:
  - id: day
    date: When do you come?
  - id: goodbye
    end: Thank you.
"""


def words(problem: Problem, kind: str) -> str:
    meant = ("2026-11-20", "2026-11-27") if problem == "two_dates" else ("in", "out")
    candidates = tuple(Option(one, one) for one in meant) if problem.startswith("two_") else ()
    return unclear_text(TEXTS, Unclear("step", 1, problem, candidates), {}, kind)


@pytest.mark.parametrize("kind", ["choice", "rating", "many", "number", "date", "text", "photo"])
def test_every_problem_has_a_sentence_of_its_own(kind: str) -> None:
    said = {problem: words(problem, kind) for problem in get_args(Problem)}
    assert len(set(said.values())) == len(said)


def test_a_day_that_may_be_either_of_two_is_asked_about_with_a_button_for_each(
    scene: Scene,
) -> None:
    scene.participant(scene.staff("Sam", chat="900"), chat=ME)
    scene.asks(VISIT)
    asked = scene.writes(ME, "on Friday")
    assert "which day you mean: 20 November 2026 or 27 November 2026?" in asked.text
    assert "When do you come?" in asked.text
    assert [button.label for button in asked.choices] == ["20 November 2026", "27 November 2026"]
    scene.presses(ME, "27 November 2026")
    assert ("day", "2026-11-27", "answered") in scene.answers()


def test_a_day_that_is_not_in_the_calendar_is_said_to_be_none(scene: Scene) -> None:
    scene.participant(scene.staff("Sam", chat="900"), chat=ME)
    scene.asks(VISIT)
    assert "cannot find that day in the calendar" in scene.writes(ME, "31 February 2027").text
    assert scene.answers()[-1][0] != "day"
