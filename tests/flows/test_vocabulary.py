"""What words.yaml may say, and that the English one says nothing twice."""

from __future__ import annotations

import re

import pytest

from flows.forms import Forms
from flows.vocabulary import Vocabulary
from flows.wordlists import ways
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
        ("👍👍", "👍"),
        ("👍👎", "👍👎"),
        ("\N{ARABIC-INDIC DIGIT SEVEN}", "7"),
        ("3½", "3 1 2"),
        ("नहीं।", "नहीं"),
        ("لا.", "لا"),
        ("", ""),
        ("!?", ""),
    ],
)
def test_a_message_is_bared_of_case_signs_and_politeness(text: str, bare: str) -> None:
    assert ENGLISH.normalise(text) == bare


def test_no_english_word_for_yes_means_no_or_is_a_command() -> None:
    """But for "that is right", which says of a review that it is done."""
    assert not ENGLISH.synonyms["yes"] & ENGLISH.synonyms["no"]
    commands = {words for words, meant in ENGLISH.controls.items() if meant.control != "done"}
    for key in ("yes", "no", "unsure"):
        assert not ENGLISH.synonyms[key] & commands


def test_the_words_of_each_command_are_its_own_and_no_number() -> None:
    for words in ENGLISH.controls:
        assert ENGLISH.numerals.whole(words) is None
        assert ENGLISH.control(words) == ENGLISH.controls[words]


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
        ({"pause": {"later": ["Soon"], "tonight": ["soon!"]}}, "`soon!` stands for two times"),
        ({"pause": {"later": ["wait"]}, "skip": ["wait"]}, "`wait` stands for two commands"),
        ({"pause": {"parts": {"9": ["early"]}}}, "parts: 9 is no time of day"),
        ({"pause": {"parts": {"25:00": ["late"]}}}, "parts: 25:00 is no time of day"),
        ({"pause": {"clock": {"half": ["half {hour}"]}}}, "clock: half is no number"),
        ({"pause": {"forms": ["at {hour}"]}}, "`at {hour}` has {hour}, which is no place"),
        ({"dates": {"order": "dym"}}, "order must be one of dmy, mdy, ymd, unsure"),
        ({"dates": {"days": {"8": ["noday"]}}}, "days: there is no 8"),
        ({"dates": {"lengths": {"moon": ["moons"]}}}, "lengths knows nothing of moon"),
        ({"dates": {"forms": ["{dey}"]}}, "{dey}, which is no place"),
        ({"dates": {"future": ["soon"]}}, "dates knows nothing of future"),
        ({"number": {"decimal": ";"}}, "decimal must be one of ., ,"),
        ({"number": {"marks": [";"]}}, "number knows nothing of marks"),
        ({"picking": {"forms": ["the {nth}"]}}, "{nth}, which is no place"),
        ({"same": {"dont": ["do not"]}}, "dont must be a text"),
        ({"yes": ["(a|b|c)" * 10]}, "stands for more than 2000 texts"),
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
    for key in ("yes", "no"):
        assert re.search(rf'^"{key}":$', text, re.MULTILINE)
    assert not re.search(r"^ *(yes|no|on|off|y|n|\d+):", text, re.MULTILINE)
    assert not re.search(r"[\[,] *(yes|no|on|off|\d+) *[,\]]", text)


def test_a_choice_of_words_is_short_for_several_texts() -> None:
    assert ways("(a|) b (c|d)") == ("a b c", "a b d", "b c", "b d")
    assert ways("no choice") == ("no choice",)
    words = Vocabulary.from_mapping({"skip": ["skip (this|that|)"]})
    assert sorted(words.controls) == ["skip", "skip that", "skip this"]


def test_a_form_has_places_for_what_varies() -> None:
    places = {"day": "friday|sunday", "hour": r"\d+", "half": "am|pm"}
    forms = Forms([("a", "(on|) {day} at {hour} {half?}"), ("b", "{hour}h")], places, str.lower)
    assert forms.match("on friday at 7pm") == ("a", {"day": "friday", "hour": "7", "half": "pm"})
    assert forms.match("friday at 7 pm") == ("a", {"day": "friday", "hour": "7", "half": "pm"})
    assert forms.match("sunday at 12") == ("a", {"day": "sunday", "hour": "12"})
    assert forms.match("7h") == ("b", {"hour": "7"})
    assert forms.match("at 7") is None
    assert forms.match("on friday at 7 pm or so") is None
    assert Forms([], places, str.lower).match("friday") is None
