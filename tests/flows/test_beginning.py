"""Messages that begin with an answer and go on: which of them count as that answer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import engine
from flows.definition import Flow
from flows.events import Answered, Flagged
from flows.inputs import Typed
from flows.meaning import UnclearMeant
from tests.flows.talking import CONTEXT, flow_of

CHOICE = flow_of("""
- id: safe
  choice: Do you feel safe right now?
  options: {"yes": "Yes", unsure: I am not sure, "no": "No"}
  flag:
    - {when: "safe == 'no'", level: urgent, topic: danger, reason: is not safe}
    - {when: "safe == 'unsure'", level: soon, topic: danger, reason: is not sure}
- id: bye
  end: Goodbye.
""")
YES_NO = flow_of("""
- id: safe
  yes_no: Do you feel safe right now?
  flag: {when: "safe == 'no'", level: urgent, topic: danger, reason: is not safe}
- id: bye
  end: Goodbye.
""")
UPSET = flow_of("""
- id: upset
  yes_no: Did anything today leave you upset?
  flag: {when: "upset == 'yes'", level: routine, topic: session, reason: is upset}
- id: bye
  end: Goodbye.
""")
TALK = flow_of("""
- id: talk
  choice: Would you like someone to get in touch?
  yes_means: today
  options: {"no": No thank you, today: Today, now: As soon as possible}
  flag:
    - {when: "talk == 'today'", level: soon, topic: contact, reason: asked for someone}
    - {when: "talk == 'now'", level: urgent, topic: contact, reason: asked for someone now}
- id: bye
  end: Goodbye.
""")
ANY = flow_of("""
- id: any
  yes_no: Is it raining?
  flag: {level: soon, topic: contact, reason: came by}
- id: bye
  end: Goodbye.
""")
FLOWS = (CHOICE, YES_NO, UPSET, TALK, ANY)


def begins(flow: Flow, text: str) -> str:
    return engine.begins_with(flow, engine.start(flow, CONTEXT).session, text, CONTEXT)


@pytest.mark.parametrize("flow", [CHOICE, YES_NO])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no not really, he hit me again", "no not really"),
        ("No. He hit me again", "No"),
        ("no\nhe hit me", "No"),
        ("nope - he is outside", "nope"),
        ("no he hit me again", "no"),
        ("no not really he hit me again", "no not really"),
        ("Not at all! he has a knife", "Not at all"),
        ("no, I don't feel safe, he hit me", "no"),
        ("no, I feel scared, he hit me", "no"),
        ("no, he is hitting me right now", "no"),
        ("no I need somewhere safe, he hit me", "no"),
        ("no but he is not here, he hit me", "no"),
    ],
)
def test_a_message_that_begins_with_an_answer_that_raises_a_flag_is_that_answer(
    flow: Flow, text: str, said: str
) -> None:
    assert begins(flow, text).casefold() == said.casefold()


@pytest.mark.parametrize(
    "text",
    [
        "yes but he hit me",
        "yes, he hit me",
        "no, I feel safe, he hit my brother",
        "no I feel safe he hit my brother",
        "no, I am safe here, he hit my brother",
        "no but I feel very safe, he hit my brother",
        "no, yes, he hit me",
        "no, well yes, he hit me",
        "no idea, yes, he hit me",
        "no one believes me he hit me",
        "no idea why he hit me",
        "no sleep he hits me",
        "he hit me, no",
        "it was not my husband it was my son who hits me",
        "",
        ", he hit me",
    ],
)
@pytest.mark.parametrize("flow", [CHOICE, YES_NO])
def test_whatever_calms_or_contradicts_is_no_answer(flow: Flow, text: str) -> None:
    assert begins(flow, text) == ""


def test_what_raises_less_than_another_answer_but_more_than_none_counts_too() -> None:
    assert begins(CHOICE, "not sure, he may come back") == "not sure"
    assert begins(UPSET, "yes he shouted at me") == "yes"
    assert begins(UPSET, "yes, but it did not upset me, he hit my brother") == ""
    assert begins(UPSET, "no, he hit my brother") == ""


def test_a_time_is_no_answer_and_a_label_is() -> None:
    assert begins(TALK, "today, he hit me again") == ""
    assert begins(TALK, "yes, he hit me again") == "yes"
    assert begins(TALK, "as soon as possible, he hit me again") == "as soon as possible"


def test_where_each_answer_raises_the_same_nothing_is_read_into_the_words() -> None:
    assert begins(ANY, "yes, he hit me") == ""


SOME = ("yes", "no", "not really", "i feel", "safe", "he hit me", "but", ",", ".", "today", "upset")
WORDS = st.lists(st.sampled_from((*SOME, "maybe", "not", "\n")), max_size=9).map(" ".join)


@settings(max_examples=300)
@given(flow=st.sampled_from(FLOWS), text=st.one_of(WORDS, st.text(max_size=40)))
def test_only_unclear_words_are_taken_by_their_beginning_and_never_to_calm(
    flow: Flow, text: str
) -> None:
    session = engine.start(flow, CONTEXT).session
    said = begins(flow, text)
    if not isinstance(engine.understand(flow, session, text, CONTEXT), UnclearMeant):
        assert said == ""
    if said:
        before = " ".join(text.split()).partition(" ".join(said.split()))[0]
        assert not any(character.isalnum() for character in before)
        events = engine.resume(flow, session, Typed(said), CONTEXT).events
        assert any(isinstance(event, Answered) for event in events)
        assert any(isinstance(event, Flagged) for event in events)
