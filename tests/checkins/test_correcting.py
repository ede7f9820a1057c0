"""An edited message corrects the answer that it gave, and the old words stay in the record."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.checkins.inbound import Inbound
from storage import updates
from storage.sealing import sealer_of
from storage.sessions import TEXT
from tests.checkins.scene import Scene

ME = "501"
FETE = """
flow: fete
title: The fete
steps:
  - id: came
    choice: Did you come?
    options: {"yes": "Yes", "no": "No"}
  - id: enjoyed
    when: "came == 'yes'"
    rating: How much did you enjoy it?
    scale: {from: 0, to: 10, low: Not at all, high: Very much}
  - id: why
    text: What was it like?
  - id: private
    text: Is there anything private?
    sensitive: true
  - id: last
    rating: How are you now?
    scale: {from: 0, to: 10, low: Bad, high: Good}
  - id: goodbye
    end: Thank you.
"""


def at_the_fete(scene: Scene) -> None:
    """A participant who has answered the first two questions, in messages 11 and 12."""
    scene.participant(scene.staff("Sam", chat="900"), chat=ME)
    scene.asks(FETE)
    scene.sends(ME, "text", text="yes", message_id="11")
    scene.sends(ME, "text", text="7", message_id="12")


def words_kept(scene: Scene) -> list[tuple[str, str, bool]]:
    """(step, words, whether it stands) of each answer in somebody's own words."""

    def work(connection: Connection) -> list[tuple[str, str, bool]]:
        sealer = sealer_of(connection)
        return [
            (
                str(row["step"]),
                sealer.unseal(bytes(row["text_sealed"]), TEXT),  # type: ignore[call-overload]
                row["withdrawn_at"] is None,
            )
            for row in scene.rows("answer")
            if row["text_sealed"] is not None
        ]

    return scene.database.read_now(work)


def test_an_edited_message_corrects_the_answer_and_says_what_it_is_now(scene: Scene) -> None:
    at_the_fete(scene)
    said = scene.changes(ME, "12", "8").text
    assert said == "I have changed your answer. You said: 8 out of 10"
    assert scene.answers()[2:] == [] or ("enjoyed", "8", "answered") in scene.answers()
    assert ("enjoyed", "7", "answered") not in scene.answers()
    assert ("enjoyed", "7", "answered") in scene.answers(standing=False)


def test_the_question_that_stands_goes_on_standing(scene: Scene) -> None:
    at_the_fete(scene)
    scene.changes(ME, "12", "8")
    scene.writes(ME, "it was loud")
    assert ("why", "it was loud", True) in words_kept(scene)


def test_a_correction_that_leads_another_way_says_which_answers_are_gone(scene: Scene) -> None:
    at_the_fete(scene)
    said = scene.changes(ME, "11", "no").text
    assert "I have taken out your answer to this question. It does not apply any more." in said
    assert "How much did you enjoy it?" in said
    assert [row[0] for row in scene.answers()][-1] == "came"


def test_the_old_words_stay_in_the_record_and_the_new_ones_are_to_be_read(scene: Scene) -> None:
    at_the_fete(scene)
    scene.sends(ME, "text", text="it was lowd", message_id="13")
    assert "it was loud" in scene.changes(ME, "13", "it was loud").text
    assert [one for one in words_kept(scene) if one[0] == "why"] == [
        ("why", "it was lowd", False),
        ("why", "it was loud", True),
    ]
    sam = next(row for row in scene.rows("person") if row["role"] == "facilitator")
    listed = scene.database.read_now(
        lambda connection: updates.texts_to_read(connection, int(str(sam["id"])), 50)
    )
    texts = [text for _, text in listed]
    assert "it was lowd" in texts
    assert "it was loud" in texts


def test_the_same_message_can_be_edited_again_and_again(scene: Scene) -> None:
    at_the_fete(scene)
    for number in ("1", "2", "3"):
        scene.changes(ME, "12", number)
    assert [row for row in scene.answers() if row[0] == "enjoyed"] == [("enjoyed", "3", "answered")]


def test_one_message_of_a_burst_is_corrected_and_the_others_stay(scene: Scene) -> None:
    at_the_fete(scene)
    scene.receives(
        Inbound(
            "participant",
            "7001",
            ME,
            "text",
            text="it was good",
            message_id="21",
            burst=(("7002", "but too lon"), ("7003", "and cold")),
            burst_ids=("22", "23"),
        )
    )
    scene.changes(ME, "22", "but too long")
    assert ("why", "it was good\nbut too long\nand cold", True) in words_kept(scene)
    scene.changes(ME, "21", "it was fine")
    assert ("why", "it was fine\nbut too long\nand cold", True) in words_kept(scene)


def test_a_private_answer_is_not_said_again(scene: Scene) -> None:
    at_the_fete(scene)
    scene.writes(ME, "fine")
    scene.sends(ME, "text", text="I sing baldy", message_id="14")
    assert scene.changes(ME, "14", "I sing badly").text == "I have changed your answer."


def test_a_correction_that_fits_no_answer_changes_nothing_and_says_so(scene: Scene) -> None:
    at_the_fete(scene)
    assert "Your answer stays as it was" in scene.changes(ME, "12", "purple").text
    assert ("enjoyed", "7", "answered") in scene.answers()


def test_saying_the_same_again_changes_nothing(scene: Scene) -> None:
    at_the_fete(scene)
    assert "stays as it was" in scene.changes(ME, "12", "seven").text
    assert ("enjoyed", "7", "answered") in scene.answers()


def test_new_words_that_need_a_person_are_answered_before_anything_else(scene: Scene) -> None:
    at_the_fete(scene)
    scene.sends(ME, "text", text="it was loud", message_id="13")
    before = len(scene.screens(ME))
    scene.changes(ME, "13", "I am going to kill myself tonight")
    new = scene.screens(ME)[before:]
    assert new[0].kind == "signpost"
    assert "999" in new[0].text
    assert [row["level"] for row in scene.rows("flag")] == ["urgent"]
    assert [row["step"] for row in scene.rows("flag_signal")] == ["why"]
    assert "carry on" in scene.answers_how(ME).text


def test_after_the_check_in_an_edit_is_kept_and_nothing_changes(scene: Scene) -> None:
    at_the_fete(scene)
    scene.writes(ME, "fine")
    scene.writes(ME, "nothing")
    scene.writes(ME, "9")
    said = scene.changes(ME, "12", "1").text
    assert said == "I have kept your change beside what you wrote first."
    assert ("enjoyed", "7", "answered") in scene.answers()


def test_a_message_that_answered_nothing_is_no_correction(scene: Scene) -> None:
    at_the_fete(scene)
    scene.sends(ME, "command", text="help", message_id="15")
    assert "kept your change" in scene.changes(ME, "15", "purple").text
    assert ("enjoyed", "7", "answered") in scene.answers()


def test_words_that_fitted_no_answer_can_be_edited_until_they_do(scene: Scene) -> None:
    scene.participant(scene.staff("Sam", chat="900"), chat=ME)
    scene.asks(FETE)
    scene.sends(ME, "text", text="purple", message_id="11")
    scene.changes(ME, "11", "purple and green")
    assert "How much did you enjoy it?" in scene.changes(ME, "11", "yes").text
    assert ("came", "yes", "answered") in scene.answers()


def test_an_edit_to_a_command_word_is_obeyed(scene: Scene) -> None:
    at_the_fete(scene)
    assert "I have stopped" in scene.changes(ME, "12", "stop").text
