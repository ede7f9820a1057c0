"""The option that a typed message means, and never a guess between two."""

from __future__ import annotations

import pytest

from flows.events import Option
from flows.meaning import AnswerMeant
from flows.steps.options import exact_option, read_option
from tests.flows.talking import ENGLISH

YES_NO = (Option("yes", "Yes"), Option("no", "No"))
SAFE = (Option("yes", "Yes"), Option("unsure", "I am not sure"), Option("no", "No"))
OFTEN = (
    Option("all", "Always"),
    Option("most", "Often"),
    Option("some", "Sometimes"),
    Option("none", "Never"),
)
HOURS = (
    Option("few", "Less than 1 hour"),
    Option("some", "1 to 2 hours"),
    Option("many", "2 to 4 hours"),
    Option("lots", "More than 4 hours"),
)


def read(options: tuple[Option, ...], text: str) -> object:
    """The key that is meant; the keys of two meanings; or None."""
    found = read_option(options, ENGLISH.normalise(text), ENGLISH)
    if isinstance(found, AnswerMeant):
        return found.value
    return [option.key for option in found.candidates] or None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        *(("3", "some"), ("3.", "some"), ("(3)", "some"), ("#3", "some"), ("three", "some")),
        *(
            ("number 3", "some"),
            ("option three", "some"),
            ("answer 3 please", "some"),
            ("٣", "some"),
        ),
        *(("3\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}", "some"), ("३", "some")),
        *(
            ("the third one", "some"),
            ("third option", "some"),
            ("3rd", "some"),
            ("the third", "some"),
        ),
        *(("first", "all"), ("the first one", "all"), ("the last one", "none"), ("last", "none")),
        *(
            ("option c", "some"),
            ("c", "some"),
            ("Answer C", "some"),
            ("I'd like the second one", "most"),
        ),
        *(("sometimes", "some"), ("SOMETIMES!", "some"), ("some", "some"), ("somet", "some")),
        *(("I'd say often", "most"), ("often, to be honest", "most"), ("oh never", "none")),
        *(
            ("oftn", "most"),
            ("oftten", "most"),
            ("oftne", "most"),
            ("oftin", "most"),
            ("allways", "all"),
        ),
        *(
            ("somtimes", "some"),
            ("somteimes", "some"),
            ("neverr", "none"),
            ("none of them", "none"),
        ),
    ],
)
def test_an_option_is_understood_in_every_way_to_name_it(text: str, key: str) -> None:
    assert read(OFTEN, text) == key


@pytest.mark.parametrize(
    "text",
    [
        *(
            "5",
            "0",
            "fifth",
            "option e",
            "e",
            "ever",
            "hope",
            "purple",
            "I",
            "",
            "not often",
            "often not",
        ),
        *(
            "sometimes I want to die",
            "never again",
            "not always",
            "offtenn",
            "3 times",
            "somewhere",
        ),
    ],
)
def test_other_words_are_no_option(text: str) -> None:
    assert read(OFTEN, text) is None


def test_a_number_that_counts_one_option_and_is_in_another_is_two_meanings() -> None:
    assert read(HOURS, "2") == ["some", "many"]
    assert read(HOURS, "1") == ["few", "some"]
    assert read(HOURS, "3") == "many"
    assert read(HOURS, "2 to") == "many"
    assert read(HOURS, "1 to 2 hours") == "some"
    assert read(HOURS, "5 to 2 hours") is None


def test_a_slip_that_is_as_near_to_two_labels_is_two_meanings() -> None:
    near = (Option("a", "Boats"), Option("b", "Boots"), Option("c", "Books"))
    assert read(near, "boots") == "b"
    assert read(near, "bools") == ["b", "c"]
    assert read(near, "bots") == ["a", "b"]
    assert read(near, "boks") == "c"


def test_a_start_that_is_a_slip_of_another_label_is_two_meanings() -> None:
    assert read((Option("a", "Later"), Option("b", "Latex paint")), "latex") == ["a", "b"]


def test_words_for_the_last_option_that_begin_a_label_are_two_meanings() -> None:
    options = (Option("now", "Now"), Option("past", "Last week"), Option("long", "Long ago"))
    assert read(options, "last") == ["past", "long"]
    assert read(options, "last week") == "past"


def test_a_letter_that_begins_another_label_is_two_meanings() -> None:
    options = (Option("x", "Bad"), Option("y", "Good"), Option("z", "c"))
    assert read(options, "c") == "z"
    assert read(options, "b") == ["x", "y"]
    assert read(YES_NO, "b") is None


def test_two_options_with_one_label_are_two_meanings() -> None:
    twins = (Option("x", "Tea"), Option("y", "Tea!"))
    assert exact_option(twins, "tea", ENGLISH) is None
    assert read(twins, "tea") == ["x", "y"]


def test_a_slip_of_asking_to_stop_or_for_somebody_is_no_option() -> None:
    options = (Option("a", "Stoop"), Option("b", "Walks"), Option("c", "Helpy"))
    assert read(options, "stopp") is None
    assert read(options, "helpp") is None
    assert read(options, "stoopp") == "a"


def test_a_word_that_is_known_is_no_slip_of_a_label() -> None:
    assert read((Option("a", "Nevers"), Option("b", "Tents")), "never") == "a"  # its beginning
    assert read((Option("a", "Neveru"), Option("b", "Tents")), "nevert") == "a"
    assert read((Option("a", "Serven"), Option("b", "Tents")), "seven") is None
