"""A flag's life in the staff bot: every button comes from where the flag stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.delivery.screen import Screen
from tests.checkins.scene import Scene

ME, SAM, PRIYA, LEE = "501", "901", "902", "903"


def flag(scene: Scene) -> dict[str, object]:
    return scene.rows("flag")[-1]


def labels(screen: Screen) -> list[str]:
    return [button.label for button in screen.choices]


@pytest.fixture
def raised(staffed: Scene) -> Scene:
    staffed.staff("Lee", "coordinator", chat=LEE)
    staffed.writes(ME, "I am going to kill myself tonight")
    return staffed


@pytest.fixture
def taken(raised: Scene) -> Scene:
    raised.staff_presses(SAM, "Acknowledge")
    return raised


def types(scene: Scene, chat: str, text: str) -> Screen:
    scene.staff_sends(chat, "text", text=text)
    return scene.last(chat)


def test_an_alert_has_as_little_on_it_as_it_can(raised: Scene) -> None:
    alert = raised.last(SAM)
    code = raised.rows("person")[-1]["code"]
    assert alert.text.startswith("Urgent: P-")
    assert "suicide" not in alert.text
    assert "kill" not in alert.text
    assert labels(alert) == ["Acknowledge: I will be in touch", "Open to read"]
    assert code is not None


def test_whoever_has_taken_a_flag_on_sees_all_that_they_can_do(taken: Scene) -> None:
    assert labels(taken.last(SAM)) == [
        "I have been in touch",
        "Message them",
        "I tried, no reply yet",
        "Put it off for a while",
        "Hand over",
        "Close",
        "Ask the next person now",
        "Write a note",
        "Open to read",
    ]


def test_from_acknowledged_to_closed_by_buttons_and_a_typed_note(taken: Scene) -> None:
    taken.staff_presses(SAM, "Open to read")
    assert "I have written it down" in taken.staff_presses(SAM, "I have been in touch").text
    assert "How did it end?" in taken.staff_presses(SAM, "Close").text
    assert "Write a note" in taken.staff_presses(SAM, "Spoke with them").text
    said = types(taken, SAM, "We talked for an hour. Her brother stays with her.")
    assert said.text.startswith("It is closed.")
    assert flag(taken)["status"] == "closed"
    opened = taken.staff_presses(SAM, "Open to read")
    assert "Her brother stays with her." in opened.text


def test_a_flag_can_be_closed_without_a_note_when_they_spoke(taken: Scene) -> None:
    taken.staff_presses(SAM, "Open to read")
    taken.staff_presses(SAM, "Close")
    taken.staff_presses(SAM, "Spoke")
    assert taken.staff_presses(SAM, "Close it without").text.startswith("It is closed.")


def test_without_having_spoken_what_was_done_is_typed_and_a_second_person_agrees(
    taken: Scene,
) -> None:
    taken.staff_presses(SAM, "Close")
    asked = taken.staff_presses(SAM, "Emergency services")
    assert "welfare check" in asked.text
    assert labels(asked) == ["Never mind"]
    assert "second person has to agree" in types(taken, SAM, "999 was called.").text
    assert "agree to closing this" in taken.last(PRIYA).text
    opened = taken.staff_presses(PRIYA, "Open to read")
    assert "999 was called." in opened.text
    assert taken.staff_presses(PRIYA, "Agree to close it").text.startswith("It is closed.")
    assert "somebody else has to agree" not in taken.last(PRIYA).text


def test_putting_off_is_chosen_or_typed_and_never_beyond_the_limit(taken: Scene) -> None:
    asked = taken.staff_presses(SAM, "Put it off")
    assert "At the latest 1 pm today" in asked.text
    assert labels(asked) == ["15 minutes", "30 minutes", "1 hour", "Never mind"]
    assert "no longer" in types(taken, SAM, "3 pm").text
    taken.staff_presses(SAM, "Put it off")
    assert "I do not know that time" in types(taken, SAM, "when the cows come home").text
    assert "put off until 12:20 pm today" in types(taken, SAM, "20 minutes").text
    assert flag(taken)["status"] == "snoozed"


def test_handing_over_is_to_a_colleague_who_can_be_told(taken: Scene) -> None:
    taken.staff("Nia")  # has not joined
    asked = taken.staff_presses(SAM, "Hand over")
    assert labels(asked) == ["Priya", "Lee"]
    assert "I have asked Lee" in taken.staff_presses(SAM, "Lee").text
    assert labels(taken.last(LEE))[:2] == ["Take it over", "I cannot take it"]
    assert "It is yours now" in taken.staff_presses(LEE, "Take it over").text
    assert "Lee looks after this now" in taken.last(SAM).text


def test_the_second_of_two_is_told_who_was_first_and_how_it_stands(raised: Scene) -> None:
    raised.later(minutes=16)
    raised.climbs()
    raised.staff_presses(PRIYA, "Acknowledge")
    said = raised.staff_presses(SAM, "Acknowledge")
    assert said.text.startswith("Priya has already acknowledged this.")
    assert "Acknowledged by Priya" in said.text
    assert "Take it over" in labels(said)
    assert not any(label.startswith("Acknowledge") for label in labels(said))


def test_a_note_for_a_flag_is_typed_and_kept_with_it(raised: Scene) -> None:
    raised.staff_presses(SAM, "Open to read")
    raised.staff_presses(SAM, "Write a note")
    assert "I have added your note" in types(raised, SAM, "Her sister is with her.").text
    assert "Her sister is with her." in raised.staff_presses(SAM, "Open to read").text


@pytest.mark.parametrize("leaves", ["Never mind", "/flags", "half an hour"])
def test_what_is_typed_after_something_else_belongs_to_no_flag(raised: Scene, leaves: str) -> None:
    raised.staff_presses(SAM, "Open to read")
    raised.staff_presses(SAM, "Write a note")
    ways: dict[str, Callable[[], object]] = {
        "Never mind": lambda: raised.staff_presses(SAM, "Never mind"),
        "/flags": lambda: raised.staff_sends(SAM, "command", text="flags"),
        "half an hour": lambda: raised.later(minutes=31),
    }
    ways[leaves]()
    assert "not sent to anybody" in types(raised, SAM, "milk, bread").text
    assert not [row for row in raised.rows("flag_event") if row["kind"] == "note"]


def test_words_typed_too_late_for_closing_are_kept_as_a_note(taken: Scene) -> None:
    taken.staff_presses(SAM, "Close")
    taken.staff_presses(SAM, "Spoke")
    taken.writes(ME, "I want to die")
    assert "Something has changed since you looked" in types(taken, SAM, "We talked.").text
    assert flag(taken)["status"] != "closed"
    assert [row["kind"] for row in taken.rows("flag_event")].count("note") == 1


def test_those_whom_a_flag_is_about_cannot_press_anything_of_it(staffed: Scene) -> None:
    staffed.writes(ME, "Sam shouted at me and threatened me after the session")
    row = flag(staffed)
    for act in ("ack", "escalate", "note", "say", "close:spoke", "hand_over:1", "snooze:5"):
        staffed.staff_sends(SAM, "press", press=f"f:{row['id']}:{row['version']}:{act}")
        assert staffed.last(SAM).text.startswith("That flag is not there")
    assert flag(staffed)["version"] == row["version"]


def test_a_press_that_nobody_made_changes_nothing(taken: Scene) -> None:
    before = flag(taken)
    for press in ("f:1:1:shut:nonsense", "f:1:1:close:nonsense", "f:1:1:hand_over:999999", "f:x"):
        taken.staff_sends(SAM, "press", press=press)
    assert flag(taken) == before


def test_a_closed_flag_can_be_opened_again_from_where_it_was_closed(taken: Scene) -> None:
    taken.staff_presses(SAM, "Open to read")
    taken.staff_presses(SAM, "Close")
    taken.staff_presses(SAM, "Spoke")
    taken.staff_presses(SAM, "Close it without")
    assert "It is open again" in taken.staff_presses(SAM, "Open it again").text
    assert flag(taken)["status"] == "open"


def test_what_was_closed_and_what_came_before_can_be_found_again(taken: Scene) -> None:
    taken.staff_presses(SAM, "Open to read")
    taken.staff_presses(SAM, "Close")
    taken.staff_presses(SAM, "Spoke")
    taken.staff_presses(SAM, "Close it without")
    taken.staff_sends(SAM, "command", text="flags")
    assert "Closed: Spoke with them" in taken.staff_presses(SAM, "Closed lately").text
    taken.writes(ME, "I want to die")
    taken.staff_presses(SAM, "Open to read")
    before = taken.staff_presses(SAM, "The flag before this one")
    assert "Closed: Spoke with them" in before.text
    assert "I am going to kill myself tonight" in before.text


def test_what_is_urgent_is_opened_to_read_before_it_is_closed_as_spoken(taken: Scene) -> None:
    taken.staff_presses(SAM, "Close")
    taken.staff_presses(SAM, "Spoke")
    said = taken.staff_sends(SAM, "text", text="We talked for an hour.")
    assert "You have not opened what they wrote" in taken.last(SAM).text, said
    assert flag(taken)["status"] == "acknowledged"
    assert "We talked for an hour." in taken.staff_presses(SAM, "Open to read").text
    taken.staff_presses(SAM, "Close")
    taken.staff_presses(SAM, "Spoke")
    taken.staff_presses(SAM, "Close it without")
    assert flag(taken)["status"] == "closed"
