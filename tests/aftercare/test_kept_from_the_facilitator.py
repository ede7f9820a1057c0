"""Whoever has spoken about their facilitator is not read by the facilitator any more."""

from __future__ import annotations

from tests.checkins.scene import Scene

ME, SAM, PRIYA = "501", "901", "902"
COMPLAINT = "Sam is horrible to me and touches me"


def to_the_end(scene: Scene) -> None:
    while "anything else you want to tell us" not in scene.last(ME).text:
        scene.presses(ME, "Skip")


def said_to_me(scene: Scene, since: int) -> str:
    return "\n".join(screen.text for screen in scene.screens(ME)[since:])


def test_no_message_says_any_more_that_the_facilitator_reads_it(staffed: Scene) -> None:
    to_the_end(staffed)
    before = len(staffed.screens(ME))
    staffed.writes(ME, COMPLAINT)
    staffed.writes(ME, "The room was nice")
    staffed.sends(ME, "command", text="help")
    said = said_to_me(staffed, before)
    assert "Sam will not see this" in said
    assert "read by Sam" not in said
    assert "Sam will read" not in said
    assert "Sam reads" not in said


def test_what_follows_is_in_the_leads_reading_list_and_not_in_the_facilitators(
    staffed: Scene,
) -> None:
    staffed.writes(ME, COMPLAINT)
    staffed.writes(ME, "stop")
    staffed.writes(ME, "please keep this away from them")
    staffed.staff_sends(SAM, "command", text="read")
    assert staffed.last(SAM).text == "You have read everything."
    staffed.staff_sends(PRIYA, "command", text="read")
    assert "please keep this away" in staffed.last(PRIYA).text


def test_an_urgent_message_after_the_check_in_goes_to_the_lead(staffed: Scene) -> None:
    staffed.writes(ME, COMPLAINT)
    staffed.writes(ME, "stop")
    staffed.writes(ME, "I am going to kill myself tonight")
    assert any(screen.text.startswith("Urgent") for screen in staffed.screens(PRIYA))
    assert not [screen for screen in staffed.screens(SAM) if screen.kind == "alert"]
    staffed.staff_sends(SAM, "command", text="flags")
    assert staffed.last(SAM).text == "There are no open flags."


def test_the_facilitator_still_reads_what_their_other_people_write(scene: Scene) -> None:
    sam = scene.staff("Sam", chat=SAM)
    scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    scene.participant(sam, chat=ME)
    scene.participant(sam, chat="502")
    scene.writes(ME, COMPLAINT)
    scene.writes("502", "The hall was cold on Tuesday")
    scene.staff_sends(SAM, "command", text="read")
    assert "The hall was cold" in scene.last(SAM).text
    assert "horrible" not in scene.last(SAM).text
