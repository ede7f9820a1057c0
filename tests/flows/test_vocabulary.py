"""What words.yaml may say, and that the English one says nothing twice."""

from __future__ import annotations

import re

import pytest

from flows.vocabulary import Vocabulary
from tests.flows.talking import ENGLISH, WORDS


def test_every_english_command_word_is_understood() -> None:
    for control in ("skip", "back", "resume", "stop", "talk", "help", "carry on", "enough"):
        meant = ENGLISH.control(control)
        assert meant is not None
        assert meant.control == control.replace(" ", "_")


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("STOP please", "stop"),
        ("Stop. Thank you!", "stop"),
        ("thank you", "thank you"),
        ("I'm  NOT sure…", "i am not sure"),
        ("no no no", "no"),
        ("go back", "go back"),
        ("👍🏿", "👍"),
        ("ok 👍", "ok"),
        ("नहीं।", "नहीं"),
        ("لا.", "لا"),
        ("", ""),
        ("!?", ""),
    ],
)
def test_a_message_is_bared_of_case_signs_and_politeness(text: str, bare: str) -> None:
    assert ENGLISH.normalise(text) == bare


def test_no_english_word_for_yes_means_no_or_is_a_command() -> None:
    assert not ENGLISH.synonyms["yes"] & ENGLISH.synonyms["no"]
    for key in ("yes", "no", "unsure"):
        assert not ENGLISH.synonyms[key] & set(ENGLISH.controls)


def test_words_that_may_be_about_a_life_are_no_commands() -> None:
    for text in ("no more", "I don't want to do this anymore", "I've had enough", "make it stop"):
        assert ENGLISH.control(text) is None


def test_a_long_message_is_no_command() -> None:
    assert ENGLISH.control("stop" + " " * 300) is None


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ({"skip": ["next"], "back": ["Next!"]}, "`Next!` stands for two commands"),
        ({"stop": ["..."]}, "no word in `...`"),
        ({"stopp": ["stop"]}, "nothing is known about stopp"),
        ({"stop": "stop"}, "stop must be a list of texts"),
        ({"stop": [1]}, "stop must be a list of texts"),
        ({"pause": {"soon": ["soon"]}}, "pause knows nothing of soon"),
        ({"pause": ["later"]}, "pause must be a mapping"),
        ({"numbers": {7: ["seven"]}}, "numbers must be a mapping with text as keys"),
        ({"numbers": {"seven": ["7"]}}, "seven is no number"),
    ],
)
def test_a_mistake_in_words_is_named(words: dict[str, object], problem: str) -> None:
    with pytest.raises(ValueError, match=re.escape(problem)):
        Vocabulary.from_mapping(words)


def test_a_language_may_have_no_words_yet() -> None:
    bare = Vocabulary.from_mapping({})
    assert bare.control("stop") is None
    assert bare.number("7") == 7


def test_keys_that_yaml_could_misread_stand_in_quotation_marks() -> None:
    text = WORDS.read_text("utf-8")
    assert re.search(r'^"yes": \[', text, re.MULTILINE)
    assert re.search(r'^"no": \[', text, re.MULTILINE)
