"""Whole texts and how soon somebody must be in touch about them, by capability."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.aftercare.triage import Triage, check_rules
from tests.triage.measure import PAGE, page_with, tables
from tests.triage.texts import ORDER, RISK, below, cases, finding_of, level_of, raised, triage


@pytest.mark.parametrize("name", RISK)
def test_nothing_urgent_is_missed(name: str) -> None:
    assert list(below(name, "urgent")) == []


@pytest.mark.parametrize("name", RISK)
def test_at_most_one_in_twenty_that_should_be_soon_is_missed(name: str) -> None:
    soon = [case for case in cases(name) if case["expected"] == "soon"]
    assert len(list(below(name, "soon"))) <= 0.05 * len(soon)


@pytest.mark.parametrize(
    ("name", "share"),
    [("open_cases", 0.02), ("ordinary_feedback", 0.03), ("frightening_words", 0.05)],
)
def test_few_harmless_texts_are_raised_to_soon_or_above(name: str, share: float) -> None:
    harmless = [case for case in cases(name) if case["expected"] == "none"]
    wrong = raised(name)
    assert len(wrong) <= share * len(harmless), wrong


def test_every_text_collected_beforehand_comes_out_at_its_level() -> None:
    wrong = [
        case["id"] for case in cases("open_cases") if level_of(case["text"]) != case["expected"]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "least"),
    [("ordinary_feedback", 500), ("frightening_words", 200), ("risk_sentences", 500)],
)
def test_the_sets_of_our_own_are_large_and_hold_nothing_twice(name: str, least: int) -> None:
    texts = {case["text"].lower() for case in cases(name)}
    assert len(texts) == len(cases(name)) >= least


def test_no_capability_is_missed_altogether() -> None:
    found: dict[str, list[bool]] = defaultdict(list)
    for case in cases("open_cases"):
        if case["expected"] in ("urgent", "soon"):
            found[case["capability"]].append(ORDER[level_of(case["text"])] >= ORDER["soon"])
    assert all(any(hits) for hits in found.values())


def test_every_finding_says_which_rule_and_which_words() -> None:
    for case in cases("risk_sentences"):
        finding = finding_of(case["text"])
        if finding.level == "none":
            continue
        assert finding.rule
        assert finding.topic
        assert finding.span is not None
        start, end = finding.span
        assert 0 <= start < end <= len(case["text"])


def test_every_rule_keeps_its_own_examples() -> None:
    assert list(map(str, check_rules(triage().book))) == []


def test_the_page_shows_what_is_measured_now() -> None:
    page = PAGE.read_text("utf-8")
    assert page_with(tables(), page) == page, "python -m tests.triage.measure --write"


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


@pytest.mark.parametrize(
    "text",
    [
        "I can't go on, the parking was awful as well",
        "I want to die but the cake was nice",
        "I don't want to be here any more, thanks for the tea",
    ],
)
def test_an_exception_in_another_part_of_the_sentence_cancels_nothing(text: str) -> None:
    assert ORDER[level_of(text)] >= ORDER["soon"]


def test_a_wavering_word_does_not_make_a_dangerous_place_safer() -> None:
    assert level_of("I'm standing on the bridge and I might jump") == "urgent"
    assert level_of("sitting by the railway thinking about jumping") == "urgent"
    assert level_of("Sometimes I stand on the platform and think about jumping") == "soon"
