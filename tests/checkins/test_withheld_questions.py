"""A sensitive question is not asked when nobody would be there in time for what is said to it."""

from __future__ import annotations

from datetime import time

import pytest

from storage.database import Database
from tests.aftercare.rota_scene import RotaScene
from tests.checkins.scene import Scene

ME, SAM, PRIYA = "501", "901", "902"
LEFT_OUT = "I will leave a question out now, because nobody from the team could answer you in time."


@pytest.fixture
def rota(database: Database) -> RotaScene:
    """At 9 in the evening; on call is somebody in office hours only."""
    scene = Scene(database)
    rota = RotaScene(scene)
    sam = scene.staff("Sam", chat=SAM)
    scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    scene.participant(sam, chat=ME)
    rota.put(sam, starts=time(9), ends=time(17))
    scene.now = scene.now.replace(hour=20)
    return rota


def up_to(scene: Scene, words: str) -> list[str]:
    """Skips until a question has these words; everything that was said on the way."""
    begin = len(scene.screens(ME))
    scene.round()
    for _ in range(20):
        if words in scene.last(ME).text:
            return [screen.text for screen in scene.screens(ME)[begin:]]
        scene.presses(ME, "Skip")
    raise AssertionError(f"nobody was asked {words!r}")


def test_it_is_left_out_plainly_and_the_rest_is_asked(rota: RotaScene) -> None:
    said = up_to(rota.scene, "Would you like someone to get in touch?")
    assert not [text for text in said if "feel safe right now" in text]
    assert not [text for text in said if "next question is about being safe" in text]
    assert [text for text in said if LEFT_OUT in text] == said[-1:]


def test_the_coordinators_hear_of_it_once_an_hour(rota: RotaScene) -> None:
    scene = rota.scene
    scene.participant(chat="502")
    before = len(scene.screens(PRIYA))
    up_to(scene, "Would you like someone to get in touch?")
    while "get in touch?" not in scene.last("502").text:
        scene.presses("502", "Skip")
    told = [screen.text for screen in scene.screens(PRIYA)[before:]]
    assert len(told) == 1
    assert "A sensitive question was not asked" in told[0]
    assert "Nobody is there until 9 am tomorrow." in told[0]


def test_what_is_raised_anyway_is_answered_with_when_somebody_is_there(rota: RotaScene) -> None:
    up_to(rota.scene, "Would you like someone to get in touch?")
    rota.scene.writes(ME, "I am going to kill myself tonight")
    said = next(one.text for one in reversed(rota.scene.screens(ME)) if "999" in one.text)
    assert "Nobody from the team is working until 9 am tomorrow" in said
    assert rota.scene.last(SAM).text.startswith("Urgent")


def test_out_of_hours_it_is_asked_when_somebody_is_on_call(rota: RotaScene) -> None:
    rota.put(rota.scene.staff("Lee", chat="903"))
    assert LEFT_OUT not in "".join(up_to(rota.scene, "feel safe right now"))


def test_in_working_hours_it_is_asked(rota: RotaScene) -> None:
    rota.scene.now = rota.scene.now.replace(day=25, hour=10)
    assert LEFT_OUT not in "".join(up_to(rota.scene, "feel safe right now"))


def test_somebody_who_comes_on_duty_before_the_limit_is_enough(rota: RotaScene) -> None:
    rota.scene.now = rota.scene.now.replace(day=25, hour=8, minute=15)
    assert LEFT_OUT not in "".join(up_to(rota.scene, "feel safe right now"))


def test_without_a_rota_it_is_asked_whenever_somebody_can_be_reached(database: Database) -> None:
    scene = Scene(database)
    scene.participant(scene.staff("Sam", chat=SAM), chat=ME)
    scene.now = scene.now.replace(hour=20)
    assert LEFT_OUT not in "".join(up_to(scene, "feel safe right now"))


def test_without_anybody_who_can_be_reached_it_is_not_asked(database: Database) -> None:
    scene = Scene(database)
    scene.participant(scene.staff("Sam"), chat=ME)
    assert LEFT_OUT in up_to(scene, "Would you like someone to get in touch?")[-1]
