"""What is different between two versions of a flow, in plain words."""

from __future__ import annotations

from itertools import pairwise

import pytest

from flows.definition import Flow, load_flow
from flows.diff import changes
from flows.library import library

OLD = """\
  - id: hello
    say: Hello.
  - id: safe
    choice: Are you safe?
    options: {"yes": "Yes", "no": "No"}
    flag: {when: "safe == 'no'", level: soon, topic: danger, reason: is not safe}
  - id: heard
    rating: How much were you heard?
    scale: {from: 0, to: 10, low: Not at all, high: Completely}
  - id: fork
    branch: [{when: "heard < 3 and safe in ('yes', 'no')", to: why}, {to: bye}]
  - id: why
    text: What was missing?
    limit: 500
  - id: bye
    end: Goodbye.
"""


def flow_of(steps: str, title: str = "Trial") -> Flow:
    return load_flow(f"flow: trial\ntitle: {title}\nsteps:\n{steps}", "trial.yaml")


def said(*replaced: tuple[str, str], title: str = "Trial") -> list[str]:
    """What is said of the flow with these parts replaced."""
    steps = OLD
    for old, new in replaced:
        assert old in steps
        steps = steps.replace(old, new)
    return [one.words for one in changes(flow_of(OLD), flow_of(steps, title), library())]


def test_two_versions_that_are_the_same_have_no_changes() -> None:
    assert said() == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "Are you safe?",
            "Do you feel safe?",
            "The question `safe` now asks “Do you feel safe?” It asked “Are you safe?”",
        ),
        ("say: Hello.", "say: Welcome", "The step `hello` now says “Welcome”. It said “Hello.”"),
        ('"no": "No"}', '"no": "No", bit: A little}', "a new answer, “A little”."),
        ('"no": "No"}', '"no": Not really}', "the answer “No” is now “Not really”."),
        ("to: 10, low", "to: 5, low", "is now rated from 0 (Not at all) to 5 (Completely)."),
        (
            "level: soon",
            "level: urgent",
            "now raises an urgent flag (danger: is not safe) when the answer to `safe` is “No”.",
        ),
        (
            "heard < 3",
            "heard <= 3",
            "`fork` now goes to `why` when the answer to `heard` is at most 3 and the answer to "
            "`safe` is “Yes” or “No”.",
        ),
        ("limit: 500", "limit: 50", "The question `why` now has `limit`: 50. It was 500."),
        ("    limit: 500\n", "", "The question `why` no longer has `limit` (500)."),
        ("limit: 500", "sensitive: true\n    limit: 500", "`why` is now marked as sensitive."),
        (
            "limit: 500",
            "when: safe is not none\n    limit: 500",
            "The question `why` is now only asked when the answer to `safe` is known.",
        ),
        (
            "  - id: bye",
            "  - id: more\n    yes_no: More?\n  - id: bye",
            "The question `more` was added after `why`. It asks “More?”",
        ),
        ("  - id: hello\n    say: Hello.\n", "", "The step `hello` was taken away."),
        (
            "text: What was missing?\n    limit: 500",
            "yes_no: Was it?",
            "`why` was a `text` and is now a `yes_no`.",
        ),
    ],
)
def test_a_change_is_said_in_a_sentence(old: str, new: str, words: str) -> None:
    assert any(words in one for one in said((old, new))), said((old, new))


def test_a_step_under_another_name_is_not_taken_for_a_new_one() -> None:
    assert said(("id: why", "id: reason"), ("to: why", "to: reason")) == [
        "The step `why` is now called `reason`."
    ]


def test_the_fewest_steps_are_said_to_have_moved() -> None:
    hello = "  - id: hello\n    say: Hello.\n"
    moved = OLD.replace(hello, "").replace("  - id: fork", f"{hello}  - id: fork")
    found = changes(flow_of(OLD), flow_of(moved), {})
    assert [one.words for one in found] == ["The step `hello` was moved after `heard`."]


def test_the_title_is_a_change_of_the_flow() -> None:
    assert said(title="A trial") == ["The title is now “A trial”."]


def test_options_in_another_order_are_a_change() -> None:
    turned = said(('{"yes": "Yes", "no": "No"}', '{"no": "No", "yes": "Yes"}'))
    assert turned == ["The answers of the question `safe` stand in another order."]


def test_flows_of_the_library_can_be_compared() -> None:
    flows = list(library().values())
    for one, other in pairwise(flows):
        assert changes(one, other, library())
        assert changes(one, one, library()) == []
