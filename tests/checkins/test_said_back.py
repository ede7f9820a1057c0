"""An answer is said back as one would say it: in the echo, the review, the chat and the export."""

from __future__ import annotations

from typing import Final

import pytest

from bot.checkins.chatlog import chat_lines
from bot.checkins.inbound import Inbound
from bot.outcomes.exporting import answers as exported
from tests.checkins.scene import Scene

ME = "501"
OUTING = """
flow: outing
title: An outing
steps:
  - id: hours
    number: How many hours did it take?
    unit: hours
    decimals: 1
  - id: day
    date: Which day was it?
  - id: liked
    rating: Did you like it?
    scale: {from: 0, to: 10, low: Not at all, high: Completely}
  - id: again
    rating: Would you go again?
    scale: {words: ["No", Perhaps, "Yes"]}
  - id: saw
    many: What did you see?
    options: {sea: The sea, hills: Hills, town: A town}
  - id: words
    text: What was it like?
  - id: made
    photo: What did you make?
  - id: check
    review: Is this right?
  - id: goodbye
    end: Thank you.
"""
SAID: Final = [
    "3 hours",
    "30 March 2026",
    "7 out of 10",
    "Perhaps",
    "The sea, A town",
    "Like {{ this }}",
    "A photo",
]


@pytest.fixture
def outing(scene: Scene) -> Scene:
    scene.participant(scene.staff("Sam", chat="900"), chat=ME)
    scene.asks(OUTING)
    return scene


def answer_all(scene: Scene) -> None:
    scene.writes(ME, "3")
    scene.writes(ME, "30 March 2026")
    scene.presses(ME, "7")
    scene.presses(ME, "Perhaps")
    for label in ("The sea", "A town", "Done"):
        scene.presses(ME, label)
    scene.writes(ME, "Like {{ this }}")
    scene.sends(ME, "media", media="photo", file="a-file", message_id="12")


def test_a_review_has_units_scales_dates_ticks_own_words_and_photos(outing: Scene) -> None:
    answer_all(outing)
    assert [line.said for line in outing.last(ME).answers] == SAID


def test_the_message_that_was_pressed_shows_the_answer(outing: Scene) -> None:
    answer_all(outing)
    shown = [one.text.partition("You said: ")[2] for one in outing.screens(ME, act="edit")]
    assert [words for words in shown if words][-3:] == ["7 out of 10", "Perhaps", "The sea, A town"]


@pytest.mark.parametrize(
    ("typed", "said"), [("1", "1 (hours)"), ("2.5", "2.5 hours"), ("0", "0 hours")]
)
def test_a_corrected_number_has_its_unit(outing: Scene, typed: str, said: str) -> None:
    outing.sends(ME, "text", text="4", message_id="12")
    assert outing.changes(ME, "12", typed).text == f"I have changed your answer. You said: {said}"


def test_the_chat_page_shows_presses_in_the_same_words(outing: Scene) -> None:
    outing.writes(ME, "3")
    outing.writes(ME, "30 March 2026")
    [person] = {row["person_id"] for row in outing.rows("session")}
    for number, label in enumerate(("7", "Perhaps", "The sea", "A town", "Done")):
        press = outing.button(ME if not number else str(person), label).press
        outing.receives(Inbound("web", f"w{number}", str(person), "press", press=press))
    assert isinstance(person, int)
    lines = outing.database.read_now(lambda connection: chat_lines(connection, person))
    said = [line.text for line in lines if line.who == "you"]
    assert said[said.index("30 March 2026") + 1 :] == ["7 out of 10", "Perhaps", "The sea, A town"]


def test_the_export_has_them_as_labels(outing: Scene) -> None:
    answer_all(outing)
    rows = outing.database.read_now(lambda connection: exported(connection, outing.project).rows)
    found = {row.step: (row.value, row.label) for row in rows if row.flow == "outing"}
    assert found == {
        "hours": (3, "3 hours"),
        "day": ("2026-03-30", "30 March 2026"),
        "liked": (7, "7 out of 10"),
        "again": (2, "Perhaps"),
        "saw": ("sea,town", "The sea, A town"),
        "words": ("Like {{ this }}", None),
        "made": ("sent", None),
    }
