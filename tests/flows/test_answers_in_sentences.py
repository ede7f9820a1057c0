"""Answers in a sentence of somebody's own, and words that are no answer yet."""

from __future__ import annotations

import pytest

from flows import engine
from flows.definition import Flow
from flows.events import Paused, Unclear
from flows.meaning import AnswerMeant, ControlMeant, Meaning, UnclearMeant
from tests.flows.talking import CONTEXT, Talk, flow_of

SAFE = flow_of("""
- id: safe
  choice: Do you feel safe right now?
  options: {"yes": "Yes", unsure: I am not sure, "no": "No"}
- id: bye
  end: Goodbye.
""")
LATE = flow_of("- id: late\n  yes_no: Was the bus late?\n- id: bye\n  end: Goodbye.")
DISLIKED = flow_of("""
- id: bad
  yes_no: Was there anything that you did not like?
- id: bye
  end: Goodbye.
""")
TRAVEL = flow_of("""
- id: way
  choice: How did you get here?
  options: {walk: I walked, bus: By bus, lift: Somebody gave me a lift, taxi: By taxi or bus}
- id: bye
  end: Goodbye.
""")
HELP = flow_of("""
- id: wish
  choice: Would you like somebody to be with you?
  options:
    speak: Yes, somebody to speak up for me
    come: Yes, somebody to come with me
    sign: A sign language interpreter
    quiet: Not in a noisy room
- id: bye
  end: Goodbye.
""")
AGE = flow_of("""
- id: age
  choice: How old are you?
  options: {young: Under 18, a: 18 to 34, b: "35-44", c: 45 to 84, old: 85 or over}
- id: bye
  end: Goodbye.
""")
HOURS = flow_of("""
- id: hours
  choice: How long do you look after somebody?
  options:
    "no": "No"
    few: Yes, 9 hours a week or less
    some: Yes, 10 to 19 hours a week
    many: Yes, more than 19 hours a week
- id: bye
  end: Goodbye.
""")
MORE = flow_of("- id: more\n  text: Anything else you want to tell us?\n- id: bye\n  end: Goodbye.")
NAME = flow_of("""
- id: who
  text: What would you like me to call you?
  keeps: name
- id: bye
  end: Goodbye.
""")
WHEN = flow_of("""
- id: when
  choice: When is a good time?
  contact: true
  options:
    morning: In the morning
    afternoon: In the afternoon
    evening: In the early evening
    any: Any time of day
- id: bye
  end: Goodbye.
""")
SHOWN = flow_of("""
- id: week
  rating: How was your week?
  scale: {words: [Very hard, Hard, Up and down, Good, Very good]}
- id: bye
  end: Goodbye.
""")
DONE = flow_of("""
- id: done
  choice: Did this happen?
  options: {"yes": "Yes", part: In part, "no": "No", unsure: I do not know}
- id: bye
  end: Goodbye.
""")


def meaning(flow: Flow, text: str) -> Meaning:
    return engine.understand(flow, Talk(flow).session, text, CONTEXT)


def value(flow: Flow, text: str) -> object:
    """The value; the keys of both where it may be either; None where it is not understood."""
    meant = meaning(flow, text)
    if isinstance(meant, AnswerMeant):
        return meant.value
    assert isinstance(meant, UnclearMeant), meant
    return [option.key for option in meant.candidates] or None


@pytest.mark.parametrize(
    ("flow", "text", "key"),
    [
        *((SAFE, text, "yes") for text in ("yeah im safe", "Yes, I feel very safe", "yeh")),
        *((SAFE, text, "no") for text in ("no I'm not safe", "I do not feel safe", "no, not safe")),
        *((LATE, text, "yes") for text in ("yes it was late", "it was late", "yes the bus")),
        *((LATE, text, "no") for text in ("no it was not late", "no not really", "nobody")),
    ],
)
def test_yes_or_no_may_be_followed_by_words_of_the_question(
    flow: Flow, text: str, key: str
) -> None:
    assert value(flow, text) == key


@pytest.mark.parametrize(
    ("flow", "text"),
    [
        *((SAFE, text) for text in ("no I'm safe", "yes I'm not safe", "yes safe when he is out")),
        *((SAFE, text) for text in ("yes but not safe", "no never not safe", "I feel", "now")),
        *((SAFE, text) for text in ("no I do want that", "yes I need to")),
        (DISLIKED, "yes I did like"),
        (DISLIKED, "no I did not like"),
    ],
)
def test_a_sentence_that_says_both_or_more_is_never_guessed_at(flow: Flow, text: str) -> None:
    assert value(flow, text) is None


@pytest.mark.parametrize(
    ("flow", "text", "key"),
    [
        *((TRAVEL, text, "bus") for text in ("on the bus", "by the bus please", "with a bus")),
        *((TRAVEL, text, "lift") for text in ("a lift", "somebody gave me a lift", "gave me")),
        (TRAVEL, "I got a taxi", "taxi"),
        *((HELP, text, "speak") for text in ("someone to speak up for me", "to speak up please")),
        *((HELP, text, "sign") for text in ("an interpreter", "sign language")),
    ],
)
def test_a_part_of_one_label_is_that_option(flow: Flow, text: str, key: str) -> None:
    assert value(flow, text) == key


