""" "Not Sam": whoever asks for somebody else in words of their own gets somebody else."""

from __future__ import annotations

import pytest

from bot.checkins.somebody_else import SomebodyElse
from tests.aftercare.chat_scene import heard_by, says
from tests.checkins.people import ME, PRIYA, SAM, alerts, opened, said, with_a_team
from tests.checkins.scene import Scene, services

WISHES = (
    "please can someone else ring me not sam",
    "not sam",
    "I don't want Sam to contact me",
)


def how_often(scene: Scene, words: str) -> int:
    return sum(words in screen.text for screen in scene.screens(ME))


def sam_sees_nothing(scene: Scene) -> bool:
    scene.staff_sends(SAM, "command", text="flags")
    flags = scene.last(SAM).text
    scene.staff_sends(SAM, "command", text="read")
    read = scene.last(SAM).text
    return flags == "There are no open flags." and read == "You have read everything."


def only_others_know(scene: Scene) -> bool:
    """Also after the time to choose is long over."""
    scene.later(seconds=125)
    scene.climbs()
    told = alerts(scene, PRIYA) and not alerts(scene, SAM)
    return bool(told) and not said(scene, "I have told Sam") and sam_sees_nothing(scene)


@pytest.mark.parametrize("words", WISHES)
@pytest.mark.parametrize("when", ["before consent", "in a check-in", "outside a check-in"])
def test_not_the_facilitator_in_natural_words_has_somebody_else_told_at_any_time(
    scene: Scene, when: str, words: str
) -> None:
    sam = scene.staff("Sam Hill", chat=SAM)
    scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    scene.participant(sam, chat=ME, agreed=when != "before consent")
    if when == "in a check-in":
        scene.round()
    scene.writes(ME, words)
    scene.sends(ME, "command", text="talk")
    assert "Who should I tell" not in scene.last(ME).text
    assert said(scene, "I have told Priya")
    assert said(scene, "Sam Hill will not see this")
    assert "asked for somebody other than Sam Hill" in opened(scene, PRIYA)
    assert only_others_know(scene)


@pytest.mark.parametrize("words", [*WISHES, "i dont want him to ring me"])
def test_not_the_facilitator_while_choosing_is_the_choice(scene: Scene, words: str) -> None:
    with_a_team(scene)
    scene.round()
    scene.presses(ME, "I want to talk")
    scene.writes(ME, words)
    assert len(scene.rows("flag")) == 1
    assert not said(scene, "I am not sure who I should tell")
    read = opened(scene, PRIYA)
    assert "asked for somebody other than Sam Hill" in read
    assert words in read
    assert only_others_know(scene)


@pytest.mark.parametrize("words", WISHES)
def test_not_the_facilitator_after_they_were_told_moves_what_they_had(
    scene: Scene, words: str
) -> None:
    with_a_team(scene)
    scene.round()
    scene.presses(ME, "I want to talk")
    scene.presses(ME, "Sam")
    told = len(alerts(scene, SAM))
    scene.writes(ME, words)
    assert said(scene, "Sam Hill was told before, and may still be in touch")
    assert len(scene.rows("flag")) == 1
    assert len(alerts(scene, SAM)) == told
    assert alerts(scene, PRIYA)
    assert sam_sees_nothing(scene)
    asked = scene.writes(ME, "who has seen it").text
    assert "I asked Priya to be in touch" in asked
    assert "Sam Hill" not in asked


def test_one_who_hears_of_danger_and_is_not_wanted_hears_no_more_of_it(scene: Scene) -> None:
    with_a_team(scene)
    scene.writes(ME, "i want to die but dont tell sam")
    assert alerts(scene, PRIYA)
    assert not alerts(scene, SAM)
    assert "asked for somebody other than Sam Hill" in opened(scene, PRIYA)


def test_it_stays_with_the_facilitator_when_nobody_else_can_be_told(scene: Scene) -> None:
    sam = scene.staff("Sam Hill", chat=SAM)
    scene.participant(sam, chat=ME)
    scene.writes(ME, "I want to die")
    scene.writes(ME, "not sam")
    assert [row["conduct"] for row in scene.rows("flag")] == [False, True]
    scene.staff_sends(SAM, "command", text="flags")
    assert scene.last(SAM).text != "There are no open flags."


