"""Whatever is sent while a person is there, the check-in stays where it was. Nothing is lost."""

from __future__ import annotations

import random

import pytest

from tests.aftercare.chat_scene import ME, SAM, ends, given, heard_by, presses, says, ticks
from tests.checkins.scene import Scene

WORDS = (
    "yes",
    "no",
    "7",
    "skip",
    "back",
    "later",
    "carry on",
    "enough for today",
    "change an answer",
    "help",
    "talk",
    "Sam",
    "thank you",
    "1 January 2020",
    "I feel very low",
)


def standing(scene: Scene) -> tuple[object, object, object]:
    row = scene.rows("session")[-1]
    return row["id"], row["turn"], row["status"]


@pytest.mark.parametrize("seed", range(3))
def test_no_input_in_a_chat_moves_the_check_in(staffed: Scene, seed: int) -> None:
    chance = random.Random(seed)
    staffed.presses(ME, "10")
    old = [
        button for screen in staffed.screens(ME) for button in (*screen.choices, *screen.controls)
    ]
    old = [button for button in old if not button.press.endswith(("~stop", "~talk"))]
    staffed.sends(ME, "command", text="talk")
    staffed.presses(ME, "Sam")
    says(staffed, "Sam", "Hello")
    before, answers = standing(staffed), given(staffed)
    written: list[str] = []
    for number in range(40):
        staffed.later(seconds=chance.randrange(1, 400))
        match chance.randrange(6):
            case 0:
                staffed.sends(ME, "press", press=chance.choice(old).press)
            case 1:
                staffed.sends(ME, "command", text=chance.choice(("pause", "change", "help")))
            case 2:
                says(staffed, "Sam", f"line {number}")
            case 3:
                ticks(staffed)
            case _:
                words = chance.choice(WORDS)
                written.append(words)
                staffed.sends(ME, "text", text=words, message_id=str(5000 + number))
        assert standing(staffed) == before
        assert given(staffed) == answers
    shown = " ".join(heard_by(staffed, SAM))
    assert all(f"\u201c{words}\u201d" in shown for words in written)
    assert len([row for row in staffed.rows("relay_line") if row["inbound_id"]]) == len(written)
    ends(staffed, "Sam")
    ticks(staffed)
    assert sum(text.startswith("Sam has left") for text in heard_by(staffed, ME)) == 1
    assert presses(staffed, "Sam", f"t:{staffed.rows('relay')[-1]['id']}:end") is not None
    staffed.presses(ME, "Carry on")
    staffed.presses(ME, "5")
    assert given(staffed) == [*answers, "5"]
