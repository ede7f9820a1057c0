"""The JSON Schema that editors use."""

from __future__ import annotations

from typing import Any

import pytest

from flows.library import library_texts
from flows.reading import read
from flows.schema import MEANINGS, schema
from flows.steps import KINDS
from tests.flows.broken_flows import BROKEN
from tests.flows.schema_validation import is_valid

SCHEMA = schema()
BROKEN_BY_SHAPE = (
    *("branch-to-capitals", "flow-name-with-spaces", "format-of-the-future", "id-with-a-dot"),
    *("id-with-capitals", "kept-as-nothing-known", "key-that-is-nearly-right", "no-steps"),
    *("key-that-means-nothing", "level-not-known", "limit-a-text", "limit-in-words"),
    *("limit-too-big", "limit-too-small", "limit-with-a-fraction", "mark-in-words"),
    *("mark-that-is-a-list", "measure-without-item", "no-such-item", "no-such-measure"),
    *("no-title", "not-a-flow", "one-option", "option-key-with-spaces", "reason-too-long"),
    *("options-that-are-a-list", "repeat-over-a-number", "set-to-nothing", "step-of-two-kinds"),
    *("step-that-is-no-step", "step-without-a-kind", "step-without-any-kind", "topic-not-known"),
    *("target-with-capitals", "text-that-is-a-number", "text-that-is-empty"),
    *("ways-that-are-no-list",),
)


@pytest.mark.parametrize("source", sorted(library_texts()))
def test_the_flows_of_the_library_fit_the_schema(source: str) -> None:
    assert is_valid(SCHEMA, read(library_texts()[source], source).data)


@pytest.mark.parametrize("name", BROKEN_BY_SHAPE)
def test_a_flow_of_the_wrong_shape_does_not_fit(name: str) -> None:
    assert not is_valid(SCHEMA, read(BROKEN[name], name).data)


def test_every_kind_of_step_is_one_of_those_that_fit() -> None:
    references = [one["$ref"] for one in SCHEMA["properties"]["steps"]["items"]["oneOf"]]
    definitions = [SCHEMA["$defs"][one.removeprefix("#/$defs/")] for one in references]
    assert sorted(one["title"] for one in definitions) == sorted(f"{kind}:" for kind in KINDS)
    for one in definitions:
        assert one["additionalProperties"] is False
        assert {"id", one["title"].rstrip(":")} <= set(one["required"])
        assert one["description"]


def test_every_key_says_what_it_means_in_plain_words() -> None:
    used: set[str] = set()
    parts: list[dict[str, Any]] = [SCHEMA, *SCHEMA["$defs"].values()]
    for part in parts:
        for key, told in part["properties"].items():
            assert told["description"], key
            assert "pydantic" not in told["description"]
            used.add(key)
    assert set(MEANINGS) - {"to_number"} <= used
