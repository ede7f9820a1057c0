"""Conditions: what they may say, and that they never raise anything but their own error."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.expressions import UNANSWERED, ConditionError, ConditionSyntaxError, condition
from flows.names import inner, renamed


def holds(source: str, **names: object) -> bool:
    return condition(source).holds(names)


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("a == 'no'", True),
        ("a != 'no'", False),
        ("a in ('yes', 'no')", True),
        ("a not in ['yes', 'bit']", True),
        ("a == 'no' and b > 3", True),
        ("not (a == 'no' or b > 3)", False),
        ("2 < b <= 7", True),
        ("b + b - 4 >= 10", True),
        ("b > -1", True),
        ("b == 7 and c is none", True),
        ("c is not none", False),
    ],
)
def test_answers_are_compared(source: str, answer: bool) -> None:
    assert holds(source, a="no", b=7, c=UNANSWERED) is answer


@pytest.mark.parametrize("op", ["<", "<=", ">", ">=", "==", "in"])
def test_a_question_without_an_answer_is_nothing_in_particular(op: str) -> None:
    right = "(3, 'x')" if op == "in" else "3"
    assert holds(f"a {op} {right}", a=UNANSWERED) is False
    assert holds(f"a + 1 {op} {right}", a=UNANSWERED) is False
    assert holds("a is none and a == none and not a", a=UNANSWERED)


@pytest.mark.parametrize(
    "source",
    [
        *(
            "a.b()",
            "a['b']",
            "(a).b",
            "earlier('past', s0) == 1",
            "a()",
            "a | length",
            "range(3)",
            "'x' * 9",
            "2 ** 9",
            "a ~ 'x'",
        ),
        *("a if b else c", "{'a': 1}", "a is defined", "a is divisibleby 3", "a[1:2]", "a % 2"),
        *("a ==", "(a", "a }} {{ b", "a b", "", "a == 'no", "{% if a %}", "a" * 2_001, "(" * 400),
    ],
)
def test_anything_but_comparing_is_refused_with_a_mend(source: str) -> None:
    with pytest.raises(ConditionSyntaxError) as caught:
        condition(source)
    assert caught.value.mend


@pytest.mark.parametrize("source", ["nobody == 'x'", "a < 3", "a + 1 == 2", "nobody"])
def test_what_cannot_be_worked_out_says_so_without_repeating_an_answer(source: str) -> None:
    with pytest.raises(ConditionError) as caught:
        holds(source, a="a word nobody may read")
    assert "a word nobody may read" not in str(caught.value)


WORDS = st.sampled_from(
    [
        *("a", "b", "c", "nobody", "'yes'", "3", "-1", "none", "(1, 2)", "[]", "==", "!=", "<"),
        *("in", "not in", "is none", "and", "or", "not", "+", "-", "(", ")", "*", ".", "|", "~"),
    ]
)


@given(st.lists(WORDS, min_size=1, max_size=8))
@settings(max_examples=300)
def test_no_condition_raises_anything_else(words: list[str]) -> None:
    try:
        found = condition(" ".join(words))
    except ConditionSyntaxError:
        return
    try:
        assert found.holds({"a": "no", "b": 7, "c": UNANSWERED}) in (True, False)
    except ConditionError:
        return


def test_a_condition_is_compiled_once() -> None:
    assert condition("a == 'no'") is condition("a == 'no'")


def test_a_step_of_a_part_that_was_written_out_can_be_named() -> None:
    found = condition("call.heard < 3 and 'a.b' == rep.1.kind")
    assert found.names == {"call.heard", "rep.1.kind"}
    assert found.holds({inner("call.heard"): 2, inner("rep.1.kind"): "a.b"})


def test_the_answer_of_an_earlier_session_can_be_named() -> None:
    found = condition("earlier('after-session', 'heard') < 3")
    assert found.earlier == {("after-session", "heard")}
    assert [one.name for one in found.comparisons] == ["earlier.after-session.heard"]
    assert found.holds({inner("earlier.after-session.heard"): 2})


def test_nothing_is_in_a_question_without_an_answer() -> None:
    assert not condition("'a' in ticked").holds({"ticked": UNANSWERED})
    assert condition("'a' in ticked").holds({"ticked": ("a", "b")})


def test_names_are_changed_and_texts_are_not() -> None:
    names = {"heard": "call.heard", "fair": "call.fair"}
    source = "heard < 3 and fair != 'heard' and earlier('x', 'fair') == heard.other"
    assert renamed(source, names) == (
        "call.heard < 3 and call.fair != 'heard' and earlier('x', 'fair') == heard.other"
    )
