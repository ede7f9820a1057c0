"""How long triage takes, at its start and for the longest texts."""

from __future__ import annotations

import subprocess
import sys
from itertools import cycle
from time import process_time

import pytest

from tests.triage.texts import cases, triage

LONGEST = 4_096
MOST_SECONDS = 0.2


def long_text(name: str, between: str) -> str:
    text = ""
    for case in cycle(cases(name)):
        text += case["text"] + between
        if len(text) >= LONGEST:
            return text[:LONGEST]
    raise AssertionError("cycle does not end")


LONG = {
    "ordinary": long_text("ordinary_feedback", ". "),
    "risk": long_text("risk_sentences", ". "),
    "risk without a full stop": long_text("risk_sentences", " ").replace(".", ""),
    "one sentence again and again": "i want to die " * 300,
    "negations": "not " * 1_024,
    "unknown words": "".join(f"{a}{b}orvel{c} " for a in "sct" for b in "aeiou" for c in "abcdefgh")
    * 4,
}


@pytest.mark.parametrize("kind", LONG)
def test_the_longest_text_takes_a_fifth_of_a_second_at_most(kind: str) -> None:
    triage().warm()
    text = LONG[kind][:LONGEST]
    times = []
    for _ in range(3):
        begun = process_time()
        triage().triage(text)
        times.append(process_time() - begun)
    assert min(times) < MOST_SECONDS


def test_starting_needs_neither_the_full_yaml_parser_nor_textblob() -> None:
    code = (
        "import sys; from bot.aftercare.triage import Triage;"
        "assert Triage.for_locale('en').triage('I want to die').level == 'soon';"
        "print(sorted({'ruamel.yaml', 'textblob', 'nltk'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_is_urgent_is_found_among_a_flood_of_words() -> None:
    flood = "he hit me and i said no and he was sorry "
    text = flood * 40 + "I have just taken all my tablets. " + flood * 40
    assert triage().triage(text).level == "urgent"
    assert triage().triage("i want to die " * 1_000).level == "soon"
