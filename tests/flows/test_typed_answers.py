"""A typed answer for every button, and what is said of one that fits none."""

from __future__ import annotations

import pytest

from flows import engine
from flows.definition import Flow
from flows.events import Answered
from flows.meaning import AnswerMeant, ControlMeant, Meaning, UnclearMeant
from tests.flows.talking import CONTEXT, Talk, flow_of, only

RATING = flow_of("""
- id: heard
  rating: How much did you feel listened to?
  scale: {from: 0, to: 10, low: Not at all, high: Completely}
- id: bye
  end: Goodbye.
""")
CHOICE = flow_of("""
- id: safe
  choice: Do you feel safe right now?
  options:
    "yes": "Yes"
    unsure: I am not sure
    "no": "No"
    away: I would rather say another time
    later: Later this week
- id: bye
  end: Goodbye.
""")
COUNTED = flow_of("""
- id: often
  choice: How often?
  options: {"3": Often, "2": At times, "1": Never, more: At times and more}
- id: bye
  end: Goodbye.
""")
YES_NO = flow_of("- id: came\n  yes_no: Did you come?\n- id: bye\n  end: Goodbye.")
TEXT = flow_of("- id: more\n  text: Anything else?\n- id: bye\n  end: Goodbye.")
NAME = flow_of("- id: who\n  text: Your name?\n  limit: 10\n- id: bye\n  end: Goodbye.")


def meaning(flow: Flow, text: str) -> Meaning:
    talk = Talk(flow)
    return engine.understand(flow, talk.session, text, CONTEXT)


def value(flow: Flow, text: str) -> object:
    meant = meaning(flow, text)
    assert isinstance(meant, AnswerMeant), meant
    return meant.value


@pytest.mark.parametrize(
    "text",
    [
        *("7", " 7 ", "7.", "7!", "seven", "Seven", "SEVEN!", "7/10", "7 / 10", "7 out of 10"),
        *("seven out of ten", "7 of 10", "about 7", "I'd say a 7", "it's a 7", "7 please", "7.0"),
        *(
            "7, thanks",
            "7\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}",
            "\N{FULLWIDTH DIGIT SEVEN}",
        ),
        *("\N{ARABIC-INDIC DIGIT SEVEN}", "maybe 7?", "7 or 7", "07", "number 7", "7 🙂"),
    ],
)
def test_a_number_is_understood_however_it_is_written(text: str) -> None:
    assert value(RATING, text) == 7


def test_the_ends_of_a_scale_can_be_said() -> None:
    assert value(RATING, "not at all") == 0
    assert value(RATING, "Completely!") == 10
    assert value(RATING, "0") == 0
    assert value(RATING, "10/10") == 10


@pytest.mark.parametrize("text", ["11", "-1", "100", "eleven", "11/10", "9" * 150, "11 out of 10"])
def test_a_number_beyond_the_scale_is_out_of_range(text: str) -> None:
    assert meaning(RATING, text) == UnclearMeant("out_of_range")


@pytest.mark.parametrize("text", ["7 or 8", "7-8", "7.5", "7,5", "between 7 and 8", "8, maybe 7"])
def test_two_numbers_are_two_meanings(text: str) -> None:
    meant = meaning(RATING, text)
    assert isinstance(meant, UnclearMeant)
    assert meant.problem == "two_meanings"
    assert [option.key for option in meant.candidates] == ["7", "8"]