@pytest.mark.parametrize(
    ("flow", "text"),
    [
        *((HELP, text) for text in ("a noisy room", "not an interpreter", "interpreter for sign")),
        *((SHOWN, text) for text in ("down", "up", "really")),
    ],
)
def test_a_part_that_turns_a_label_round_is_not_that_option(flow: Flow, text: str) -> None:
    assert value(flow, text) is None


def test_a_part_of_two_labels_is_two_meanings() -> None:
    assert value(HELP, "yes somebody") in (None, ["speak", "come"])
    assert value(HELP, "me") is None


@pytest.mark.parametrize(
    ("flow", "text", "key"),
    [
        *((AGE, text, "b") for text in ("42", "I'm 42", "about 40", "forty two", "42 years old")),
        *((AGE, text, "a") for text in ("18", "I am 18")),
        *((AGE, text, "young") for text in ("17", "I'm 9")),
        *((AGE, text, "old") for text in ("85", "90", "I am 101")),
        *((HOURS, text, "some") for text in ("yes about 10 hours", "19 hours", "10ish")),
        *((HOURS, text, "few") for text in ("5 hours a week", "yes 9 hours", "yes, 0 hours")),
        *((HOURS, text, "many") for text in ("20", "yes 60 hours a week")),
    ],
)
def test_a_number_is_the_option_whose_label_spans_it(flow: Flow, text: str, key: str) -> None:
    assert value(flow, text) == key


@pytest.mark.parametrize(
    ("flow", "text", "keys"),
    [
        (AGE, "3", ["young", "b"]),
        (HOURS, "3", ["few", "some"]),
        (AGE, "not 42", None),
        (HOURS, "10 minutes", None),
        (AGE, "when I was 42", None),
    ],
)
def test_a_number_that_may_be_something_else_is_asked_about(
    flow: Flow, text: str, keys: list[str] | None
) -> None:
    assert value(flow, text) == keys


def test_about_a_number_of_a_scale_is_that_number() -> None:
    flow = flow_of("""
- id: heard
  rating: How much did you feel listened to?
  scale: {from: 0, to: 10, low: Not at all, high: Completely}
- id: bye
  end: Goodbye.
""")
    assert (value(flow, "8ish"), value(flow, "about 8 ish")) == (8, 8)


@pytest.mark.parametrize("text", ["sort of", "kind of", "yes and no"])
def test_partly_is_asked_about_where_it_may_also_be_not_to_know(text: str) -> None:
    assert value(DONE, text) == ["part", "unsure"]
    assert value(DONE, "partly") == "part"


@pytest.mark.parametrize("text", ["yes", "Yes please", "actually yes", "yes, one thing"])
def test_yes_to_an_open_question_is_the_beginning_of_an_answer(text: str) -> None:
    talk = Talk(MORE)
    assert talk.type(text) == (Unclear("more", 1, "begun", ()),)
    talk.type("The tea was cold.")
    assert talk.values() == {"more": "The tea was cold."}


def test_no_to_an_open_question_is_an_answer() -> None:
    assert value(MORE, "no") == "no"


@pytest.mark.parametrize("text", ["hello?", "hi", "are you there", "thanks", "ok", "👍", "bye"])
def test_a_greeting_while_a_pause_is_on_is_no_answer(text: str) -> None:
    talk = Talk(MORE)
    talk.type("tomorrow")
    assert engine.understand(MORE, talk.session, text, CONTEXT) == UnclearMeant("not_a_choice")


def test_enough_for_today_waits_until_tomorrow() -> None:
    assert Talk(MORE).type("Enough for today") == (Paused("tomorrow"),)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        *(
            ("tomorrow at 6", "evening"),
            ("after 6", "evening"),
            ("tomorrow afternoon", "afternoon"),
        ),
        *(("at 10 am", "morning"), ("tonight", "evening"), ("at 8", ["morning", "evening"])),
        *(("tomorrow", None), ("on Friday at 3", "afternoon")),
    ],
)
def test_a_time_is_an_answer_to_when_and_no_pause(text: str, key: object) -> None:
    assert value(WHEN, text) == key


@pytest.mark.parametrize("text", ["later", "not now", "ask me tomorrow at 6", "pause"])
def test_a_question_about_contact_can_still_be_put_off(text: str) -> None:
    meant = meaning(WHEN, text)
    assert isinstance(meant, ControlMeant)
    assert meant.control == "pause"


@pytest.mark.parametrize(
    "text",
    [
        *("call me Ashy", "I'm Ashy", "I\N{RIGHT SINGLE QUOTATION MARK}m Ashy", "im Ashy"),
        *("My name is Ashy", "just Ashy", "Ashy please", "Just call me Ashy, thanks.", "Ashy"),
    ],
)
def test_a_name_is_kept_without_the_words_around_it(text: str) -> None:
    assert value(NAME, text) == "Ashy"


def test_what_is_no_mere_name_is_kept_as_it_was_written() -> None:
    for text in ("I'm not going to tell you that", "Imran", "Justin", "It"):
        assert value(NAME, text) == text


@pytest.mark.parametrize("text", ["what do you mean", "What?", "I don't understand", "?", "huh"])
@pytest.mark.parametrize("flow", [SAFE, LATE, AGE, MORE, SHOWN])
def test_whoever_asks_what_is_meant_is_understood_anywhere(flow: Flow, text: str) -> None:
    assert meaning(flow, text) == UnclearMeant("puzzled")
