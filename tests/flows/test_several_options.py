"""The several options that a typed message names, and the part that is not understood."""

from __future__ import annotations

import pytest

from flows.events import Option
from flows.meaning import AnswerMeant, UnclearMeant
from flows.steps.options import UnclearPart, read_options
from tests.flows.talking import ENGLISH

FOOD = (
    Option("bread", "Bread and butter"),
    Option("drinks", "Tea, coffee"),
    Option("walks", "Walks"),
    Option("music", "Music"),
    Option("other", "Something else"),
    Option("none", "None of these"),
)


def several(text: str, options: tuple[Option, ...] = FOOD) -> object:
    found = read_options(options, text, ENGLISH, exclusive={"none"})
    return found.value if isinstance(found, AnswerMeant) else found


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        *(
            ("1, 3", ("bread", "walks")),
            ("1 and 3", ("bread", "walks")),
            ("2 & 4", ("drinks", "music")),
        ),
        *(("1 3", ("bread", "walks")), ("1\n3", ("bread", "walks")), ("3;1", ("bread", "walks"))),
        *(
            ("1+3", ("bread", "walks")),
            ("1, 3 and 4 please", ("bread", "walks", "music")),
            ("1,3,", ("bread", "walks")),
        ),
        *(
            ("3", ("walks",)),
            ("walks", ("walks",)),
            ("walks walks", ("walks",)),
            ("3, 3, walks", ("walks",)),
        ),
        *(("walks and music", ("walks", "music")), ("music, walks", ("walks", "music"))),
        *(
            ("walks, music, and tea", ("drinks", "walks", "music")),
            ("- walks\n- music", ("walks", "music")),
        ),
        *(("bread and butter", ("bread",)), ("bread and butter and walks", ("bread", "walks"))),
        *(("walks, bread and butter", ("bread", "walks")), ("Tea, coffee", ("drinks",))),
        *(
            ("Tea, coffee and bread and butter", ("bread", "drinks")),
            ("tea coffee, walks", ("drinks", "walks")),
        ),
        *(
            ("walsk and musci", ("walks", "music")),
            ("the first one and the last one", ("bread", "none")),
        ),
        *(("I'd like walks and music", ("walks", "music")), ("1️⃣ 3️⃣", ("bread", "walks"))),
        *(
            ("all", ("bread", "drinks", "walks", "music", "other")),
            ("none", ("none",)),
            ("none of them", ("none",)),
        ),
        *(
            ("All of them!", ("bread", "drinks", "walks", "music", "other")),
            ("everything", ("bread", "drinks", "walks", "music", "other")),
        ),
        *(
            ("walks, something else", ("walks", "other")),
            ("१, ३", ("bread", "walks")),
        ),
    ],
)
def test_several_options_are_understood(text: str, keys: tuple[str, ...]) -> None:
    assert several(text) == keys


@pytest.mark.parametrize(
    ("text", "part"),
    [
        *(
            ("1 and purple", "purple"),
            ("purple, walks", "purple"),
            ("1-3", "1-3"),
            ("1 or 3", "1 or 3"),
        ),
        *(
            ("13", "13"),
            ("walks but not music", "walks but not music"),
            ("1, 9", "9"),
            ("bread, butter", "butter"),
        ),
        *(
            ("walks and I want to die", "i want to die"),
            ("all but 2", "all but 2"),
            ("1, 2, maybe 9", "maybe 9"),
        ),
    ],
)
def test_a_part_that_is_not_understood_is_named_and_nothing_is_answered(
    text: str, part: str
) -> None:
    found = several(text)
    assert isinstance(found, UnclearPart)
    assert (found.problem, found.part) == ("not_a_choice", part)


def test_a_part_with_two_meanings_names_both() -> None:
    near = (Option("a", "Boats"), Option("b", "Boots"), Option("c", "Books"))
    found = several("books and boo", near)
    assert isinstance(found, UnclearPart)
    assert (found.problem, found.part) == ("two_meanings", "boo")
    assert [option.key for option in found.candidates] == ["b", "c"]


def test_none_is_no_option_where_none_says_so() -> None:
    assert several("none", FOOD[:3]) == ()
    assert several("neither of them", FOOD[:2]) == ()


def test_both_are_all_of_two() -> None:
    assert several("both", FOOD[:2]) == ("bread", "drinks")
    assert isinstance(several("both"), UnclearMeant)


@pytest.mark.parametrize("text", ["", "...", ", ,", "and", "word " * 300])
def test_a_message_without_options_names_none(text: str) -> None:
    assert isinstance(several(text), UnclearMeant)


def test_the_labels_of_several_stand_below_one_another() -> None:
    found = read_options(FOOD, "4, 3", ENGLISH)
    assert found == AnswerMeant(("walks", "music"), "Walks\nMusic")