@pytest.mark.parametrize(
    "text",
    [
        *("not a 7", "7 because of the tea", "I was 7", "7/5", "1.2.3", "1 2 3", "purple", "yes"),
        *("7 children", "at 7 he hit me", "9" * 201, "/", "7/", "seven and a half", "🙂"),
    ],
)
def test_other_words_with_a_number_are_no_rating(text: str) -> None:
    assert meaning(RATING, text) == UnclearMeant("not_a_choice")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        *(("No", "no"), ("no thank you", "no"), ("nope", "no"), ("👎", "no"), ("3", "no")),
        *(("yes", "yes"), ("Yeah!", "yes"), ("👍🏽", "yes"), ("1", "yes"), ("option 1", "yes")),
        *(("unsure", "unsure"), ("I'm not sure", "unsure"), ("not sure", "unsure")),
        *(
            ("I am not", "unsure"),
            ("I would rather", "away"),
            ("four", "away"),
            ("dunno", "unsure"),
        ),
        *(("later this", "later"), ("Later this week.", "later"), ("later", "later")),
    ],
)
def test_a_choice_is_understood_by_number_key_label_start_and_other_words(
    text: str, key: str
) -> None:
    assert value(CHOICE, text) == key


def test_words_that_begin_two_labels_are_two_meanings() -> None:
    meant = meaning(COUNTED, "at ti")
    assert isinstance(meant, UnclearMeant)
    assert [option.key for option in meant.candidates] == ["2", "more"]
    assert value(COUNTED, "at times") == "2"


def test_a_number_that_is_one_key_and_counts_another_is_two_meanings() -> None:
    meant = meaning(COUNTED, "1")
    assert isinstance(meant, UnclearMeant)
    assert [option.key for option in meant.candidates] == ["3", "1"]
    assert value(COUNTED, "2") == "2"


@pytest.mark.parametrize(
    "text", ["I", "no idea who you mean", "5 times", "9", "sure thing mate", "x"]
)
def test_words_that_fit_no_option_are_no_choice(text: str) -> None:
    assert meaning(CHOICE, text) == UnclearMeant("not_a_choice")


def test_the_words_on_a_button_go_before_a_command_but_not_before_stop() -> None:
    flow = flow_of("""
- id: when
  choice: When?
  options: {"a": Later, "b": Skip, "c": Stop}
- id: bye
  end: Goodbye.
""")
    assert value(flow, "later") == "a"
    assert value(flow, "skip") == "b"
    assert meaning(flow, "stop") == ControlMeant("stop")


def test_yes_and_no_are_understood() -> None:
    assert [value(YES_NO, text) for text in ("yes", "Yep", "no thanks", "nah", "1", "2")] == [
        *("yes", "yes", "no", "no", "yes", "no"),
    ]


def test_free_text_is_kept_as_it_was_written() -> None:
    text = "  Ich weiß nicht…\nשבת 🙂\t(no)  "
    assert value(TEXT, text) == text.strip()
    assert value(TEXT, "No.") == "No."


def test_free_text_of_more_than_4000_characters_is_an_answer() -> None:
    assert value(TEXT, "a" * 4_096) == "a" * 4_096
    assert value(TEXT, "é" * 10_000) == "é" * 10_000
    assert meaning(TEXT, "a" * 10_001) == UnclearMeant("too_long")


def test_a_text_can_have_a_limit_of_its_own() -> None:
    assert value(NAME, "Jo") == "Jo"
    assert meaning(NAME, "Jo of the Garden") == UnclearMeant("too_long")


@pytest.mark.parametrize("text", ["", "   ", "\n", "\u200b", "\u200f \u200b"])
def test_nothing_is_no_text(text: str) -> None:
    assert meaning(TEXT, text) == UnclearMeant("empty")


def test_half_a_character_can_be_stored() -> None:
    talk = Talk(TEXT)
    answer = only(talk.type("all right \ud83d"), Answered)[0].answer
    assert answer.value == "all right ?"
    assert talk.session.to_json().encode("utf-8")


def test_an_empty_message_to_a_choice_is_empty() -> None:
    assert meaning(CHOICE, " ") == UnclearMeant("empty")
    assert meaning(RATING, "") == UnclearMeant("empty")


def test_a_message_of_no_words_is_no_choice() -> None:
    assert meaning(CHOICE, "...") == UnclearMeant("not_a_choice")
    assert meaning(CHOICE, "word " * 50) == UnclearMeant("not_a_choice")
