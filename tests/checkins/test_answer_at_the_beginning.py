""" "No not really, he hit me again": the answer that words begin with counts beside them."""

from __future__ import annotations

import pytest

from tests.checkins.people import ME, SAM, opened, said, with_a_team
from tests.checkins.scene import Scene

SAFE = """
flow: safe
title: Safe
steps:
  - id: safe
    yes_no: Do you feel safe right now?
    sensitive: true
    flag: {when: "safe == 'no'", level: urgent, topic: danger, reason: does not feel safe right now}
  - id: more
    text: Is there anything else?
  - id: thanks
    end: Thank you.
"""
HIT = "no not really, he hit me again"


def at_the_question(scene: Scene) -> Scene:
    with_a_team(scene)
    scene.asks(SAFE)
    return scene


def given(scene: Scene) -> list[tuple[object, object]]:
    return [(step, value) for step, value, _ in scene.answers() if step in ("safe", "safe_here")]


@pytest.mark.parametrize("words", [HIT, "no he hit me again", "No. My husband hits me"])
def test_a_no_that_more_is_said_with_raises_its_own_flag_and_keeps_the_words(
    scene: Scene, words: str
) -> None:
    at_the_question(scene).writes(ME, words)
    assert given(scene) == [("safe", "no")]
    (flag,) = scene.rows("flag")
    assert flag["level"] == "urgent"
    rules = [row["rule"] for row in scene.rows("flag_signal")]
    assert "answer:safe" in rules
    assert len(rules) == 2
    read = opened(scene, SAM)
    assert "does not feel safe right now" in read
    assert words in read
    assert "999" in scene.signpost(ME).text
    assert sum(screen.kind == "signpost" for screen in scene.screens(ME)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "yes but he hit me",
        "yes, he hit me",
        "no, I feel safe, he hit my brother",
        "no idea why he hit me",
    ],
)
def test_what_calms_or_is_contradicted_is_no_answer_and_still_raises_by_its_words(
    scene: Scene, words: str
) -> None:
    at_the_question(scene).writes(ME, words)
    assert given(scene) == []
    assert scene.rows("flag")
    assert "answer:safe" not in [row["rule"] for row in scene.rows("flag_signal")]


def test_where_nothing_presses_the_beginning_of_unclear_words_is_no_answer(scene: Scene) -> None:
    at_the_question(scene).writes(ME, "no, the weather was like that last week")
    assert given(scene) == []
    assert said(scene, "could not tell which answer")
    assert scene.rows("flag") == []


def test_it_counts_where_they_are_asked_how_to_reach_them_as_well(scene: Scene) -> None:
    with_a_team(scene)
    scene.writes(ME, "I want to die")
    scene.presses(ME, "A message here")
    scene.presses(ME, "Any time of day")
    scene.writes(ME, "no, he hits me when he sees it")
    assert given(scene) == [("safe_here", "no")]
