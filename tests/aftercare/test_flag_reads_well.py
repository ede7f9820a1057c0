"""A flag says each thing once, in plain words, to whoever reads it."""

from __future__ import annotations

from bot.aftercare.wording import plain_reasons
from bot.texts import texts_for
from tests.checkins.people import ME, SAM, opened, with_a_team
from tests.checkins.scene import Scene

SAFE = """
flow: safe
title: Safe
steps:
  - id: safe
    choice: Do you feel safe?
    options: {"yes": "Yes", "no": "No"}
    flag: {when: "safe == 'no'", level: soon, topic: danger, reason: does not feel safe}
  - id: more
    text: Is there anything else?
  - id: goodbye
    end: Thank you.
"""
TEXTS = texts_for("en")


def asked_whether_safe(scene: Scene) -> Scene:
    with_a_team(scene)
    scene.asks(SAFE)
    return scene


def test_what_was_typed_stands_beside_the_answer_that_it_was_taken_as(scene: Scene) -> None:
    asked_whether_safe(scene)
    scene.writes(ME, "no not really")
    shown = opened(scene, SAM)
    assert "Question: Do you feel safe?\nAnswer: No\n“no not really”" in shown


def test_an_answer_that_was_pressed_is_shown(scene: Scene) -> None:
    asked_whether_safe(scene)
    scene.presses(ME, "No")
    assert "Question: Do you feel safe?\nAnswer: No" in opened(scene, SAM)


def test_an_answer_in_the_options_own_word_is_said_once(scene: Scene) -> None:
    asked_whether_safe(scene)
    scene.writes(ME, "no")
    shown = opened(scene, SAM)
    assert "Answer: No" not in shown
    assert "“no”" in shown


def test_an_answer_that_was_changed_later_is_shown_as_it_was(scene: Scene) -> None:
    asked_whether_safe(scene)
    scene.presses(ME, "No")
    scene.later(minutes=1)
    scene.writes(ME, "back")
    scene.writes(ME, "yes")
    assert "Answer: No" in opened(scene, SAM)


def test_a_phrase_rule_is_named_last_and_an_answers_own_rule_not_at_all(scene: Scene) -> None:
    asked_whether_safe(scene)
    scene.presses(ME, "No")
    scene.later(minutes=1)
    scene.writes(ME, "I want to die")
    shown = opened(scene, SAM)
    assert "“I want to die”\n(rule suicide.wish)" in shown
    assert "answer:" not in shown


def test_reading_again_adds_no_line_until_something_new_is_said(scene: Scene) -> None:
    asked_whether_safe(scene)
    scene.presses(ME, "No")
    opened(scene, SAM)
    opened(scene, SAM)
    assert opened(scene, SAM).count("opened it to read") == 1
    assert "opened it to read (4 times)" in opened(scene, SAM)
    scene.later(minutes=1)
    scene.writes(ME, "I want to die")
    assert opened(scene, SAM).count("opened it to read") == 2


def test_the_words_for_a_topic_stand_back_behind_what_says_more() -> None:
    found = [("danger", "may not be safe"), ("danger", "does not feel safe"), ("low", "feels low")]
    assert plain_reasons(TEXTS, found) == ("does not feel safe", "feels low")
    assert plain_reasons(TEXTS, found[:1]) == ("may not be safe",)
    assert plain_reasons(TEXTS, [found[1], found[1]]) == ("does not feel safe",)
