"""Several messages at once are one answer, or a clear question: never several steps."""

from __future__ import annotations

import pytest

from flows.events import Answered, Asked, Kept, Unclear
from flows.inputs import Sent
from tests.flows.talking import Talk, flow_of, kinds, only

THREE = """
- id: seen
  photo: Would you like to show us?
- id: liked
  yes_no: Did you like it?
- id: more
  text: Anything else?
- id: bye
  end: Goodbye.
"""


def test_three_photos_at_once_are_one_answer_and_no_three_replies() -> None:
    """(seen in glific 3592: three photos at once gave three replies)"""
    talk = Talk(flow_of(THREE))
    events = [talk.give(Sent("photo", f"file{number}")) for number in range(3)]
    assert [kinds(found) for found in events] == [["Answered", "Asked"], ["Kept"], ["Kept"]]
    assert talk.values() == {"seen": "file0"}
    assert talk.asked.step == "liked"
    assert [found.reference for some in events for found in only(some, Kept)] == ["file1", "file2"]


def test_messages_that_were_joined_are_one_answer_in_their_own_words() -> None:
    talk = Talk(flow_of(THREE))
    talk.type("skip", "yes")
    events = talk.type("The tea.\nAnd the garden.\nyes")
    assert [event.answer.value for event in only(events, Answered)] == [
        "The tea.\nAnd the garden.\nyes"
    ]
    assert only(events, Asked) == []
    assert talk.session.over


@pytest.mark.parametrize("burst", ["yes\nno", "yes\nwell\nno", "no\nyes\nskip"])
def test_messages_that_do_not_agree_are_a_clear_question(burst: str) -> None:
    talk = Talk(flow_of(THREE))
    talk.type("skip")
    events = talk.type(burst)
    assert len(only(events, Unclear)) == 1
    assert kinds(events) == ["Unclear"]
    assert talk.asked.step == "liked"
