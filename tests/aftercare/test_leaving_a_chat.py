""" "Stop" and "go away" from somebody who talks with a member of staff."""

from __future__ import annotations

import pytest

from tests.aftercare.chat_scene import ME, SAM, flag_of, heard_by, says, ticks
from tests.checkins.scene import Scene


@pytest.mark.parametrize("words", ["go away", "stop", "leave me alone"])
def test_stopping_once_more_ends_the_chat_and_says_nothing_of_check_ins(
    flagged: Scene, words: str
) -> None:
    flagged.writes(ME, "stop")
    says(flagged, "Sam", "Hello")
    before = len(flagged.screens(ME))
    flagged.writes(ME, words)
    assert heard_by(flagged, ME, before) == [
        "Sam has left the chat. You can write to me at any time."
    ]
    assert flagged.rows("relay")[-1]["ended_at"] is not None
    assert any(words in screen.text for screen in flagged.screens(SAM))
    assert "is over" in flagged.last(SAM).text
    assert flagged.rows("flag")[-1]["id"] == flag_of(flagged)
    assert flagged.rows("flag")[-1]["status"] != "closed"
    flagged.later(minutes=1)
    ticks(flagged)
    assert len(heard_by(flagged, ME, before)) == 1


def test_stopping_the_check_ins_in_a_chat_does_not_promise_what_is_happening(
    flagged: Scene,
) -> None:
    says(flagged, "Sam", "Hello")
    before = len(flagged.screens(ME))
    flagged.writes(ME, "stop")
    said = "".join(heard_by(flagged, ME, before))
    assert "Sam is still here" in said
    assert "will be in touch" not in said
    assert "to end the chat as well, write: stop" in said.lower()
    flagged.writes(ME, "stop")
    assert "".join(heard_by(flagged, ME, before)).count("I have stopped") == 1
    assert flagged.rows("relay")[-1]["ended_at"] is not None


@pytest.mark.parametrize("words", ["stop", "go away", "leave me alone"])
def test_stopping_again_says_that_it_is_stopped_and_not_once_more_what_is_open(
    flagged: Scene, words: str
) -> None:
    assert "Sam has seen your message" in flagged.writes(ME, "stop").text
    for _ in range(2):
        before = len(flagged.screens(ME))
        flagged.writes(ME, words)
        assert heard_by(flagged, ME, before) == [
            "The check-ins are stopped. I do not send you any.\n\n"
            "If you ever want to come back, write: start"
        ]
