"""How old a reader must be for a text."""

from __future__ import annotations

import pytest

from flows.reading_age import reading_age, syllables

BY_SYLLABLES = {
    1: "did the leave you safe right asked helped care home thought scared loved "
    "worked stopped please change choose make makes times shared friends where strength eyes said "
    "phone voice stay why worse health changed cause house reached does hour whole",
    2: "today upset listen treated fairly happened nothing person never often little number seven "
    "easy very after happy worried wanted needed choices pages houses pieces using going seeing "
    "able table simple people session question reason message carer training hopeful lonely safely "
    "someone sometimes being quiet diet lion human again away problem really poem create rhythm "
    "photo fluent ruin fluid dial trial science welcome purpose access ended started listed",
    3: "possible together remember important decided influence agreement another hospital family "
    "understand whenever everything idea video area radio animal period museum violence serious "
    "religion opinion companion disagree exercise creative agency advocate medicine excited united "
    "directed gardener recipe usual actual diary theatre reaction loneliness safeguarding",
    4: "ability information community experience independent activity usually situation "
    "appropriate emergency education anxiety society celebrated january comfortable impossible",
    5: "organisation opportunity facilitator immediately university participation international",
}


@pytest.mark.parametrize(
    ("word", "count"),
    [(word, count) for count, words in BY_SYLLABLES.items() for word in words.split()],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count
    assert syllables(word.upper()) == count


def test_the_age_follows_the_formula() -> None:
    # 8 words, 2 sentences, 9 syllables: 0.39 * 4 + 11.8 * 9 / 8 - 15.59 = -0.755; never below 5.
    assert reading_age("I like the garden. We sit in it.") == 5
    # 7 words, 1 sentence, 14 syllables: 2.73 + 23.6 - 15.59 = 10.74, and five years more.
    assert reading_age("Different people experience this very differently today") == pytest.approx(
        5 + 0.39 * 7 + 11.8 * sum(map(syllables, WORDS)) / 7 - 15.59, abs=0.05
    )


WORDS = ["different", "people", "experience", "this", "very", "differently", "today"]


def test_a_few_words_have_no_age() -> None:
    assert reading_age("Organisational accountability?") is None
    assert reading_age("") is None
    assert reading_age("\u0412\u0441\u0435 \u0445\u043e\u0440\u043e\u0448\u043e") is None


def test_a_fact_counts_as_a_short_name() -> None:
    text = "What you write is read by {0}. Only {0} sees it."
    assert reading_age(text.format("{{ facilitator }}")) == reading_age(text.format("Sam"))


def test_long_sentences_and_long_words_need_older_readers() -> None:
    plain = "We met in the hall. We had tea. We spoke about the bus."
    long = "We met in the hall and we had tea and then we spoke about the bus for some time there."
    hard = "We assembled in the auditorium. Refreshments were available. Transport was considered."
    ages = [reading_age(text) or 0 for text in (plain, long, hard)]
    assert ages[0] < ages[1] < ages[2]
