"""What is kept from a member of staff does not reach them through an export either."""

from __future__ import annotations

from bot.outcomes.exporting import AnswerExported, answers
from storage.exports import standing_answers
from tests.aftercare.conftest import ME, PRIYA, SAM
from tests.checkins.scene import Scene

COMPLAINT = "Sam is horrible to me and touches me"
ASKS = """
flow: words
title: Words
steps:
  - id: before
    text: How was it?
  - id: rated
    rating: How much did you feel listened to?
    scale: {from: 0, to: 10, low: Not at all, high: Completely}
  - id: after
    text: Anything else?
  - id: bye
    end: Thank you.
"""
UNKIND = """
flow: unkind
title: Unkind
steps:
  - id: hurt
    choice: Did somebody in the team hurt you?
    options: {"yes": "Yes", "no": "No"}
    flag: {when: "hurt == 'yes'", level: soon, topic: conduct, reason: was hurt by staff}
  - id: bye
    end: Thank you.
"""


def exported(scene: Scene, *readers: int) -> dict[str, AnswerExported]:
    found = scene.database.read_now(
        lambda connection: answers(connection, scene.project, frozenset(readers))
    )
    return {row.step: row for row in found.rows if row.flow != "welcome"}


def complained(scene: Scene) -> tuple[int, int]:
    """The ids of the facilitator, about whom the second text is, and of the lead."""
    sam = scene.staff("Sam", chat=SAM)
    priya = scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    scene.participant(sam, chat=ME)
    scene.asks(ASKS)
    for words in ("It was fine", "7"):
        scene.writes(ME, words)
    scene.later(minutes=1)
    scene.writes(ME, COMPLAINT)
    return sam.id, priya.id


def test_what_somebody_said_about_staff_and_all_that_they_write_is_kept_from_them(
    scene: Scene,
) -> None:
    sam, priya = complained(scene)
    for_priya, for_sam = exported(scene, priya), exported(scene, sam)
    assert for_priya["after"].value == COMPLAINT
    assert for_priya["before"].value == "It was fine"
    assert {step: row.value for step, row in for_sam.items()} == {"rated": 7}
    plain = exported(scene)
    assert {step: row.kept_from_staff for step, row in plain.items()} == {
        "before": "yes",
        "rated": "no",
        "after": "yes",
    }
    assert (plain["after"].value, plain["after"].status) == (None, "answered")


def test_what_they_say_later_is_kept_too(scene: Scene) -> None:
    sam, priya = complained(scene)
    scene.answers_how(ME)
    scene.later(days=7)
    scene.asks(ASKS.replace("words", "later"))
    scene.writes(ME, "The tea was nice")
    assert exported(scene)["before"].value is None
    assert exported(scene, priya)["before"].value == "The tea was nice"
    assert [row for row in exported(scene, sam).values() if row.flow == "later"] == []


def test_an_answer_that_raised_a_flag_about_staff_is_not_in_their_own_export(
    scene: Scene,
) -> None:
    sam = scene.staff("Sam", chat=SAM)
    scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    scene.participant(sam, chat=ME)
    scene.asks(UNKIND)
    scene.presses(ME, "Yes")
    assert exported(scene, sam.id) == {}
    row = exported(scene)["hurt"]
    assert (row.value, row.kept_from_staff) == ("yes", "yes")


def test_nothing_is_kept_where_nobody_spoke_about_staff(staffed: Scene) -> None:
    staffed.asks(ASKS)
    staffed.writes(ME, "I feel so low today")

    def kept(scene: Scene) -> set[frozenset[int]]:
        return scene.database.read_now(
            lambda connection: {one.kept_from for one in standing_answers(connection)}
        )

    assert kept(staffed) == {frozenset()}


def test_what_one_person_said_keeps_nothing_of_another(scene: Scene) -> None:
    sam, _ = complained(scene)
    found = scene.database.read_now(lambda connection: answers(connection, scene.project))
    assert found.left_out == 2
    lee = scene.staff("Lee", chat="903")
    scene.participant(lee, chat="502")
    scene.asks(ASKS.replace("words", "other"))
    scene.writes("502", "The hall was cold")
    assert exported(scene)["before"].value == "The hall was cold"
    assert exported(scene, sam)["before"].value == "The hall was cold"
