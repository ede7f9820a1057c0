"""One slip of the finger, and what looks like one and is another word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.slips import is_slip


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *(("oftn", "often"), ("oftten", "often"), ("oftin", "often"), ("oftne", "often")),
        *(("often", "oftens"), ("foten", "often"), ("nnever", "never"), ("neverr", "never")),
        *(
            ("at tmies", "at times"),
            ("at tims", "at times"),
            ("nott at al time", "nott at all time"),
        ),
        *(("notsure", "not sure"), ("any time", "anytime"), ("séance", "seance"), ("नमस्त", "नमस्ते")),
    ],
)
def test_one_slip_in_a_word_of_four_letters_is_seen(said: str, meant: str) -> None:
    assert is_slip(said, meant) == (said != "nott at al time")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *(
            ("often", "often"),
            ("oftein", "otten"),
            ("ofte", "oftens"),
            ("", "often"),
            ("often", ""),
        ),
        *(("ye", "yes"), ("yse", "yes"), ("now", "not"), ("on", "no"), ("i am now", "i am not")),
        *(
            ("ever", "never"),
            ("never", "ever"),
            ("here", "there"),
            ("hope", "nope"),
            ("atypical", "typical"),
        ),
        *(
            ("week 2", "week 1"),
            ("18 24", "19 24"),
            ("week2", "week22"),
            ("week", "week1"),
            ("ado", "a do"),
        ),
    ],
)
def test_another_word_or_figure_is_no_slip(said: str, meant: str) -> None:
    assert not is_slip(said, meant)


@given(st.text(), st.text())
def test_any_two_texts_are_compared_without_an_error(one: str, other: str) -> None:
    is_slip(one, other)
    assert not is_slip(one, one)


@given(st.text(alphabet="abc ", max_size=6), st.text(alphabet="abc ", max_size=6))
def test_texts_that_differ_by_more_than_a_letter_or_two_are_no_slip(one: str, other: str) -> None:
    if is_slip(one, other):
        assert abs(len(one) - len(other)) <= 1
        assert abs(len(set(one) ^ set(other))) <= 2
