"""What the other tests say of some flows and inputs, said of many more."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flows import (
    test_any_flow,
    test_changing_answers,
    test_flags_after_changes,
    test_proving,
)
from tests.flows.flagging import changes_of_mind, flagging_flows
from tests.flows.generating import flows
from tests.flows.saying import ANYTHING, SLOW, check_of

EXAMPLES = 400
MOVES = st.lists(st.integers(0, 5), max_size=30)
CONVERSATIONS = (flows(), ANYTHING)
CHANGES = (flagging_flows(), changes_of_mind())


def _tests_of(module: Any) -> list[Any]:
    return [test for test in vars(module).values() if hasattr(test, "check")]


MANY = [
    *((test, CONVERSATIONS) for test in _tests_of(test_any_flow)),
    *((test, CONVERSATIONS) for test in _tests_of(test_proving)),
    *((test, CONVERSATIONS) for test in _tests_of(test_flags_after_changes)),
    (
        test_changing_answers.test_changing_ones_mind_ends_where_saying_so_at_first_would_have,
        (flows(), MOVES),
    ),
    (
        test_flags_after_changes.test_whatever_was_changed_all_flags_of_the_answers_that_stand_were_raised,
        CHANGES,
    ),
    (
        test_flags_after_changes.test_saying_the_same_again_raises_no_flag_of_another_answer,
        (*CHANGES, st.integers(0, 5)),
    ),
]


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("test", "strategies"), [pytest.param(*one, id=one[0].__name__) for one in MANY]
)
def test_it_holds_for_many_more(test: Any, strategies: tuple[Any, ...]) -> None:
    check = check_of(test)

    @given(st.tuples(*strategies))
    @settings(max_examples=EXAMPLES, suppress_health_check=SLOW)
    def look(example: tuple[Any, ...]) -> None:
        check(*example)

    look()
