"""Texts without a rule that are full of telling words, and words written by ear."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.aftercare.triage import Triage
from bot.aftercare.triage.spelling import Spelling, sound
from bot.aftercare.triage.telling import TellingWords
from tests.triage.telling import FILE, names_called, page
from tests.triage.telling_cost import cost
from tests.triage.texts import triage

NO_RULE = "There is a man who takes my mate to his flat and gives him things"


def test_telling_words_without_a_rule_make_somebody_read_it_soon() -> None:
    finding = triage().triage(NO_RULE)
    assert (finding.level, finding.rule) == ("soon", "words.telling")
    assert finding.span is not None


def test_the_explanation_names_the_words_that_told() -> None:
    (one,) = triage().explain(NO_RULE).considered
    assert one.reasons[0].kind == "telling"
    named = set(one.reasons[0].words.split(", "))
    assert "gives" in named
    assert named <= triage().book.telling.telling


def test_without_the_two_lists_nothing_is_brought_up() -> None:
    none = TellingWords(frozenset(), frozenset(), 0)
    book = replace(triage().book, telling=none)
    assert Triage(book, sentiment=False).triage(NO_RULE).level == "none"


@pytest.mark.parametrize(
    "text",
    [
        "I have never self harmed and nobody hurts me",
        'The leaflet said "if you feel suicidal call 116 123"',
        "When I was a teenager I used to cut myself",
    ],
)
def test_what_a_rule_has_put_aside_is_not_brought_back_by_single_words(text: str) -> None:
    rules = {one.rule for one in triage().explain(text).considered}
    assert "words.telling" not in rules


def test_ordinary_words_weigh_against_telling_ones() -> None:
    look = triage().book.telling
    assert not look.telling & look.ordinary
    assert triage().triage("Lovely session, thank you, the tea was nice").level == "none"


def test_the_lists_are_those_that_the_collected_texts_give() -> None:
    assert FILE.read_text("utf-8") == page(triage()), "python -m tests.triage.telling --write"


def test_no_name_that_people_are_called_is_a_telling_word() -> None:
    told = {word for phrase in triage().book.telling.telling for word in phrase.split()}
    assert {"retard", "spastic", "nutter"} <= names_called()
    assert not told & names_called()


def test_telling_words_raise_few_harmless_texts_that_they_were_not_made_of() -> None:
    found, harm, wrong, harmless = cost(triage())
    assert wrong <= 0.01 * harmless
    assert found / harm > 10 * wrong / harmless


def test_telling_words_never_go_above_soon_and_stand_back_behind_any_rule() -> None:
    every = replace(triage().book.telling, telling=frozenset(triage().book.own_words), lead=1)
    eager = Triage(replace(triage().book, telling=every), sentiment=False)
    assert eager.triage("I feel very alone after the calls end").level == "routine"
    assert eager.triage("Somebody is at the meeting, the door and the house").level == "soon"
    assert eager.triage("I have just taken all my tablets").rule != "words.telling"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("suaside", "suicide"),
        ("blakmaild", "blackmailed"),
        ("hospitul", "hospital"),
        ("brige", "bridge"),
        ("ovadose", "overdose"),
    ],
)
def test_words_written_by_ear_are_read(written: str, meant: str) -> None:
    spelling = Spelling({}, (), 2000)
    spelling.learn(["suicide", "blackmailed", "hospital", "bridge", "overdose", "never"])
    assert spelling.meant(written, name=False)[0] == (meant,)


@pytest.mark.parametrize("written", ["novio", "Novia", "Sandra"])
def test_a_foreign_word_or_a_name_is_not_taken_for_an_english_one(written: str) -> None:
    spelling = Spelling({}, (), 2000)
    spelling.learn(["never", "sender", "nephew"])
    assert spelling.meant(written.lower(), name=False)[0] == (written.lower(),)


def test_words_that_sound_alike_are_kept_alike() -> None:
    assert sound("touching") == sound("tuching")
    assert sound("bruises") == sound("bruzes")
    assert sound("frightened") == sound("frytend")


def test_an_exception_for_the_whole_sentence_reaches_across_it() -> None:
    assert triage().triage("The facilitator asked me for a loan").topic == "conduct"
    ordinary = (
        "The facilitator asked if the project could loan me a tablet for the newsletter course"
    )
    assert triage().triage(ordinary).level == "none"
