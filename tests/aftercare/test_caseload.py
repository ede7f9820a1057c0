"""Whom a member of staff looks after: those with open flags first, and when each was last heard."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.aftercare.caseload import PAGE, caseload_pressed, caseload_screen
from bot.delivery.screen import Screen
from storage.people import Someone
from tests.aftercare.chat_scene import SAM, person
from tests.checkins.scene import Scene


def shown(scene: Scene, name: str, skipped: int = 0) -> Screen:
    staff = person(scene, name)

    def work(connection: Connection) -> Screen:
        return caseload_screen(connection, staff.id, scene.now, skipped)

    return scene.database.read_now(work)


def two_participants(scene: Scene) -> tuple[Someone, Someone]:
    sam = scene.staff("Sam", chat=SAM)
    quiet, troubled = scene.participant(sam, chat="501"), scene.participant(sam, chat="502")
    scene.later(days=3)
    scene.writes("502", "I was abused by my uncle")
    return quiet, troubled


def test_those_with_open_flags_come_first_and_everybody_was_last_heard_at_some_time(
    scene: Scene,
) -> None:
    quiet, troubled = two_participants(scene)
    text = shown(scene, "Sam").text
    assert text.startswith("2 people are in your care.")
    assert text.index(troubled.code) < text.index(quiet.code)
    assert f"Soon: {troubled.code}. Contact by" in text
    assert "Nobody has acknowledged this yet." in text
    assert "Last heard 3 days ago." in text
    assert "Last heard: 12 noon today." in text


def test_a_flag_can_be_opened_from_it(scene: Scene) -> None:
    _, troubled = two_participants(scene)
    (button,) = shown(scene, "Sam").choices
    assert button.label == f"Open {troubled.code}"
    scene.staff_sends(SAM, "press", press=button.press)
    assert "I was abused by my uncle" in scene.last(SAM).text


def test_somebody_who_has_not_joined_or_has_stopped_is_shown_as_such(scene: Scene) -> None:
    sam = scene.staff("Sam", chat=SAM)
    scene.participant(sam)
    scene.participant(sam, chat="502")
    scene.writes("502", "stop")
    text = shown(scene, "Sam").text
    assert "They have not joined yet." in text
    assert "They have stopped the check-ins." in text


def test_taking_on_a_flag_brings_its_person_into_ones_care(scene: Scene) -> None:
    _, troubled = two_participants(scene)
    scene.staff("Robin", "coordinator", chat="903")
    assert shown(scene, "Robin").text == "Nobody is in your care yet."
    scene.staff_sends("903", "command", text="flags")
    scene.staff_presses("903", "Open")
    scene.staff_presses("903", "Acknowledge")
    text = shown(scene, "Robin").text
    assert text.startswith(f"1 person is in your care.\n\n{troubled.code}\nSoon: ")
    assert "Acknowledged by Robin." in text


def test_what_is_said_about_somebody_does_not_show_in_their_caseload(scene: Scene) -> None:
    sam = scene.staff("Sam", chat=SAM)
    scene.staff("Priya", "coordinator", lead=True, chat="902")
    scene.participant(sam, chat="501")
    before = shown(scene, "Sam").text
    scene.later(hours=1)
    scene.writes("501", "Sam touched me and I did not want it")
    scene.later(hours=1)
    scene.writes("501", "I do not feel well")
    assert shown(scene, "Sam").text == before


def test_a_long_caseload_comes_in_parts(scene: Scene) -> None:
    sam = scene.staff("Sam", chat=SAM)
    made = [scene.participant(sam) for _ in range(PAGE + 3)]
    first = shown(scene, "Sam")
    assert first.controls[0].label == "Show 3 more"
    second = scene.database.read_now(
        lambda connection: caseload_pressed(connection, sam.id, first.controls[0].press, scene.now)
    )
    assert second is not None
    everything = first.text + second.text
    assert all(one.code in everything for one in made)
    assert not second.controls
