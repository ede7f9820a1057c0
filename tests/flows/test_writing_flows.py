"""The page for people who write flows: every example in it is sound, and nothing is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from flows.checking import examine
from flows.facts import FACTS, LISTS
from flows.reading import read
from flows.steps import KINDS, QuestionStep
from flows.steps.flag import TOPICS
from flows.steps.question import Keeps
from flows.written import written_of

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "flows.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
GOODBYE = "\n- id: the_end\n  end: Goodbye.\n"


def whole(example: str) -> str:
    """The example as a flow of its own, with a goodbye where it has none."""
    if example.startswith("flow:"):
        return example
    steps = example if "\n  end:" in example else example + GOODBYE
    return f"flow: example\ntitle: An example\nsteps:\n{steps}"


def first_words(example: str) -> str:
    return " ".join(example.split()[:5])


@pytest.mark.parametrize("example", EXAMPLES, ids=first_words)
def test_an_example_of_the_page_is_a_sound_flow_and_easy_to_read(example: str) -> None:
    found = examine(whole(example), "example.yaml")
    assert list(found.problems) == []
    assert found.sound


def kinds() -> Iterator[str]:
    for example in EXAMPLES:
        yield from (step.kind for step in written_of(read(whole(example), "example.yaml")).steps)


def test_the_page_shows_every_kind_of_step() -> None:
    assert set(kinds()) == set(KINDS)


def test_the_page_tells_every_word_that_a_question_can_have() -> None:
    own = {field.alias or name for name, field in QuestionStep.model_fields.items()}
    table = set(re.findall(r"^\| `(\w+):", PAGE, re.MULTILINE))
    assert own - {"id", "text"} <= table


def test_the_page_tells_everything_that_an_answer_can_be_kept_as() -> None:
    [pattern] = (one.pattern for one in get_args(Keeps) if hasattr(one, "pattern"))
    for name in re.findall(r"[a-z_]{3,}", pattern):
        assert f"`{name}`" in PAGE or name == "consent"
    assert "`consent.` and a use" in PAGE


def test_the_page_names_every_topic_and_everything_that_is_known_about_a_person() -> None:
    for name in (*TOPICS, *FACTS):
        assert f"`{name}`" in PAGE or f"{{{{ {name} }}}}" in PAGE, name
    assert {"actions", "proposals", "measures"} <= LISTS
