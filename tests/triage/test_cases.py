"""Whole texts and how soon somebody must be in touch about them, by capability."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.aftercare.triage import Triage

HERE = Path(__file__).parent
ORDER = {"none": 0, "routine": 1, "soon": 2, "urgent": 3}


@lru_cache(maxsize=1)
def triage() -> Triage:
    return Triage.for_locale("en")


def cases(name: str) -> list[dict[str, str]]:
    lines = (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def missed(name: str, level: str) -> Iterator[str]:
    """The texts of a level that came out below it."""
    for case in cases(name):
        if case["expected"] == level:
            finding = triage().triage(case["text"])
            if ORDER[finding.level] < ORDER[level]:
                yield case["text"]


@pytest.mark.parametrize("name", ["open_cases", "risk_sentences"])
def test_nothing_urgent_is_missed(name: str) -> None:
    assert list(missed(name, "urgent")) == []


@pytest.mark.parametrize("name", ["open_cases", "risk_sentences"])
def test_at_most_one_in_twenty_that_should_be_soon_is_missed(name: str) -> None:
    soon = [case for case in cases(name) if case["expected"] == "soon"]
    assert len(list(missed(name, "soon"))) <= 0.05 * len(soon)


@pytest.mark.parametrize(
    ("name", "share"),
    [("open_cases", 0.02), ("ordinary_feedback", 0.03), ("frightening_words", 0.05)],
)
def test_few_harmless_texts_are_raised_to_soon_or_above(name: str, share: float) -> None:
    harmless = [case for case in cases(name) if case["expected"] == "none"]
    raised = [c["text"] for c in harmless if ORDER[triage().triage(c["text"]).level] >= 2]
    assert len(raised) <= share * len(harmless), raised


def test_no_capability_is_missed_altogether() -> None:
    found: dict[str, list[bool]] = defaultdict(list)
    for case in cases("open_cases"):
        if case["expected"] in ("urgent", "soon"):
            level = triage().triage(case["text"]).level
            found[case["capability"]].append(ORDER[level] >= 2)
    assert all(any(hits) for hits in found.values())


def test_every_finding_says_which_rule_and_which_words() -> None:
    for case in cases("risk_sentences"):
        finding = triage().triage(case["text"])
        if finding.level == "none":
            continue
        assert finding.rule
        assert finding.topic
        assert finding.span is not None
        start, end = finding.span
        assert 0 <= start < end <= len(case["text"])


@settings(max_examples=300)
@given(st.text(max_size=600))
def test_any_text_gets_a_finding_whose_span_lies_in_it(text: str) -> None:
    finding = triage().triage(text)
    assert finding.level in ORDER
    if finding.span is not None:
        start, end = finding.span
        assert 0 <= start <= end <= len(text)


def test_an_error_inside_makes_somebody_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Triage.for_locale("en")
    monkeypatch.setattr(broken, "_look", lambda *_: 1 / 0)
    finding = broken.triage("anything")
    assert (finding.level, finding.rule) == ("soon", "triage.error")


def test_harm_by_somebody_named_on_the_staff_is_about_conduct() -> None:
    text = "Sam shouted at me and threatened me"
    assert triage().triage(text, ["Sam"]).topic == "conduct"
    assert triage().triage(text).topic != "conduct"