@pytest.mark.parametrize(
    "words",
    ["can i talk to somebody else", "i said NOT sam", "could somebody else ring me instead"],
)
def test_somebody_else_in_a_chat_can_be_asked_for_in_words(scene: Scene, words: str) -> None:
    with_a_team(scene)
    in_a_chat(scene)
    before = len(heard_by(scene, SAM))
    scene.writes(ME, words)
    assert not any(words in text for text in heard_by(scene, SAM, before))
    assert scene.rows("relay")[-1]["ending"] == "kept"
    assert said(scene, "I have told Priya")
    assert not said(scene, "I have told Sam Hill, and asked them to get in touch with you by 5 pm")
    assert sam_sees_nothing(scene)


def test_somebody_else_alone_may_be_an_answer_in_a_chat_and_is_asked_about(scene: Scene) -> None:
    with_a_team(scene)
    in_a_chat(scene)
    asked = scene.writes(ME, "someone else")
    assert "Would you rather talk to somebody else?" in asked.text
    assert scene.rows("relay")[-1]["ended_at"] is None


def in_a_chat(scene: Scene) -> None:
    """Sam has acknowledged something urgent, and writes about it."""
    scene.writes(ME, "I am going to kill myself tonight")
    scene.staff_presses(SAM, "Acknowledge")
    assert says(scene, "Sam Hill", "Hello, is now a good time?").sent


def test_somebody_else_in_a_chat_takes_on_what_the_first_one_had_and_by_the_same_time(
    scene: Scene,
) -> None:
    with_a_team(scene)
    in_a_chat(scene)
    urgent = scene.rows("flag")[0]
    scene.sends(ME, "command", text="talk")
    since = len(scene.screens(ME))
    scene.presses(ME, "Somebody else")
    now_said = "\n".join(heard_by(scene, ME, since))
    (flag,) = scene.rows("flag")
    assert (flag["level"], flag["status"], flag["owner_id"]) == ("urgent", "open", None)
    assert flag["contact_by"] == urgent["contact_by"]
    assert "I have told Priya, and asked them to get in touch with you by 1 pm today" in now_said
    assert "what you wrote just now" not in now_said
    assert "sorry that this is happening" not in now_said
    assert alerts(scene, PRIYA)[-1].startswith("Urgent")
    read = opened(scene, PRIYA)
    assert "asked for somebody other than Sam Hill" in read
    assert "conduct of staff" not in read
    assert sam_sees_nothing(scene)
    assert scene.screens(SAM, act="edit")[-1].text.endswith("Somebody else looks after this now.")
    asked = scene.writes(ME, "who has seen it").text
    assert "I asked Priya to be in touch by 1 pm today" in asked
    assert "Sam Hill" not in asked


def test_one_wish_is_one_flag_and_each_thing_is_said_once(scene: Scene) -> None:
    with_a_team(scene)
    scene.round()
    scene.presses(ME, "I want to talk")
    scene.writes(ME, "Sam makes me feel uncomfortable when we are alone")
    scene.writes(ME, "can someone else ring me not sam")
    scene.writes(ME, "i want to talk to somebody but not sam")
    scene.presses(ME, "I want to talk")
    scene.writes(ME, "talk")
    scene.later(seconds=125)
    scene.climbs()
    assert len(scene.rows("flag")) == 1
    assert how_often(scene, "I have told Priya") == 1
    assert how_often(scene, "I asked Priya to be in touch") == 1
    assert how_often(scene, "116 123") == 2  # with the question whom to tell, and the answer
    assert not said(scene, "I am not sure who I should tell")
    assert not alerts(scene, SAM)
    assert not said(scene, "I have told Sam")


def test_words_about_others_than_the_one_who_would_be_told_ask_for_nobody() -> None:
    wishes = SomebodyElse(services().receiver._vocabulary("en"))
    for words in (
        "It was not Sam who called me",
        "Everyone was nice but not Sam",
        "I talked to somebody else in the group",
        "Tell Sam thank you",
        "I don't want Sam to leave",
        "The session was not the same as before",
        "I did not tell Sam",
    ):
        assert not wishes.is_asked_for(words, "Sam Hill"), words


def test_whoever_is_spoken_about_in_a_chat_no_longer_has_what_is_urgent(scene: Scene) -> None:
    with_a_team(scene)
    in_a_chat(scene)
    since = len(scene.screens(ME))
    scene.writes(ME, "Sam touched me and I was scared")
    now_said = "\n".join(heard_by(scene, ME, since))
    (flag,) = scene.rows("flag")
    assert (flag["level"], flag["status"], flag["owner_id"]) == ("urgent", "open", None)
    assert "I have told Priya, and asked them to get in touch with you by 1 pm today" in now_said
    read = opened(scene, PRIYA)
    assert "conduct of staff" in read
    assert "asked for somebody other" not in read
    assert sam_sees_nothing(scene)
