"""Numbers in the figures of any script, in words, about, and with a unit; and what is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.numbers import EitherNumber, NumberMeant, read_number
from tests.flows.languages import english_with
from tests.flows.talking import ENGLISH


def read(text: str, unit: str = "") -> NumberMeant:
    return read_number(text, ENGLISH.normalise(text), ENGLISH, unit)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("7", "7"), (" 7. ", "7"), ("7!", "7"), ("07", "7"), ("7.0", "7"), ("7.50", "7.5")),
        *(("-5", "-5"), ("minus 5", "-5"), ("\N{MINUS SIGN}5", "-5"), ("0", "0")),
        *(
            ("\N{ARABIC-INDIC DIGIT SEVEN}", "7"),
            ("७", "7"),
            ("\N{FULLWIDTH DIGIT SEVEN}", "7"),
            ("๗", "7"),
            ("٢٥", "25"),
        ),
        *(("7\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}", "7"), ("🔟", "10")),
        *(("1,000", "1000"), ("12,345.5", "12345.5"), ("1 000", "1000"), ("1\u00a0000", "1000")),
        *(("1'000'000", "1000000"), ("0.125", "0.125"), ("2 thousand", "2000")),
    ],
)
def test_figures_are_read_in_every_script_and_with_marks(text: str, number: str) -> None:
    assert read(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(
            ("seven", 7),
            ("Twelve", 12),
            ("twenty five", 25),
            ("Twenty-five", 25),
            ("a hundred", 100),
        ),
        *(("one hundred and five", 105), ("two hundred and twenty five", 225), ("a dozen", 12)),
        *(("three thousand two hundred and one", 3201), ("two hundred thousand", 200_000)),
        *(("twelve hundred", 1200), ("nil", 0), ("none", 0), ("once", 1), ("twice", 2)),
    ],
)
def test_words_are_numbers(text: str, number: int) -> None:
    assert read(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *(
            "about 7",
            "around seven",
            "7ish",
            "7-ish",
            "sevenish",
            "maybe 7?",
            "I'd say 7",
            "just 7",
        ),
        *("probably 7, thanks", "7 please", "it's 7", "7 or 7", "exactly 7", "number 7"),
    ],
)
def test_words_that_change_nothing_may_stand_around_a_number(text: str) -> None:
    assert read(text) == 7


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(
            ("half", "0.5"),
            ("a half", "0.5"),
            ("½", "0.5"),
            ("1/2", "0.5"),
            ("half an hour", "0.5"),
        ),
        *(("7½", "7.5"), ("7 1/2", "7.5"), ("seven and a half", "7.5"), ("3¾ hours", "3.75")),
        *(("two and a half hours", "2.5"), ("quarter", None), ("1/3", None), ("and a half", None)),
    ],
)
def test_halves_are_read(text: str, number: str | None) -> None:
    assert read(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize("text", ["3 hours", "3hrs", "3 h", "3 hours please", "about three hours"])
def test_the_unit_that_was_asked_for_may_be_named(text: str) -> None:
    assert read(text, "hours") == 3
    assert read(text) == 3


@pytest.mark.parametrize("text", ["£3", "3 minutes", "3 days", "3%", "3 hours"])
def test_the_unit_of_something_else_makes_it_no_number(text: str) -> None:
    assert read(text, "people") is None


def test_a_unit_that_no_list_knows_is_understood_in_the_authors_words() -> None:
    assert read("3 plants", "plants") == 3
    assert read("3 Plants", "Plants") == 3
    assert read("3 plants") is None


@pytest.mark.parametrize("text", ["£20", "£ 20", "20 quid", "20 pounds", "twenty pounds"])
def test_money_is_a_number(text: str) -> None:
    assert read(text, "pounds") == 20


@pytest.mark.parametrize(
    "text",
    ["7 or 8", "8 or 7", "7-8", "7 \N{EN DASH} 8", "7 to 8", "between 7 and 8", "seven or eight"],
)
def test_two_numbers_are_two_meanings(text: str) -> None:
    assert read(text) == EitherNumber(Decimal(7), Decimal(8))


def test_a_mark_that_may_part_thousands_or_decimals_is_two_meanings() -> None:
    assert read("1.000") == EitherNumber(Decimal(1), Decimal(1000))
    assert read("7,5") is None


def test_the_marks_of_a_language_are_its_own() -> None:
    commas = english_with("number", decimal=",")
    assert read_number("7,5", "7 5", commas) == Decimal("7.5")
    assert read_number("1.000,5", "1 000 5", commas) == Decimal("1000.5")
    assert read_number("7.5", "7 5", commas) is None


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "...",
            "purple",
            "not 7",
            "7 because of the tea",
            "I was 7 when he hit me",
            "7 7",
            "1 2 3",
        ),
        *(
            "one two",
            "ten five",
            "twenty eleven",
            "7/10",
            "1.2.3",
            "1,2,3",
            "7 or 8 or 9",
            "seven of",
        ),
        *(
            "1,00",
            "12,34",
            "1,0000",
            "and",
            "or 7",
            "7 or",
            "hundred and",
            "7 people died",
            "no",
            "yes",
        ),
        *("I want to die 1000 times", "9" * 300, "7 " * 50, "zero hope", "two faced"),
    ],
)
def test_anything_else_is_no_number(text: str) -> None:
    assert read(text) is None


def test_a_number_that_is_too_long_is_as_good_as_a_billion() -> None:
    assert read("9" * 50) == 10**9


@given(st.integers(min_value=-999_999_999, max_value=999_999_999))
def test_a_number_in_figures_is_itself(number: int) -> None:
    assert read(str(number)) == number
    if abs(number) < 1000 or number > 0:
        assert read(f"{number:,}") == number


@given(st.decimals(min_value=0, max_value=99, places=2))
def test_a_decimal_number_is_itself(number: Decimal) -> None:
    assert read(f"{number:.2f}") == number


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    read(text)
    read(text, text)


@given(
    st.lists(
        st.sampled_from(
            [
                "7",
                "3/",
                "1/2",
                ",",
                ".",
                "-",
                "or",
                "and",
                "a",
                "half",
                "twenty",
                "hundred",
                "£",
                "½",
                "ish",
            ]
        )
    )
)
def test_any_mixture_of_the_parts_of_numbers_is_read_without_an_error(parts: list[str]) -> None:
    read(" ".join(parts))
    read("".join(parts))
