"""Words of a question's own answers, where triage might take them for something else."""

from __future__ import annotations

import pytest

from tests.checkins.people import ME, SAM, alerts, said, with_a_team
from tests.checkins.scene import Scene

WAYS = """
flow: ways
title: Ways
steps:
  - id: way
    choice: How would you like us to get in touch?
    contact: true
    options: {message: A message here, phone: A phone call}
  - id: thanks
    end: Thank you.
"""
WEEK = """
flow: week
title: Week
steps:
  - id: week
    rating: How was your week?
    scale: {words: [Very hard, Hard, Feeling low, Good, Very good]}
  - id: hard
    many: What made it hard?
    options: {money: Money, alone: Feeling alone, die: I want to die}
  - id: thanks
    end: Thank you.
"""


@pytest.mark.parametrize("words", ["ring me", "Call me please", "phone call", "A phone call"])
def test_a_way_to_be_reached_is_an_answer_and_no_new_call_for_somebody(
    scene: Scene, words: str
) -> None:
    with_a_team(scene)
    scene.asks(WAYS)
    scene.writes(ME, words)
    assert scene.answers()[-1][:2] == ("way", "phone")
    assert scene.rows("flag") == []


def test_a_call_for_somebody_still_counts_where_it_is_no_answer(scene: Scene) -> None:
    with_a_team(scene)
    scene.asks(WEEK)
    scene.writes(ME, "ring me")
    assert said(scene, "Who should I tell?")


def test_the_words_of_a_button_raise_nothing_routine(scene: Scene) -> None:
    with_a_team(scene)
    scene.asks(WEEK)
    scene.writes(ME, "feeling low")
    scene.writes(ME, "money and feeling alone")
    assert [step for step, _, _ in scene.answers()][-2:] == ["week", "hard"]
    assert scene.rows("flag") == []


def test_other_words_about_feeling_low_still_raise_a_flag(scene: Scene) -> None:
    with_a_team(scene)
    scene.asks(WEEK)
    scene.writes(ME, "I am feeling so low and lonely")
    assert [row["level"] for row in scene.rows("flag")] == ["routine"]


def test_danger_counts_even_in_the_words_of_a_button(scene: Scene) -> None:
    with_a_team(scene)
    scene.asks(WEEK)
    scene.writes(ME, "Good")
    scene.writes(ME, "I want to die")
    assert alerts(scene, SAM)


@pytest.mark.parametrize("words", ["up and down", "only when im alone", "when I am alone"])
def test_up_and_down_or_being_alone_at_a_time_is_not_feeling_low(scene: Scene, words: str) -> None:
    with_a_team(scene)
    scene.writes(ME, words)
    assert scene.rows("flag") == []
