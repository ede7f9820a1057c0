"""What somebody hears who waits for a person: where it stands, and whom to call meanwhile."""

from __future__ import annotations

import pytest

from tests.checkins.scene import Scene

ME, SAM, PRIYA = "501", "901", "902"


@pytest.fixture
def staffed(scene: Scene) -> Scene:
    sam = scene.staff("Sam", chat=SAM)
    scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    scene.participant(sam, chat=ME)
    return scene


@pytest.mark.parametrize("words", ["is anyone there", "hello?", "has anyone seen my message?"])
def test_asking_for_an_answer_tells_where_it_stands_and_whom_to_call(
    staffed: Scene, words: str
) -> None:
    staffed.writes(ME, "I want to die")
    said = staffed.writes(ME, words).text
    assert "Nobody has told me yet that they have seen it" in said
    assert "116 123" in said
    assert "not right away" not in said


def test_words_that_are_no_answer_to_a_question_still_hear_where_it_stands(
    staffed: Scene,
) -> None:
    staffed.round()
    staffed.writes(ME, "I want to die")
    staffed.writes(ME, "carry on")
    said = staffed.writes(ME, "please answer me").text
    assert "Nobody has told me yet" in said
    assert "Nobody has told me yet" not in staffed.writes(ME, "please").text
    staffed.staff_presses(SAM, "Acknowledge")
    assert "Sam has seen your message" in staffed.writes(ME, "Has anyone seen it?").text


def test_a_promise_says_that_somebody_was_asked_not_that_they_will(staffed: Scene) -> None:
    staffed.writes(ME, "I want to die")
    said = staffed.signpost(ME).text
    assert "I have told Sam, and asked them to get in touch with you by" in said
    assert "If they do not answer me, I will tell somebody else" in said


def test_a_promise_that_was_broken_is_admitted_once(staffed: Scene) -> None:
    staffed.writes(ME, "I am going to kill myself tonight")
    for _ in range(12):
        staffed.later(minutes=15)
        staffed.climbs()
    said = [screen.text for screen in staffed.screens(ME)]
    admitted = [text for text in said if text.startswith("I am sorry. I told you")]
    assert len(admitted) == 1
    assert "safe" not in admitted[0]


def test_a_promise_that_was_taken_on_is_not_said_to_be_broken(staffed: Scene) -> None:
    staffed.writes(ME, "I am going to kill myself tonight")
    staffed.staff_presses(SAM, "Acknowledge")
    staffed.later(hours=3)
    staffed.climbs()
    assert not [one for one in staffed.screens(ME) if one.text.startswith("I am sorry. I told")]


def test_nothing_goes_out_unasked_about_harm_at_home(staffed: Scene) -> None:
    staffed.writes(ME, "My husband hits me every night")
    before = len(staffed.screens(ME))
    for _ in range(20):
        staffed.later(hours=12)
        staffed.climbs()
    assert len(staffed.screens(ME)) == before


def test_a_later_message_does_not_put_the_promise_off(staffed: Scene) -> None:
    staffed.writes(ME, "I am going to kill myself tonight")
    (flag,) = staffed.rows("flag")
    staffed.later(minutes=5)
    staffed.writes(ME, "I was abused by my uncle")
    (again,) = staffed.rows("flag")
    assert again["contact_by"] == flag["contact_by"]


def test_whoever_could_not_be_told_at_first_is_told_when_they_join_and_so_is_the_person(
    scene: Scene,
) -> None:
    scene.participant(chat=ME)
    scene.writes(ME, "I am going to kill myself tonight")
    assert "I cannot reach anybody" in scene.signpost(ME).text
    scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    assert "1 person is waiting now: /flags" in scene.last(PRIYA).text
    scene.climbs()
    assert scene.last(PRIYA).text.startswith("Urgent")
    assert "I have told Priya" in scene.last(ME).text


def test_staff_see_the_name_once_they_open_a_flag_and_not_before(staffed: Scene) -> None:
    name = "Blue Heron"
    staffed.participant(chat="502", agreed=False)
    staffed.presses("502", "Yes")
    staffed.writes("502", name)
    staffed.writes("502", "I want to die")
    assert name not in "".join(screen.text for screen in staffed.screens(PRIYA))
    staffed.staff_presses(PRIYA, "Open")
    assert f"They like to be called {name}." in staffed.last(PRIYA).text


def test_a_picture_is_said_to_be_passed_on_only_when_somebody_could_be_told(scene: Scene) -> None:
    scene.participant(chat=ME)
    scene.sends(ME, "media", media="photo")
    assert "I cannot reach anybody" in scene.last(ME).text
    assert "told a person" not in scene.last(ME).text


def test_pausing_is_not_broken_by_a_thank_you(staffed: Scene) -> None:
    staffed.round()
    staffed.writes(ME, "later")
    said = staffed.writes(ME, "thank you").text
    assert "I have kept what you wrote" in said
    assert [row["status"] for row in staffed.rows("session")][-1] == "paused"


@pytest.mark.parametrize("words", ["start", "I changed my mind"])
def test_whoever_stopped_can_come_back_in_plain_words(staffed: Scene, words: str) -> None:
    staffed.writes(ME, "stop")
    assert "write: start" in staffed.last(ME).text
    staffed.writes(ME, words)
    assert "Welcome back." in staffed.last(ME).text
